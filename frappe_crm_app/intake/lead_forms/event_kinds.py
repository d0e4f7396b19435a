"""What may happen to what strangers send. One under suspicion is not received before somebody has released it."""

from frappe import _lt

from frappe_crm_app.kit.domain_events.kinds import Kind

SUBMISSION = "CRM Lead Submission"
CARRIED = ("form", "status")
RECEIVED, QUARANTINED = "form.submission_received", "form.submission_quarantined"
CONFIRMED = "form.submission_confirmed"

FORM_KINDS = (
	Kind(RECEIVED, SUBMISSION, _lt("A form is sent"), CARRIED),
	Kind(QUARANTINED, SUBMISSION, _lt("A form is sent that looks like abuse"), CARRIED),
	Kind(CONFIRMED, SUBMISSION, _lt("The address in a form is confirmed"), CARRIED),
)
