"""What may happen to mails. An event carries nothing of the mail, which whoever may read it has from the mail itself."""

from frappe import _lt

from frappe_crm_app.kit.domain_events.kinds import Kind
from frappe_crm_app.kit.domain_events.occasions import TimeCheck
from frappe_crm_app.records.mail.unanswered import waiting_mails

MAIL = "CRM Mail"
RECEIVED, SENT, ANSWERED = "mail.received", "mail.sent", "mail.answered"
BOUNCED, UNANSWERED = "mail.bounced", "mail.unanswered"

MAIL_KINDS = (
	Kind(RECEIVED, MAIL, _lt("A mail is received")),
	Kind(SENT, MAIL, _lt("A mail is sent")),
	Kind(ANSWERED, MAIL, _lt("A mail that we sent is answered")),
	Kind(BOUNCED, MAIL, _lt("A mail that we sent comes back")),
	Kind(UNANSWERED, MAIL, _lt("A mail waits for an answer for too long")),
)

IS_UNANSWERED = TimeCheck(UNANSWERED, waiting_mails)
