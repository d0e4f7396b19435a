"""Owes the signed PDF of a quote that was just accepted, in the transaction that accepts it."""

import frappe
from frappe.utils import now_datetime

from frappe_crm_app.frappe_crm_app.doctype.crm_quote_certificate.options import CertificateStatus
from frappe_crm_app.selling.acceptance.tasks import OUTBOX

CERTIFICATE = "CRM Quote Certificate"


def owe_signed_pdf(quote: str, acceptance: str) -> None:
	"""Owe the PDF, with its certificate page, of an acceptance."""
	row = frappe.new_doc(CERTIFICATE)
	row.update(
		{
			"quote": quote,
			"acceptance": acceptance,
			"status": CertificateStatus.OWED,
			"next_attempt_on": now_datetime(),
		}
	)
	row.insert(ignore_permissions=True)
	OUTBOX.enqueue()
