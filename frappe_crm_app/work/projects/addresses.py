"""A project's address for mails: that of a mailbox with a tag which names the project and is signed, so that nobody can guess one.

Another number of the project makes another address, and what goes to a former one reaches nothing.
"""

import hmac
import re
from base64 import b32encode
from collections.abc import Iterable, Mapping

import frappe
from frappe import _

from frappe_crm_app.kit.site_keys import key_for
from frappe_crm_app.records.mail.domains import tagged_addresses
from frappe_crm_app.records.mail.plus_addresses import tag_in, tagged
from frappe_crm_app.visibility.guarded import PROJECT

PURPOSE = "project address"
TAG = re.compile(r"project-([a-z0-9-]{1,40})-([a-z2-7]{20})")
SIGNED = 20  # letters of base32: a hundred bits
MOST = 20  # addresses of projects in one mail


def address_of(project: Mapping) -> str | None:
	"""Return the address of a project, given by its columns; `None` where no mailbox takes mails for one."""
	tag = f"project-{project['name']}-{signature(project['name'], project.get('address_number'))}"
	found = (tagged(address, tag) for address in tagged_addresses())
	return next((address for address in found if address), None)


def signature(name: str, number: int | None) -> str:
	"""Return what an address of this project ends with."""
	digest = hmac.digest(key_for(PURPOSE), f"{name} {number or 0}".encode(), "sha256")
	return b32encode(digest).decode().lower()[:SIGNED]


def projects_addressed(addresses: Iterable[str]) -> list[str]:
	"""Return the projects of which some of these are addresses; sends nothing where none looks like one."""
	tags = (TAG.fullmatch(tag_in(address)) for address in addresses)
	said = list(dict.fromkeys(tag.groups() for tag in tags if tag))[:MOST]
	if not said:
		return []
	names = sorted({name for name, _signed in said})
	rows = frappe.get_all(PROJECT, {"name": ("in", names)}, ["name", "address_number"], order_by="name asc")
	return [
		row.name for row in rows if any(is_signed(row, signed) for name, signed in said if name == row.name)
	]


def is_signed(project: Mapping, signed: str) -> bool:
	"""Return whether an address with this signature is the project's."""
	return hmac.compare_digest(signature(project["name"], project["address_number"]), signed)


def renew(project: Mapping) -> str:
	"""Give a project, which is locked, another address and return it; what goes to the former one reaches nothing any more."""
	renewed = {**project, "address_number": (project.get("address_number") or 0) + 1}
	address = address_of(renewed)
	if not address:
		frappe.throw(
			_(
				"Projects have no addresses here. An administrator can say which shared mailbox takes mails for them."
			)
		)
	number = renewed["address_number"]
	frappe.db.set_value(PROJECT, project["name"], "address_number", number, update_modified=False)
	return address
