"""Puts an owed mail into Frappe's Email Queue, once.

The row is locked, the mail queued and the row marked in one transaction. A worker that dies before the commit leaves
the row owed and no mail; one that dies after it leaves both done. A second worker waits for the lock and finds nothing
to do.
"""

from datetime import timedelta

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import now_datetime, validate_email_address

from frappe_crm_app.channels.won_mail.message import compose
from frappe_crm_app.frappe_crm_app.doctype.crm_won_mail.options import WonMailStatus
from frappe_crm_app.kit.conflicts import is_conflict, undoing

MOST_ATTEMPTS = 8
FIRST_PAUSE = timedelta(
	minutes=5
)  # doubled after each failed attempt: the last one comes after about ten hours


class CannotMail(Exception):
	"""The owner cannot be mailed, for the reason given; trying again would not help."""


def deliver(won_mail: str) -> None:
	"""Deliver one CRM Won Mail, or note on the deal's timeline why it cannot be.

	A conflict is raised: nothing is left of the transaction, and the mail still owed.
	"""
	row = lock_owed(won_mail)
	if not row:
		return
	try:
		with undoing("won_mail", Exception):
			recipient = address_of(row.deal_owner)
			email_queue = send(compose(row.deal, row.deal_owner), recipient, row.deal)
	except CannotMail as reason:
		give_up(row, str(reason))
	except Exception as error:
		if is_conflict(error):
			raise
		postpone(row, error)
	else:
		row.db_set({"status": WonMailStatus.QUEUED, "email_queue": email_queue, "attempts": row.attempts + 1})


def lock_owed(won_mail: str) -> Document | None:
	"""Return the row, locked until the transaction ends, or `None` where nothing is owed any more."""
	status = frappe.db.get_value("CRM Won Mail", won_mail, "status", for_update=True)
	return frappe.get_doc("CRM Won Mail", won_mail) if status == WonMailStatus.OWED else None


def address_of(user: str | None) -> str:
	"""Return the owner's email address; raises `CannotMail` where there is none to use."""
	if not user:
		raise CannotMail(_("the deal has no owner"))
	owner = frappe.db.get_value("User", user, ["enabled", "email"], as_dict=True)
	if not owner or not owner.enabled:
		raise CannotMail(_("{0} is disabled").format(user))
	if not owner.email or not validate_email_address(owner.email):
		raise CannotMail(_("{0} has no email address").format(user))
	return owner.email


def send(message: dict, recipient: str, deal: str) -> str:
	"""Queue the message and return the Email Queue's name; raises `CannotMail` where the recipient wants no mail."""
	queued = frappe.sendmail(
		recipients=[recipient],
		reference_doctype="CRM Sales Deal",
		reference_name=deal,
		add_unsubscribe_link=0,
		**message,
	)
	if not queued:
		raise CannotMail(_("{0} has unsubscribed from mail").format(recipient))
	return queued.name


def give_up(row: Document, reason: str) -> None:
	"""Mark the row as not sent and say why on the deal's timeline."""
	row.db_set({"status": WonMailStatus.NOT_SENT, "reason": reason, "attempts": row.attempts + 1})
	text = _("The mail about this win was not sent: {0}.").format(frappe.utils.escape_html(reason))
	frappe.get_doc("CRM Sales Deal", row.deal).add_comment("Info", text)


def postpone(row: Document, error: Exception) -> None:
	"""Note the failed attempt and when to try again; after the last one, give up."""
	frappe.log_error(title="CRM Won Mail", reference_doctype="CRM Won Mail", reference_name=row.name)
	if row.attempts + 1 >= MOST_ATTEMPTS:
		give_up(row, _("{0} attempts failed, the last one with “{1}”").format(MOST_ATTEMPTS, error))
		return
	pause = FIRST_PAUSE * 2**row.attempts
	row.db_set(
		{"reason": str(error), "attempts": row.attempts + 1, "next_attempt_on": now_datetime() + pause}
	)
