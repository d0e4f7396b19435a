"""Two people who become one: who has left a list has left it (hook `crm_merging_rows`).

That of two subscriptions to one list, and of two places in one segment, the removed person's is put aside, `crm_merge_doubles` says.
"""

import frappe
from frappe.model.document import Document

from frappe_crm_app.frappe_crm_app.doctype.crm_subscription.options import SubscriptionStatus
from frappe_crm_app.records.identity.repointing import Repointed

SUBSCRIPTION = "CRM Subscription"
# The stricter first; that somebody has confirmed is known where one of both has.
STRICTNESS = (
	SubscriptionStatus.COMPLAINED,
	SubscriptionStatus.BOUNCED,
	SubscriptionStatus.UNSUBSCRIBED,
	SubscriptionStatus.SUBSCRIBED,
	SubscriptionStatus.PENDING,
)


def keep_strictest(repointed: Repointed, keeper: Document, removed: Document) -> None:
	"""Give the kept person's subscription the stricter status, where both are on one list."""
	if keeper.doctype != "CRM Contact":
		return
	rows = frappe.get_all(
		SUBSCRIPTION,
		filters={"contact": ("in", (keeper.name, removed.name))},
		fields=["name", "contact", "mailing_list", "status"],
	)
	leaving = {row.mailing_list: row.status for row in rows if row.contact == removed.name}
	for row in rows:
		other = leaving.get(row.mailing_list)
		if row.contact == keeper.name and other and is_stricter(other, row.status):
			repointed.change(SUBSCRIPTION, "status", [row.name], row.status, other)


def is_stricter(status: str, than: str) -> bool:
	"""Return whether a status is to hold rather than another."""
	return STRICTNESS.index(SubscriptionStatus(status)) < STRICTNESS.index(SubscriptionStatus(than))
