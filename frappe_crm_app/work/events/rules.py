"""What saving an event asks besides its time and its people."""

from urllib.parse import urlsplit

import frappe
from frappe import _
from frappe.model.document import Document

from frappe_crm_app.kit.field_values import is_changed
from frappe_crm_app.visibility.guards import can_hold

KEPT = ("sequence", "excluded", "series", "local_starts_on", "local_ends_on", "series_ends_on")
"""What a caller's values for are ignored."""
TOLD = (
	"title",
	"status",
	"place",
	"meeting_link",
	"local_starts_on",
	"local_ends_on",
	"time_zone",
	"is_all_day",
	"rrule",
	"excluded",
)
"""What everybody who is invited is to hear of."""
LONGEST_LINE = 140
MOST_SEATS = 100_000


def keep_derived(event: Document) -> None:
	"""Let what is derived be as it was, whatever was sent; code of ours that changes it says so by `event.flags.derived`."""
	before = event.get_doc_before_save()
	given = event.flags.derived or {}
	for fieldname in KEPT:
		event.set(fieldname, given.get(fieldname, before.get(fieldname) if before else None))
	event.sequence = event.sequence or 0


def name_an_owner(event: Document) -> None:
	"""Give a new event to whoever makes it, unless somebody is named."""
	if event.is_new() and not event.event_owner and can_hold(frappe.session.user):
		event.event_owner = frappe.session.user


def keep_texts(event: Document) -> None:
	"""Write title and place in one line each; raises `frappe.ValidationError` for an address that is none of the web."""
	for fieldname in ("title", "place"):
		event.set(fieldname, " ".join((event.get(fieldname) or "").split()))
	if len(event.title) > LONGEST_LINE:
		frappe.throw(_("The title is longer than {0} characters.").format(LONGEST_LINE))
	event.meeting_link = (event.meeting_link or "").strip()
	if event.meeting_link and not is_web_address(event.meeting_link):
		frappe.throw(_("The meeting link must begin with http:// or https://."))
	if not 0 <= (event.capacity or 0) <= MOST_SEATS:
		frappe.throw(_("An event has between 0 and {0} seats.").format(MOST_SEATS))


def is_web_address(text: str) -> bool:
	"""Return whether a browser could open this, and nothing else would."""
	try:
		parts = urlsplit(text)
		return (
			parts.scheme in ("http", "https")
			and bool(parts.hostname)
			and text.isprintable()
			and " " not in text
		)
	except ValueError:
		return False


def raise_sequence(event: Document) -> None:
	"""Count a change of which everybody who is invited is to hear."""
	if event.get_doc_before_save() and any(is_changed(event, fieldname) for fieldname in TOLD):
		event.sequence += 1
