"""What may happen to mails. An event carries nothing of the mail, which whoever may read it has from the mail itself."""

from datetime import datetime, timedelta

import frappe
from frappe import _lt
from frappe.utils import cint
from pypika.queries import QueryBuilder

from frappe_crm_app.kit.domain_events.kinds import Kind
from frappe_crm_app.kit.domain_events.occasions import TimeCheck
from frappe_crm_app.records.mail.unanswered import waiting_mails

MAIL = "CRM Mail"
RECEIVED, SENT, ANSWERED = "mail.received", "mail.sent", "mail.answered"
BOUNCED, UNANSWERED = "mail.bounced", "mail.unanswered"
USUAL_DAYS = 2

MAIL_KINDS = (
	Kind(RECEIVED, MAIL, _lt("A mail is received")),
	Kind(SENT, MAIL, _lt("A mail is sent")),
	Kind(ANSWERED, MAIL, _lt("A mail that we sent is answered")),
	Kind(BOUNCED, MAIL, _lt("A mail that we sent comes back")),
	Kind(UNANSWERED, MAIL, _lt("A mail waits for an answer for too long")),
)


def overdue(now: datetime) -> QueryBuilder:
	"""Return `name` and `moment` of the mails of contacts that wait for an answer for longer than CRM Desk Settings let them."""
	days = cint(frappe.get_cached_doc("CRM Desk Settings").mail_unanswered_days) or USUAL_DAYS
	mail = frappe.qb.DocType(MAIL)
	query = waiting_mails(now - timedelta(days=days))
	return query.select(mail.name, mail.sent_on.as_("moment"))


IS_UNANSWERED = TimeCheck(UNANSWERED, overdue)
