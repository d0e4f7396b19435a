"""An audience in figures and lists, before it is frozen and after: how many match, how many get it, and why not the others.

Counted and listed is what the asker sees; what is frozen is what whoever releases the campaign sees.
"""

import frappe
from frappe import _, _lt
from frappe.model.document import Document
from frappe.utils import cint
from pypika.functions import Count
from pypika.queries import QueryBuilder
from pypika.terms import Criterion

from frappe_crm_app.channels.campaigns.audience import assessed, can_share, first_of_each_address
from frappe_crm_app.channels.campaigns.rows import CAMPAIGN, CONTACT, RECIPIENT
from frappe_crm_app.frappe_crm_app.doctype.crm_campaign.options import Channel
from frappe_crm_app.frappe_crm_app.doctype.crm_campaign_recipient.options import Reason, RecipientStatus
from frappe_crm_app.kit.exceptions import CampaignError
from frappe_crm_app.records.consent.standing import standing_of
from frappe_crm_app.visibility import policy
from frappe_crm_app.visibility.criteria import all_of
from frappe_crm_app.visibility.permlevels import is_hidden

PAGE = 50
LABELS = {
	Reason.EXCLUDED: _lt("left out by the campaign"),
	Reason.NO_ADDRESS: _lt("without an address"),
	Reason.OPTED_OUT: _lt("opted out"),
	Reason.NO_CONSENT: _lt("without consent"),
	Reason.BOUNCED_ADDRESS: _lt("whose address does not exist"),
	Reason.PAUSED_ADDRESS: _lt("whose mails came back three times in thirty days"),
	Reason.SHARED_ADDRESS: _lt("share an address"),
	Reason.CONTACT_REMOVED: _lt("whose contact was removed"),
	Reason.CANCELLED: _lt("left over when the campaign was cancelled"),
	Reason.REFUSED: _lt("whose address was refused"),
	Reason.UNREACHABLE: _lt("who could not be reached"),
	Reason.NOT_ACCEPTED: _lt("whose server did not take the mail"),
}


def label_of(reason: str) -> str:
	"""Return a reason in the user's language."""
	return str(LABELS.get(reason, reason))


def explain(campaign: Document) -> dict:
	"""Return `{matches, gets, left_out: [{reason, label, count}]}` of the people whom the session's user sees."""
	counted = count_frozen(campaign.name) if campaign.frozen_on else count_matching(campaign)
	left_out = [
		{"reason": str(reason), "label": label_of(reason), "count": counted[reason]}
		for reason in LABELS
		if counted.get(reason)
	]
	gets = counted.get("", 0)
	return {"matches": gets + sum(each["count"] for each in left_out), "gets": gets, "left_out": left_out}


def count_matching(campaign: Document) -> dict[str, int]:
	"""Return how many have each reason now; `""` are those who would get it."""
	row = assessed(campaign).as_("row")
	query = (
		frappe.qb.from_(row).select(row.reason, Count("*"), Count(row.address).distinct()).groupby(row.reason)
	)
	counted = {}
	for reason, number, addresses in query.run():
		counted[reason] = number
		if not reason and can_share(campaign.channel):
			counted |= {"": addresses, Reason.SHARED_ADDRESS: number - addresses}
	return counted


def count_frozen(campaign: str) -> dict[str, int]:
	"""Return how many were left out for each reason; `""` are those who get it, or got it, or failed to."""
	row = frappe.qb.DocType(RECIPIENT)
	query = visible(frappe.qb.from_(row).select(row.status, row.reason, Count("*"))).where(
		row.campaign == campaign
	)
	counted: dict[str, int] = {}
	for status, reason, number in query.groupby(row.status, row.reason).run():
		key = reason if status == RecipientStatus.LEFT_OUT else ""
		counted[key] = counted.get(key, 0) + number
	return counted


def visible(query: QueryBuilder) -> QueryBuilder:
	"""Return a query on recipients for those of contacts that the session's user sees."""
	seen = policy.criterion(RECIPIENT)
	return query if seen is None else query.where(seen)


def recipients(campaign: Document, status: str = "", reason: str = "", cursor: str = "") -> dict:
	"""Return a page of recipients, `{rows, cursor}`; `cursor` is where the next page begins, `""` after the last one.

	Before the campaign is frozen, they are those who match now.
	"""
	page = frozen_page if campaign.frozen_on else matching_page
	rows = page(campaign, status, reason, cursor)
	more = rows[PAGE - 1]["key"] if len(rows) > PAGE else ""
	shown = rows[:PAGE]
	is_address_hidden = hides_address(campaign.channel)
	for row in shown:
		row["address"] = "" if is_address_hidden else row["address"]
		row["label"] = label_of(row["reason"]) if row["reason"] else ""
	return {"rows": shown, "cursor": more}


def hides_address(channel: str) -> bool:
	"""Return whether the session's user does not read the field of contacts from which the addresses of a channel are."""
	return is_hidden(CONTACT, "email" if channel == Channel.EMAIL else "phone")


