"""Somebody opens a public link: what the page shows, that they looked, and the file.

Fetching the page counts nothing, which preview bots do too: that somebody looks, its script says.
"""

import frappe
from frappe import _
from frappe.utils import format_date, now_datetime
from frappe.utils.formatters import format_value
from werkzeug.wrappers import Response

from frappe_crm_app.frappe_crm_app.doctype.crm_document_delivery.options import Channel
from frappe_crm_app.kit.exceptions import DocumentStateError
from frappe_crm_app.kit.file_types import is_shown
from frappe_crm_app.visibility.guarded import DOCUMENT
from frappe_crm_app.work.documents.deliveries import DELIVERY, row_of, write
from frappe_crm_app.work.documents.giving import file_of
from frappe_crm_app.work.documents.sharing.limits import LIMITS, Asked
from frappe_crm_app.work.documents.sharing.links import LINK, find
from frappe_crm_app.work.documents.store import VERSION
from frappe_crm_app.work.documents.versions import current_version

AGAIN_AFTER = 1800  # seconds within which looking again is the same view
UNITS = ("B", "kB", "MB", "GB")


def opened(token: object) -> tuple[frappe._dict, frappe._dict]:
	"""Return the link of a token and the version that it opens, counted; raises `DocumentLinkError` or `TooManyRequestsError`."""
	LIMITS.refuse_flood_from_address(Asked.PAGE)
	link = find(token)
	return link, version_of(link)


def version_of(link: frappe._dict) -> frappe._dict:
	"""Return the version that a link opens: its own, else the newest."""
	if not link.version:
		return current_version(link.document)
	return frappe.db.get_value(VERSION, link.version, "*", as_dict=True)


def present(link: frappe._dict, version: frappe._dict) -> dict:
	"""Return what the page shows, as text: `{title, file_name, size, number, stored_on}`, and what a browser may show it as.

	`shown_as` is `image`, `file` for a PDF, or `""` for what is only saved.
	"""
	return {
		"title": frappe.db.get_value(DOCUMENT, link.document, "title"),
		"file_name": version.file_name,
		"size": size_as_text(version.file_size or 0),
		"number": version.number,
		"stored_on": format_date(version.creation),
		"shown_as": shown_as(version.content_type),
	}


def shown_as(content_type: str | None) -> str:
	"""Return how a page shows a file of this type: as an `image`, as a `file` in a frame, or, `""`, not at all."""
	if not is_shown(content_type):
		return ""
	return "image" if content_type.startswith("image/") else "file"


def size_as_text(size: int) -> str:
	"""Return a number of bytes as people read it."""
	number, unit = float(size), 0
	while number >= 1000 and unit < len(UNITS) - 1:
		number, unit = number / 1000, unit + 1
	return f"{format_value(round(number, 1 if unit else 0), {'fieldtype': 'Float', 'precision': 1 if unit else 0})} {UNITS[unit]}"


def saw(link: frappe._dict, version: frappe._dict) -> None:
	"""Count a view, unless it is one of our own people's or the same one, and note which version they have."""
	if is_one_of_us():
		return
	if is_new_view(link.name):
		table = frappe.qb.DocType(LINK)
		query = (
			frappe.qb.update(table)
			.set(table.views, table.views + 1)
			.set(table.last_viewed_on, now_datetime())
		)
		query.where(table.name == link.name).run()
	note_delivery(link, version)


def note_delivery(link: frappe._dict, version: frappe._dict) -> None:
	"""Note, once, that whoever has a link has this version."""
	if has_delivery(link, version):
		return
	receiver = {"contact": link.contact, "customer": link.customer, "address": link.label}
	write([row_of(version, Channel.LINK, receiver, public_link=link.name)])


def has_delivery(link: frappe._dict, version: frappe._dict) -> bool:
	"""Return whether it is noted that whoever has a link has this version."""
	return bool(frappe.db.exists(DELIVERY, {"public_link": link.name, "version": version.name}))


def give_file(link: frappe._dict, version: frappe._dict) -> Response:
	"""Answer the file, to be saved; what was saved was got."""
	LIMITS.refuse_flood_by(Asked.FILE, link.name)
	saw(link, version)
	return file_of(version)


def give_view(link: frappe._dict, version: frappe._dict) -> Response:
	"""Answer the file, to be shown. It writes nothing, so it must be noted already that they have this version, by `saw`.

	Raises `DocumentStateError`.
	"""
	LIMITS.refuse_flood_by(Asked.VIEW, link.name)
	if not is_one_of_us() and not has_delivery(link, version):
		frappe.throw(_("Please open the document by its link."), DocumentStateError)
	return file_of(version, is_inline=True)


def is_one_of_us() -> bool:
	"""Return whether the request comes from somebody who works on this site."""
	user = frappe.session.user
	return user != "Guest" and frappe.get_cached_value("User", user, "user_type") == "System User"


def is_new_view(link: str) -> bool:
	"""Return whether nobody looked with this link within half an hour, and remember that somebody does."""
	return bool(
		frappe.cache.set(frappe.cache.make_key(f"crm_document_seen:{link}"), 1, nx=True, ex=AGAIN_AFTER)
	)
