"""What a person allowed or forbade, in the timeline of the contact (hook `crm_timeline_sources`)."""

import frappe
from frappe import _
from pypika.queries import Table
from pypika.terms import Criterion, Term

from frappe_crm_app.frappe_crm_app.doctype.crm_consent.options import ConsentState
from frappe_crm_app.kit.sentences import as_text
from frappe_crm_app.kit.timeline_source import TimelineSource
from frappe_crm_app.visibility.guarded import CONTACT

HEADLINES = {
	ConsentState.GIVEN: lambda: _("Agreed to {0}"),
	ConsentState.WITHDRAWN: lambda: _("Opted out of {0}"),
}


def consents_of(_doctype: str, name: str) -> Criterion:
	"""Return the criterion for what a contact has said."""
	return frappe.qb.DocType("CRM Consent").contact == name


def columns(consent: Table) -> dict[str, Term]:
	"""Return what a row says: the channel as `kind`, the source as `subject`."""
	return {
		"by": consent.said_by,
		"kind": consent.channel,
		"status": consent.state,
		"subject": consent.source,
		"text": consent.wording,
	}


def entries(_doctype: str, rows: list[frappe._dict]) -> dict[str, dict]:
	"""Return what was said, how it came, and in which words."""
	return {
		row.name: {
			"headline": f"{HEADLINES[row.status]().format(_(row.kind))} ({_(row.subject)})",
			"text": as_text(row.text or ""),
		}
		for row in rows
	}


CONSENTS = TimelineSource(
	name="consent",
	doctype="CRM Consent",
	is_about=consents_of,
	columns=columns,
	entries=entries,
	doctypes=(CONTACT,),
)
