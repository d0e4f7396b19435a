"""The outbox of mails about events."""

from frappe_crm_app.frappe_crm_app.doctype.crm_event_mail.options import EventMailStatus
from frappe_crm_app.kit.outbox.backoff import Backoff
from frappe_crm_app.kit.outbox.by_lock import LockedRows

OUTBOX = LockedRows(
	key="event_mail",
	work="frappe_crm_app.work.events.invitations.mailing.deliver",
	queue="short",
	doctype="CRM Event Mail",
	owed=(EventMailStatus.OWED,),
	failed=EventMailStatus.NOT_SENT,
	backoff=Backoff(first=300, most_attempts=8),
)