def frozen_page(campaign: Document, status: str, reason: str, cursor: str) -> list[dict]:
	"""Return recipients as they are stored, one more than a page."""
	row, contact = frappe.qb.DocType(RECIPIENT), frappe.qb.DocType(CONTACT)
	query = frappe.qb.from_(row).join(contact).on(contact.name == row.contact)
	query = query.select(
		row.name.as_("key"), row.name.as_("recipient"), row.contact, contact.full_name, row.address, row.status, row.reason,
		row.problem, row.sent_on, row.delivered_on, row.bounced_on, row.bounce_kind, row.clicked_on, row.answered_on,
		row.unsubscribed_on, row.complained_on,
	)  # fmt: skip
	query = visible(query).where((row.campaign == campaign.name) & (row.name > cursor))
	for field, value in ((row.status, status), (row.reason, reason)):
		if value:
			query = query.where(field == value)
	return query.orderby(row.name).limit(PAGE + 1).run(as_dict=True)


def matching_page(campaign: Document, status: str, reason: str, cursor: str) -> list[dict]:
	"""Return those who match now, one more than a page."""
	query = assessed(campaign)
	row, contact = query.as_("row"), frappe.qb.DocType(CONTACT)
	page = frappe.qb.from_(row).join(contact).on(contact.name == row.contact)
	page = page.select(row.contact.as_("key"), row.contact, contact.full_name, row.address, row.reason)
	page = page.where(all_of(row.contact > cursor, wanted(campaign, query, row, status, reason)))
	rows = page.orderby(row.contact).limit(PAGE + 1).run(as_dict=True)
	for each in rows:
		each.reason = each.reason or (reason if reason == Reason.SHARED_ADDRESS else "")
		each.status = str(RecipientStatus.LEFT_OUT if each.reason else RecipientStatus.PENDING)
	return rows


def wanted(
	campaign: Document, query: QueryBuilder, row: QueryBuilder, status: str, reason: str
) -> Criterion | None:
	"""Return the criterion of those of this status, or left out for this reason."""
	shares = can_share(campaign.channel)
	if reason == Reason.SHARED_ADDRESS:
		others = row.contact.notin(first_of_each_address(query))
		return (row.reason == "") & others if shares else row.reason == reason
	if reason:
		return row.reason == reason
	if status == RecipientStatus.PENDING:
		gets = row.reason == ""
		return gets & row.contact.isin(first_of_each_address(query)) if shares else gets
	return row.reason != "" if status == RecipientStatus.LEFT_OUT else None


def why_me(contact: str) -> dict:
	"""Return `{campaigns, consent}`: in which campaigns a contact is and why, newest first, and what they allow by each channel.

	Raises `frappe.PermissionError` for a contact that the session's user does not see.
	"""
	if not frappe.has_permission(CONTACT, "read") or not policy.may(CONTACT, contact):
		frappe.throw(_("There is no such contact that you can see."), frappe.PermissionError)
	row, campaign = frappe.qb.DocType(RECIPIENT), frappe.qb.DocType(CAMPAIGN)
	query = (
		frappe.qb.from_(row).join(campaign).on(campaign.name == row.campaign).where(row.contact == contact)
	)
	query = query.select(
		row.campaign, campaign.campaign_name, row.channel, row.address, row.status, row.reason, row.audience_row, row.sent_on,
		campaign.follows, campaign.follows_who, campaign.frozen_on,
	)  # fmt: skip
	rows = (
		visible(query)
		.orderby(row.creation, order=frappe.qb.desc)
		.orderby(row.name)
		.limit(PAGE)
		.run(as_dict=True)
	)
	for each in rows:
		each.address = "" if hides_address(each.channel) else each.address
		each.label = label_of(each.reason) if each.reason else ""
	return {"campaigns": with_audiences(rows), "consent": standing_of([contact]).get(contact, {})}


def with_audiences(rows: list[frappe._dict]) -> list[frappe._dict]:
	"""Return rows that say, as `kind`, `audience` and `audience_title`, by which segment or list each came."""
	names = list({row.campaign for row in rows})
	filters = {"parenttype": CAMPAIGN, "parent": ("in", names)}
	fields = ["parent", "idx", "kind", "audience"]
	found = frappe.get_all("CRM Campaign Audience", filters, fields, order_by=None) if names else []
	parts = {(part.parent, part.idx): part for part in found}
	titles = titles_of({(part.kind, part.audience) for part in found})
	for row in rows:
		part = parts.get((row.campaign, cint(row.audience_row)))
		row.kind, row.audience = (part.kind, part.audience) if part else ("", "")
		row.audience_title = titles.get((row.kind, row.audience), "")
	return rows


def titles_of(records: set[tuple[str, str]]) -> dict[tuple[str, str], str]:
	"""Return what segments and lists are called, one statement for each kind."""
	titles = {}
	for kind in {kind for kind, _name in records}:
		title = frappe.get_meta(kind).get_title_field()
		names = [name for of_kind, name in records if of_kind == kind]
		for row in frappe.get_all(
			kind, {"name": ("in", names)}, ["name", f"{title} as title"], order_by=None
		):
			titles[(kind, row.name)] = row.title
	return titles


def refuse_nobody(campaign: Document) -> None:
	"""Raise `CampaignError` for a campaign without an audience."""
	if not campaign.follows and not any(not row.is_excluded for row in campaign.audience):
		frappe.throw(
			_("Choose at least one segment or mailing list, or a campaign to follow."), CampaignError
		)
