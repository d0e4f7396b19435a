"""What was done with a link to a room, each a row of its own."""

import frappe
from frappe.utils import now_datetime

from frappe_crm_app.kit.client_address import client_address
from frappe_crm_app.kit.enums import StrEnum
from frappe_crm_app.work.events.room.keeping import LINK

VIEW = "CRM Room View"
LONGEST = 140


class Did(StrEnum):
	"""What somebody did in their room."""

	LOOKED = "Looked"
	TICKED = "Ticked Off"
	REOPENED = "Reopened"
	COMMENTED = "Commented"
	UPLOADED = "Uploaded"
	ANSWERED = "Answered"


def write(link: frappe._dict, did: Did, subject: str = "", comment: str | None = None) -> None:
	"""Write down what was done, with the name of the Comment that was written, and count a view."""
	view = frappe.new_doc(VIEW)
	facts = {
		"room_link": link.name,
		"action": did,
		"subject": subject[:LONGEST],
		"comment": comment,
		"address": masked(client_address()),
	}
	view.update(facts)
	view.insert(ignore_permissions=True)
	if did == Did.LOOKED:
		table = frappe.qb.DocType(LINK)
		query = frappe.qb.update(table).set(table.views, table.views + 1).set(table.viewed_on, now_datetime())
		query.where(table.name == link.name).run()


def masked(address: str) -> str:
	"""Return the part of an address that tells a network, and nobody in it."""
	separator = ":" if ":" in address else "."
	return separator.join(address.split(separator)[:2]) + f"{separator}…" if address else ""
