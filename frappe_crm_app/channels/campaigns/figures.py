"""What came of a campaign, counted from its recipients by GROUP BY each time: there are no counters that could be wrong.

Counted are all recipients: who may read the campaign knows its results, whomever of its people they see.
"""

from datetime import timedelta

import frappe
from frappe.model.document import Document
from pypika import Case
from pypika.functions import Cast, Count, Max, Min, Substring, Sum

from frappe_crm_app.channels.campaigns.rows import CAMPAIGN, CLICK, DEAL, LINK, RECIPIENT
from frappe_crm_app.frappe_crm_app.doctype.crm_campaign_recipient.options import BounceKind, RecipientStatus
from frappe_crm_app.frappe_crm_app.doctype.crm_stage.options import Outcome
from frappe_crm_app.kit.received import read_page
from frappe_crm_app.visibility import policy
from frappe_crm_app.visibility.permlevels import empty_hidden

MOMENTS = (
	"sent_on",
	"delivered_on",
	"bounced_on",
	"clicked_on",
	"answered_on",
	"unsubscribed_on",
	"complained_on",
)
ATTRIBUTED = timedelta(days=30)  # after sending, in which a deal is one of the campaign's
PAGE = 50
SHOWN = (
	"name", "campaign_name", "channel", "status", "problem", "send_on", "frozen_on", "started_on", "finished_on", "owner", "creation",
	"modified",
)  # fmt: skip


def campaigns(start: int = 0) -> dict:
	"""Return a page of campaigns with their figures, those that were made last first: `{rows: [{…, figures}], has_more}`."""
	rows = frappe.get_list(
		CAMPAIGN,
		fields=list(SHOWN),
		order_by="creation desc, name desc",
		limit_start=read_page(start, PAGE, PAGE)[0],
		limit_page_length=PAGE + 1,
	)
	figures = figures_of([row.name for row in rows[:PAGE]])
	for row in rows[:PAGE]:
		row.figures = figures.get(row.name, empty())
	return {"rows": rows[:PAGE], "has_more": len(rows) > PAGE}


def empty() -> dict:
	"""Return the figures of a campaign without recipients."""
	statuses = {frappe.scrub(status): 0 for status in RecipientStatus}
	return {
		"recipients": 0,
		**statuses,
		**{moment.removesuffix("_on"): 0 for moment in MOMENTS},
		"hard_bounced": 0,
	}


def figures_of(names: list[str]) -> dict[str, dict]:
	"""Return the figures of these campaigns, by one statement: recipients by status, and how many of them each thing happened to.

	`sent` is those who have it, with those that came back; of mails, `delivered` is those that did not come back.
	"""
	if not names:
		return {}
	row = frappe.qb.DocType(RECIPIENT)
	hard = Case().when(row.bounce_kind == BounceKind.HARD, 1)
	query = frappe.qb.from_(row).select(
		row.campaign, row.channel, row.status, Count("*").as_("number"), Count(hard).as_("hard")
	)
	query = query.select(*(Count(row[moment]).as_(moment) for moment in MOMENTS))
	query = query.where(row.campaign.isin(names)).groupby(row.campaign, row.channel, row.status)
	found: dict[str, dict] = {}
	for each in query.run(as_dict=True):
		figures = found.setdefault(each.campaign, empty())
		figures["recipients"] += each.number
		figures[frappe.scrub(each.status)] += each.number
		figures["hard_bounced"] += each.hard
		for moment in MOMENTS:
			if moment != "sent_on":
				figures[moment.removesuffix("_on")] += each[moment]
		if each.channel == "Email" and each.status == RecipientStatus.SENT:
			figures["delivered"] += each.number - each.bounced_on
	return found


def results(campaign: Document) -> dict:
	"""Return `{figures, links, deals, progress}` of a campaign."""
	return {
		"figures": figures_of([campaign.name]).get(campaign.name, empty()),
		"links": links_of(campaign.name),
		"deals": deals_of(campaign.name),
		"progress": progress_of(campaign.name),
	}


def links_of(campaign: str) -> list[dict]:
	"""Return the links in their order: `{position, url, people, clicks, machine}`; `machine` are hits by programs."""
	link, click = frappe.qb.DocType(LINK), frappe.qb.DocType(CLICK)
	person = Case().when(click.is_machine == 0, click.recipient)
	query = (
		frappe.qb.from_(link).left_join(click).on(click.link == link.name).where(link.campaign == campaign)
	)
	query = query.select(
		link.position,
		Max(link.url).as_("url"),
		Count(person).distinct().as_("people"),
		Count(person).as_("clicks"),
		Sum(click.is_machine).as_("machine"),
	)
	rows = query.groupby(link.name, link.position).orderby(link.position).run(as_dict=True)
	return [{**row, "machine": int(row.machine or 0)} for row in rows]


def deals_of(campaign: str) -> dict:
	"""Return `{created, created_value, won, won_value}` of the deals that the session's user sees: made for a recipient, or won, within thirty days after they got it.

	Values are in the site's currency.
	"""
	deal, row = frappe.qb.DocType(DEAL), frappe.qb.DocType(RECIPIENT)
	got = frappe.qb.from_(row).select(row.contact, Min(row.sent_on).as_("sent_on")).groupby(row.contact)
	got = got.where((row.campaign == campaign) & row.sent_on.isnotnull() & row.contact.isnotnull()).as_("got")
	query = frappe.qb.from_(deal).join(got).on(got.contact == deal.contact)
	seen = policy.criterion(DEAL)
	if not frappe.has_permission(DEAL, "read"):
		return {"created": 0, "created_value": 0, "won": 0, "won_value": 0}
	if seen is not None:
		query = query.where(seen)
	rows = (
		query.select(deal.creation, deal.closed_on, deal.outcome, deal.base_value, got.sent_on)
		.where((deal.creation >= got.sent_on) | (deal.closed_on >= Cast(got.sent_on, "date")))
		.run(as_dict=True)
	)
	empty_hidden(DEAL, rows)
	created = [each for each in rows if is_within(each.creation, each.sent_on)]
	won = [
		each
		for each in rows
		if each.outcome == Outcome.WON and is_closed_within(each.closed_on, each.sent_on)
	]
	return {
		"created": len(created),
		"created_value": sum(each.base_value or 0 for each in created),
		"won": len(won),
		"won_value": sum(each.base_value or 0 for each in won),
	}


def is_within(moment: object, sent_on: object) -> bool:
	"""Return whether something happened within the days after sending."""
	if not moment:
		return False
	happened, sent = frappe.utils.get_datetime(moment), frappe.utils.get_datetime(sent_on)
	return sent <= happened <= sent + ATTRIBUTED


def is_closed_within(day: object, sent_on: object) -> bool:
	"""Return whether a deal was closed on one of the days from sending on."""
	sent = frappe.utils.getdate(sent_on)
	return bool(day) and sent <= frappe.utils.getdate(day) <= sent + ATTRIBUTED


def progress_of(campaign: str) -> list[dict]:
	"""Return how many were sent in each hour, `{hour, number}`, the first first."""
	row = frappe.qb.DocType(RECIPIENT)
	hour = hour_of(row.sent_on)
	query = frappe.qb.from_(row).select(hour.as_("hour"), Count("*").as_("number"))
	query = query.where((row.campaign == campaign) & row.sent_on.isnotnull()).groupby(hour)
	return sorted(query.run(as_dict=True), key=lambda each: str(each.hour))


def hour_of(field: object) -> object:
	"""Return the hour of a moment, as a text."""
	return Substring(Cast(field, "char(19)"), 1, 13)
