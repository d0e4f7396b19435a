"""Campaigns as a source of timelines: that somebody got one, and what they did with it."""

import frappe
from frappe import _
from pypika import Case
from pypika.queries import QueryBuilder, Table
from pypika.terms import Criterion, Term, ValueWrapper

from frappe_crm_app.channels.campaigns.rows import CAMPAIGN, CONTACT, RECIPIENT
from frappe_crm_app.channels.campaigns.slots import SLOT
from frappe_crm_app.frappe_crm_app.doctype.crm_campaign_recipient.options import RecipientStatus
from frappe_crm_app.kit.timeline_source import TimelineSource


def is_about(_doctype: str, name: str) -> Criterion:
	"""Return the criterion for the campaigns that a contact got."""
	return frappe.qb.DocType(RECIPIENT).contact == name


def is_told(row: Table) -> Criterion:
	"""Return the criterion that a recipient got it, or may have: who was left out has nothing in the timeline."""
	return row.status.isin([str(RecipientStatus.SENT), str(RecipientStatus.UNSURE)])


def joined(query: QueryBuilder, row: Table) -> QueryBuilder:
	"""Return the query with the campaign, whose name is told."""
	campaign = frappe.qb.DocType(CAMPAIGN)
	return query.left_join(campaign).on(campaign.name == row.campaign)


def columns(row: Table) -> dict[str, Term]:
	"""Return what a recipient's entry says."""
	campaign = frappe.qb.DocType(CAMPAIGN)
	outcome = Case()
	for field, word in (
		(row.complained_on, "complained"),
		(row.unsubscribed_on, "unsubscribed"),
		(row.answered_on, "answered"),
		(row.clicked_on, "clicked"),
		(row.bounced_on, "bounced"),
	):
		outcome = outcome.when(field.isnotnull(), word)
	return {
		"by": row.owner,
		"kind": row.channel,
		"subject": campaign.campaign_name,
		"text": campaign.subject,
		"status": row.status,
		"outcome": outcome.else_(""),
	}


def tell(_doctype: str, rows: list[frappe._dict]) -> dict[str, dict]:
	"""Return campaign, subject and what came of it."""
	return {
		row.name: {
			"headline": _("Campaign: {0}").format(row.subject or ""),
			"text": " · ".join(filter(None, (SLOT.sub("…", row.text or ""), outcomes().get(row.outcome)))),
			"channel": row.kind,
			"campaign_status": row.status,
			"campaign_outcome": row.outcome or "",
		}
		for row in rows
	}


def outcomes() -> dict[str, str]:
	"""Return what people did with a campaign, in the user's language."""
	return {
		"complained": _("called it spam"),
		"unsubscribed": _("unsubscribed"),
		"answered": _("answered"),
		"clicked": _("opened a link"),
		"bounced": _("it came back"),
	}


CAMPAIGNS = TimelineSource(
	name="campaign",
	doctype=RECIPIENT,
	is_about=is_about,
	columns=columns,
	entries=tell,
	joined=joined,
	record=lambda row: (ValueWrapper(CONTACT), row.contact),
	is_told=is_told,
	doctypes=(CONTACT,),
)
