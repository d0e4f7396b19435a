"""Email, phone and domain of any record: normalised on the way in, refused in one sentence when unreadable."""

import frappe
from frappe import _
from frappe.model.document import Document

from frappe_crm_app.kit.exceptions import InvalidPhoneError
from frappe_crm_app.kit.field_values import is_changed
from frappe_crm_app.records.identity.normalise import (
	extension_in,
	normalise_domain,
	normalise_email,
	normalise_extension,
	normalise_phone,
)


def normalise_email_of(doc: Document) -> None:
	"""Store `doc.email` in its one form, `None` when empty; raises `frappe.InvalidEmailAddressError`."""
	try:
		doc.email = normalise_email(doc.email) or None
	except ValueError:
		frappe.throw(
			_("“{0}” is not an email address.").format(frappe.utils.escape_html(doc.email)),
			frappe.InvalidEmailAddressError,
			title=_("Invalid Email"),
		)


def normalise_phone_of(doc: Document, country: str | None = None, is_new: bool | None = None) -> None:
	"""Store `doc.phone` as E.164; numbers without a prefix belong to `country` (a Country's name) or the site's.

	`is_new` says of a row, which Frappe does not compare, whether its phone was just entered. Raises `InvalidPhoneError`.
	"""
	if not doc.phone or not (is_changed(doc, "phone") if is_new is None else is_new):
		return
	try:
		doc.phone = normalise_phone(doc.phone, region_of(country))
	except ValueError:
		frappe.throw(
			_("“{0}” is not a phone number. Write it with its country prefix, as in +1 415 555 0100.").format(
				frappe.utils.escape_html(doc.phone)
			),
			InvalidPhoneError,
			title=_("Invalid Phone"),
		)


def normalise_extension_of(row: Document, country: str | None = None) -> None:
	"""Store the digits of an extension, which may also be a part of the phone (`+1 415 555 0100 ext. 7`).

	Raises `InvalidPhoneError`.
	"""
	given = row.extension or extension_in(row.phone, region_of(country))
	try:
		row.extension = normalise_extension(given) or None
	except ValueError:
		frappe.throw(
			_("“{0}” is not an extension. Write its digits only.").format(frappe.utils.escape_html(given)),
			InvalidPhoneError,
			title=_("Invalid Phone"),
		)


def normalise_domain_of(doc: Document) -> None:
	"""Store `doc.domain` as a bare host, taken from `doc.website` where the domain is empty."""
	given = doc.domain or doc.website
	try:
		doc.domain = normalise_domain(given)
	except ValueError:
		frappe.throw(
			_("“{0}” is not a web domain.").format(frappe.utils.escape_html(given)), title=_("Invalid Domain")
		)


def region_of(country: str | None) -> str | None:
	"""Return the ISO code (lower case) of `country`, or of the site's country, or `None` when neither is known."""
	country = country or frappe.get_system_settings("country")
	return frappe.get_cached_value("Country", country, "code") if country else None
