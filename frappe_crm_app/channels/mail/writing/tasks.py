"""The outbox of mails: sent under a lease, since a server may take its time (`kit/outbox/`)."""

import frappe
from frappe.utils import cint

from frappe_crm_app.frappe_crm_app.doctype.crm_mail.options import DeliveryState
from frappe_crm_app.kit.outbox.backoff import Backoff
from frappe_crm_app.kit.outbox.by_lease import LeasedRows

HOUR = 3600


def is_sending() -> bool:
	"""Return whether the site sends mails: not on a copy that mutes them, nor while Frappe's queue is suspended."""
	return not cint(frappe.conf.get("mute_emails")) and not cint(frappe.db.get_default("suspend_email_queue"))


OUTBOX = LeasedRows(
	key="mails",
	work="frappe_crm_app.channels.mail.writing.delivery.deliver",
	is_open=is_sending,
	doctype="CRM Mail",
	status="delivery_state",
	reason="delivery_problem",
	owed=(DeliveryState.OWED,),
	running=DeliveryState.SENDING,
	failed=DeliveryState.FAILED,
	# A day is over long before so many attempts (`delivery.py`); these end what fails by a fault of ours.
	backoff=Backoff(first=60, longest=HOUR, most_attempts=60),
	on_given_up="frappe_crm_app.channels.mail.writing.finishing.given_up",
)
