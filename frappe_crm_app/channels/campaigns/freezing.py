"""The audience as it is when a campaign begins, as rows: who gets it, and who does not and why. It is written once, by one INSERT … SELECT.

Tokens are made by the database from a secret of this one freeze, which is kept nowhere: nobody can guess one, and none tells whose it is.
"""

import secrets
from collections.abc import Sequence

import frappe
from frappe.model.document import Document
from frappe.utils import now_datetime
from pypika import Case, CustomFunction
from pypika.functions import Concat, Min, Substring
from pypika.terms import Term, ValueWrapper

from frappe_crm_app.channels.campaigns.audience import assessed, can_share
from frappe_crm_app.channels.campaigns.rows import CAMPAIGN, LINK, RECIPIENT, TOKEN_LENGTH, update_recipients
from frappe_crm_app.frappe_crm_app.doctype.crm_campaign_recipient.options import Reason, RecipientStatus
from frappe_crm_app.kit.set_based import insert_records, update_records

NAME_LENGTH = 20
STANDARD = ("name", "owner", "creation", "modified", "modified_by", "docstatus", "idx")
COLUMNS = (
	*STANDARD, "campaign", "channel", "attempts", "next_attempt_on", "contact", "address", "audience_row", "status", "reason", "token",
)  # fmt: skip


def freeze(campaign: Document, links: Sequence[str]) -> None:
	"""Write the recipients of a campaign as whoever released it sees them, and its links, in the present transaction."""
	insert_recipients(campaign)
	if can_share(campaign.channel):
		leave_out_shared(campaign.name)
	insert_links(campaign.name, links)
	table = frappe.qb.DocType(CAMPAIGN)
	update_records(CAMPAIGN).set(table.frozen_on, now_datetime()).where(table.name == campaign.name).run()


def insert_recipients(campaign: Document) -> None:
	"""Insert a row for everybody who matches."""
	row, now, user = assessed(campaign, campaign.released_by).as_("row"), now_datetime(), campaign.released_by
	is_left_out = Case().when(row.reason == "", str(RecipientStatus.PENDING))
	values = (
		digest(row.contact, NAME_LENGTH), user, now, now, user, 0, 0,
		campaign.name, campaign.channel, 0, now, row.contact, row.address, row.audience_row,
		is_left_out.else_(str(RecipientStatus.LEFT_OUT)), row.reason, digest(row.contact, TOKEN_LENGTH),
	)  # fmt: skip
	selected = [value if isinstance(value, Term) else ValueWrapper(value) for value in values]
	frappe.qb.into(frappe.qb.DocType(RECIPIENT)).columns(*COLUMNS).from_(row).select(*selected).run()


def digest(contact: Term, length: int) -> Term:
	"""Return so many hexadecimal digits that stand for a contact, by a secret of this call."""
	secret = Concat(secrets.token_hex(32), contact)
	if frappe.db.db_type == "postgres":
		text = CustomFunction("convert_to", ["text", "charset"])(secret, "UTF8")
		hashed = CustomFunction("encode", ["bytes", "format"])(
			CustomFunction("sha256", ["bytes"])(text), "hex"
		)
	else:
		hashed = CustomFunction("SHA2", ["text", "bits"])(secret, 256)
	return Substring(hashed, 1, length)


def leave_out_shared(campaign: str) -> None:
	"""Leave out those whose number another recipient has, too: the first of them gets the message."""
	row, table = frappe.qb.DocType(RECIPIENT).as_("kept"), frappe.qb.DocType(RECIPIENT)
	firsts = frappe.qb.from_(row).select(Min(row.contact).as_("contact")).groupby(row.address)
	firsts = firsts.where((row.campaign == campaign) & (row.status == RecipientStatus.PENDING)).as_("firsts")
	kept = frappe.qb.from_(firsts).select(
		firsts.contact
	)  # MariaDB updates no table that it selects from, but what is gathered
	is_other = (table.campaign == campaign) & (table.status == RecipientStatus.PENDING)
	update_recipients(
		is_other & table.contact.notin(kept),
		status=str(RecipientStatus.LEFT_OUT),
		reason=str(Reason.SHARED_ADDRESS),
	)


def insert_links(campaign: str, links: Sequence[str]) -> None:
	"""Insert the targets of the content's links, by which clicks are redirected."""
	now, user = now_datetime(), frappe.session.user
	rows = [
		(frappe.generate_hash(length=10), user, now, now, user, 0, 0, campaign, number, url)
		for number, url in enumerate(links, start=1)
	]
	insert_records(LINK, (*STANDARD, "campaign", "position", "url"), rows)
