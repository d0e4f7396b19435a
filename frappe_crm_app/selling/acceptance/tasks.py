"""The outbox of signed PDFs, and mails that do not wait for the scheduler."""

import frappe

from frappe_crm_app.frappe_crm_app.doctype.crm_quote_certificate.options import CertificateStatus
from frappe_crm_app.kit.outbox.backoff import Backoff
from frappe_crm_app.kit.outbox.by_lock import LockedRows

OUTBOX = LockedRows(
	key="quote_certificate",
	work="frappe_crm_app.selling.acceptance.signing.making.make",
	queue="short",
	doctype="CRM Quote Certificate",
	owed=(CertificateStatus.OWED,),
	failed=CertificateStatus.NOT_MADE,
	backoff=Backoff(first=60, most_attempts=8),
	on_given_up="frappe_crm_app.selling.acceptance.signing.making.tell_not_made",
)
FLUSH = "frappe.email.queue.flush"


def hurry_mails() -> None:
	"""Have Frappe send what is in its Email Queue once the present transaction is committed: a code is waited for."""
	frappe.enqueue(
		FLUSH, queue="short", enqueue_after_commit=True, job_id="crm_flush_mails", deduplicate=True
	)
