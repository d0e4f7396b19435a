"""The outbox of subscriptions: those about which somebody is to be asked or told by mail."""

import frappe

from frappe_crm_app.kit.outbox.by_mark import MarkedRecords


def find_owed(limit: int) -> list[str]:
	"""Return subscriptions about which a mail is owed, the oldest first."""
	return frappe.get_all(
		"CRM Subscription",
		filters={"is_owed": 1},
		order_by="requested_on asc, name asc",
		limit=limit,
		pluck="name",
	)


OUTBOX = MarkedRecords(
	key="subscriptions",
	work="frappe_crm_app.intake.subscriptions.asking.settle",
	queue="short",
	find=find_owed,
)


def wake(subscription: str) -> None:
	"""Have the job look (hook `crm_subscription_pending`)."""
	OUTBOX.enqueue()
