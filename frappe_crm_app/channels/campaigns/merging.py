"""Two people who become one while a campaign goes out: they get it, and once (hooks `crm_merging_rows`, `crm_unmerged`).

Of two recipients of one campaign, `crm_merge_doubles` has the removed person's put aside; here the kept person's is, where the other's says more.
"""

import frappe
from frappe.model.document import Document

from frappe_crm_app.channels.campaigns.rows import CAMPAIGN, CONTACT, RECIPIENT, update_recipients
from frappe_crm_app.frappe_crm_app.doctype.crm_campaign.options import CampaignStatus
from frappe_crm_app.frappe_crm_app.doctype.crm_campaign_recipient.options import Reason, RecipientStatus
from frappe_crm_app.records.identity.repointing import Repointed

OVER = (str(CampaignStatus.FINISHED), str(CampaignStatus.CANCELLED))


def keep_what_says_most(repointed: Repointed, keeper: Document, removed: Document) -> None:
	"""Put the kept person's recipients aside whose campaign the removed one got, or is still to get where they are left out."""
	if keeper.doctype != CONTACT:
		return
	rows = recipients_of(keeper.name, removed.name)
	leaving = {(row.campaign, row.channel): row for row in rows if row.contact == removed.name}
	staying = [(row, leaving.get((row.campaign, row.channel))) for row in rows if row.contact == keeper.name]
	names = [row.name for row, other in staying if other and weight(other) > weight(row)]
	repointed.put_aside(RECIPIENT, names)


def recipients_of(*contacts: str) -> list[frappe._dict]:
	"""Return the recipients that two contacts are, locked: nobody sends to them meanwhile."""
	row = frappe.qb.DocType(RECIPIENT)
	query = frappe.qb.from_(row).select(
		row.name, row.campaign, row.channel, row.contact, row.status, row.reason
	)
	return query.where(row.contact.isin(contacts)).orderby(row.name).for_update().run(as_dict=True)


def weight(row: frappe._dict) -> int:
	"""Return which of two recipients holds for both: who got it, or may have, then who is excluded, then who is to get it.

	Who was left out for another reason comes last: that is asked anew as it is sent to the other.
	"""
	if row.status == RecipientStatus.LEFT_OUT:
		return 2 if row.reason == Reason.EXCLUDED else 0
	return 1 if row.status == RecipientStatus.PENDING else 3


def end_waiting(doctype: str, kept: str, removed: str) -> None:
	"""Leave out who is there again, and waits for a campaign that is over."""
	if doctype != CONTACT:
		return
	row, campaign = frappe.qb.DocType(RECIPIENT), frappe.qb.DocType(CAMPAIGN)
	over = frappe.qb.from_(campaign).select(campaign.name).where(campaign.status.isin(OVER))
	waits = row.contact.isin((kept, removed)) & (row.status == RecipientStatus.PENDING)
	update_recipients(
		waits & row.campaign.isin(over),
		status=str(RecipientStatus.LEFT_OUT),
		reason=str(Reason.CONTACT_REMOVED),
	)
