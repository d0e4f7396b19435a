"""Whom a campaign is for, and why some of them do not get it: one query, for counting before and for freezing.

Matched are the people of the audience's segments and lists, and of the campaign that it follows, whom somebody sees. Each has the first reason
that is met, in the order of `reason_of`; who has none gets it. A person without a reason whose number another has, too, is left out at the end.
"""

from datetime import timedelta

import frappe
from frappe.model.document import Document
from frappe.utils import now_datetime
from pypika import Case
from pypika.functions import Count, Min
from pypika.queries import QueryBuilder, Table
from pypika.terms import Criterion, Field, ValueWrapper

from frappe_crm_app.channels.campaigns.rows import CAMPAIGN, CONTACT, RECIPIENT
from frappe_crm_app.frappe_crm_app.doctype.crm_campaign.options import MAILING_LIST, Channel, FollowsWho
from frappe_crm_app.frappe_crm_app.doctype.crm_campaign_recipient.options import (
	BounceKind,
	Reason,
	RecipientStatus,
)
from frappe_crm_app.frappe_crm_app.doctype.crm_subscription.options import SubscriptionStatus
from frappe_crm_app.records.audiences.selecting import SUBSCRIPTION, select_contacts
from frappe_crm_app.records.consent.allowing import has_opted_out, refusal_criterion
from frappe_crm_app.visibility import policy
from frappe_crm_app.visibility.criteria import NOTHING, all_of, any_of

EMAIL_ROW = "CRM Contact Email"
SOFT_BOUNCES, SOFT_DAYS = 3, 30


def assessed(campaign: Document, user: str | None = None) -> QueryBuilder:
	"""Return the query for `contact, address, audience_row, reason` of all who match and whom `user` (the session's) sees."""
	contact, reader = frappe.qb.DocType(CONTACT), user or frappe.session.user
	reason = reason_of(campaign.channel, contact, is_excluded(campaign, contact, reader))
	query = frappe.qb.from_(contact).select(
		contact.name.as_("contact"),
		address_of(campaign.channel, contact).as_("address"),
		row_of(campaign, contact, reader).as_("audience_row"),
		reason.as_("reason"),
	)
	is_meant = all_of(is_matched(campaign, contact, reader), policy.criterion(CONTACT, reader))
	return query.where(is_meant)


def address_of(channel: str, contact: Table) -> Field:
	"""Return the column with the address that a channel uses."""
	return contact.email if channel == Channel.EMAIL else contact.phone


def is_matched(campaign: Document, contact: Table, reader: str) -> Criterion:
	"""Return the criterion that a contact belongs to the audience."""
	parts = [is_in(row, contact, reader) for row in campaign.audience if not row.is_excluded]
	followed = is_of_followed(campaign, contact) if campaign.follows else None
	if not parts:
		return NOTHING if followed is None else followed
	return all_of(any_of(*parts), followed)


def is_in(row: Document, contact: Table, reader: str) -> Criterion:
	"""Return the criterion that a contact is in the segment or list of a row, with the deals that `reader` reads."""
	return contact.name.isin(select_contacts(row.kind, row.audience, reader=reader))


def is_excluded(campaign: Document, contact: Table, reader: str) -> Criterion:
	"""Return the criterion that a contact is of a segment or list that is left out."""
	parts = [is_in(row, contact, reader) for row in campaign.audience if row.is_excluded]
	return any_of(*parts) if parts else NOTHING


def row_of(campaign: Document, contact: Table, reader: str) -> Case | ValueWrapper:
	"""Return the number of the audience's row by which a contact came, 0 for who came by the campaign that this one follows."""
	rows = [row for row in campaign.audience if not row.is_excluded]
	if len(rows) < 2:
		return ValueWrapper(rows[0].idx if rows else 0)
	case = Case()
	for row in rows[:-1]:
		case = case.when(is_in(row, contact, reader), row.idx)
	return case.else_(rows[-1].idx)


