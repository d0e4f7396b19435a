"""The outbox of the won mail."""

from frappe_crm_app.frappe_crm_app.doctype.crm_won_mail.options import WonMailStatus
from frappe_crm_app.kit.outbox.backoff import Backoff
from frappe_crm_app.kit.outbox.by_lock import LockedRows

OUTBOX = LockedRows(
	key="won_mail",
	work="frappe_crm_app.channels.won_mail.delivery.deliver",
	queue="short",
	doctype="CRM Won Mail",
	owed=(WonMailStatus.OWED,),
	failed=WonMailStatus.NOT_SENT,
	backoff=Backoff(first=300, most_attempts=8),  # the last one comes after five to ten hours
	on_given_up="frappe_crm_app.channels.won_mail.delivery.tell_timeline",
)
