"""Events in timelines of what they are about and of who is invited (hook `crm_timeline_sources`)."""

import frappe
from frappe import _
from frappe.utils import format_datetime
from pypika.queries import Table
from pypika.terms import Criterion, Term

from frappe_crm_app.kit.timeline_source import TimelineSource
from frappe_crm_app.visibility.guarded import CONTACT, CUSTOMER, DEAL, EVENT, PROJECT
from frappe_crm_app.visibility.labels import label_of
from frappe_crm_app.visibility.permlevels import empty_hidden
from frappe_crm_app.work.events.attendees import ATTENDEE
from frappe_crm_app.work.events.links import events_of


def events_about(doctype: str, name: str) -> Criterion:
	"""Return the criterion of the events about a record; of a contact, of those to which they are invited, too."""
	event = frappe.qb.DocType(EVENT)
	is_about = event.name.isin(events_of(doctype, name))
	if doctype != CONTACT:
		return is_about
	row = frappe.qb.DocType(ATTENDEE)
	invited = frappe.qb.from_(row).select(row.parent).where((row.contact == name) & (row.parenttype == EVENT))
	return is_about | event.name.isin(invited)


def columns(event: Table) -> dict[str, Term]:
	"""Return what an event says."""
	return {
		"by": event.owner,
		"kind": event.event_kind,
		"subject": event.title,
		"status": event.status,
		"place": event.place,
		"scheduled_on": event.starts_on,
	}


# Of which field the columns are that sources share.
COLUMNS = {
	"by": None,
	"by_name": None,
	"user_name": None,
	"kind": "event_kind",
	"subject": "title",
	"scheduled_on": "starts_on",
}


def tell(_doctype: str, rows: list[frappe._dict]) -> dict[str, dict]:
	"""Return what each event says, of what the reader reads."""
	empty_hidden(EVENT, rows, COLUMNS)
	return {row.name: entry_of(row) for row in rows}


def entry_of(row: frappe._dict) -> dict:
	"""Return what one event says."""
	when = format_datetime(row.scheduled_on, "medium") if row.scheduled_on else None
	lines = [row.subject, when, row.place]
	is_planned = row.status == "Planned"
	return {
		"headline": (_("{0} planned") if is_planned else _("{0} cancelled")).format(
			_(row.kind) if row.kind else label_of(EVENT)
		),
		"text": "\n".join(filter(None, lines)),
		"status": row.status,
	}


EVENTS = TimelineSource(
	"event", EVENT, events_about, columns, tell, doctypes=(CONTACT, CUSTOMER, DEAL, PROJECT)
)
