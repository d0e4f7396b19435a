"""The outbox of mails about quotes, and what is done every day."""

from frappe_crm_app.frappe_crm_app.doctype.crm_quote_mail.options import QuoteMailStatus
from frappe_crm_app.kit.outbox.backoff import Backoff
from frappe_crm_app.kit.outbox.by_lock import LockedRows

OUTBOX = LockedRows(
	key="quote_mail",
	work="frappe_crm_app.selling.quotes.mailing.deliver",
	queue="short",
	doctype="CRM Quote Mail",
	owed=(QuoteMailStatus.OWED,),
	failed=QuoteMailStatus.NOT_SENT,
	backoff=Backoff(first=300, most_attempts=8),
	on_given_up="frappe_crm_app.selling.quotes.telling_owner.tell_unsent",
)


def pass_days() -> None:
	"""Expire what is over and remind of what soon will be (daily, in the queue for long work)."""
	from frappe_crm_app.selling.quotes.expiring import expire_due, remind_due

	expire_due()
	remind_due()