def is_of_followed(campaign: Document, contact: Table) -> Criterion:
	"""Return the criterion that a contact got the campaign before, did with it what is asked for, and did not unsubscribe by it."""
	before = frappe.qb.DocType(RECIPIENT).as_("before")
	moment = before.clicked_on if campaign.follows_who in CLICKING else before.answered_on
	has_done = moment.isnotnull() if campaign.follows_who in DOING else moment.isnull()
	query = frappe.qb.from_(before).select(before.contact)
	is_reached = (before.campaign == campaign.follows) & (before.status == RecipientStatus.SENT)
	has_left = before.unsubscribed_on.isnotnull() | before.complained_on.isnotnull()
	return contact.name.isin(
		query.where(is_reached & before.bounced_on.isnull() & has_left.negate() & has_done)
	)


CLICKING = (FollowsWho.CLICKED, FollowsWho.NOT_CLICKED)
DOING = (FollowsWho.CLICKED, FollowsWho.ANSWERED)


def has_left_lists(row: Table, contact: Table) -> Criterion:
	"""Return the criterion that a recipient, who came by a mailing list, is on none of the campaign's lists any more."""
	part, other = (frappe.qb.DocType("CRM Campaign Audience").as_(name) for name in ("part", "other"))
	subscription = frappe.qb.DocType(SUBSCRIPTION)
	came_by = (
		frappe.qb.from_(part).select(part.idx).where((part.idx == row.audience_row) & is_list_of(part, row))
	)
	query = frappe.qb.from_(subscription).join(other).on(other.audience == subscription.mailing_list)
	is_on = is_list_of(other, row) & (subscription.status == SubscriptionStatus.SUBSCRIBED)
	query = query.select(subscription.contact).where((subscription.contact == contact.name) & is_on)
	return row.audience_row.isin(came_by) & contact.name.notin(query)


def is_list_of(part: Table, row: Table) -> Criterion:
	"""Return the criterion that a row of an audience is a mailing list to which the campaign of a recipient goes."""
	is_of_campaign = (part.parent == row.campaign) & (part.parenttype == CAMPAIGN)
	return is_of_campaign & (part.kind == MAILING_LIST) & (part.is_excluded == 0)


def reason_of(
	channel: str, contact: Table, is_left_out: Criterion = NOTHING, has_left: Criterion = NOTHING
) -> Case:
	"""Return why a contact does not get anything by a channel now, `""` where nothing is against it; `has_left` (`has_left_lists`) is asked at sending."""
	address = address_of(channel, contact)
	case = Case()
	for criterion, reason in (
		(is_left_out, Reason.EXCLUDED),
		(address.isnull() | (address == ""), Reason.NO_ADDRESS),
		(has_opted_out(channel, contact), Reason.OPTED_OUT),
		(has_left, Reason.OPTED_OUT),
		(refusal_criterion(channel, contact), Reason.NO_CONSENT),
		(is_invalid(channel, contact), Reason.BOUNCED_ADDRESS),
		(address.isin(paused_addresses(channel)), Reason.PAUSED_ADDRESS),
	):
		if criterion is not NOTHING:
			case = case.when(criterion, str(reason))
	return case.else_("")


def is_invalid(channel: str, contact: Table) -> Criterion:
	"""Return the criterion that mails to a contact's email came back for good."""
	if channel != Channel.EMAIL:
		return NOTHING
	row = frappe.qb.DocType(EMAIL_ROW)
	query = frappe.qb.from_(row).select(row.email).where(row.invalid_since.isnotnull())
	return contact.email.isin(query)


def paused_addresses(channel: str) -> QueryBuilder:
	"""Return the query for the addresses from which three campaigns in thirty days came back for the time being."""
	row = frappe.qb.DocType(RECIPIENT).as_("bounced")
	query = frappe.qb.from_(row).select(row.address).groupby(row.address)
	since = now_datetime() - timedelta(days=SOFT_DAYS)
	query = query.where((row.bounce_kind == BounceKind.SOFT) & (row.bounced_on > since))
	return query.where((row.channel == channel) & row.address.isnotnull()).having(Count("*") >= SOFT_BOUNCES)


def first_of_each_address(query: QueryBuilder) -> QueryBuilder:
	"""Return the query for the contacts, of those of an `assessed` query who get it, who have their address alone or come first with it."""
	row = query.as_("firsts")
	return frappe.qb.from_(row).select(Min(row.contact)).where(row.reason == "").groupby(row.address)


def can_share(channel: str) -> bool:
	"""Return whether two contacts may have one address: phones, of which it is the person who has two contacts."""
	return channel != Channel.EMAIL
