"""Jobs of the won mail. Both may run twice: what is no longer owed is left alone."""

from functools import partial

import frappe
from frappe.utils import now_datetime

from frappe_crm_app.frappe_crm_app.doctype.crm_won_mail.options import WonMailStatus
from frappe_crm_app.kit.conflicts import repeated

SWEEP_SIZE = 500


def enqueue_delivery(won_mail: str) -> None:
	"""Have a worker deliver the mail once the present transaction is committed."""
	frappe.enqueue(
		"frappe_crm_app.channels.won_mail.tasks.deliver_won_mail",
		queue="short",
		enqueue_after_commit=True,
		job_id=f"crm_won_mail_{won_mail}",
		deduplicate=True,
		won_mail=won_mail,
	)


def deliver_won_mail(won_mail: str) -> None:
	"""Put one owed mail into the Email Queue; the job's own commit makes mail and mark one."""
	from frappe_crm_app.channels.won_mail.delivery import deliver

	repeated(partial(deliver, won_mail))


def enqueue_owed_mails() -> None:
	"""Enqueue what is owed and due again: a crash between commit and queue, or a failed attempt (scheduler)."""
	due = frappe.get_all(
		"CRM Won Mail",
		filters={"status": WonMailStatus.OWED, "next_attempt_on": ("<=", now_datetime())},
		order_by="next_attempt_on asc, name asc",
		limit=SWEEP_SIZE,
		pluck="name",
	)
	for won_mail in due:
		enqueue_delivery(won_mail)
