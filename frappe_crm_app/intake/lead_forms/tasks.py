"""The outbox of the public forms: submissions in the order in which they came; and what is forgotten daily."""

from frappe_crm_app.frappe_crm_app.doctype.crm_lead_submission.options import SubmissionStatus
from frappe_crm_app.intake.lead_forms.leads import OvertakenError
from frappe_crm_app.kit.conflicts import committed, is_conflict
from frappe_crm_app.kit.outbox.backoff import Backoff
from frappe_crm_app.kit.outbox.by_lock import LockedRows


def is_worth_repeating(error: Exception) -> bool:
	"""Return whether another transaction was in the way, or made the same contact meanwhile."""
	return isinstance(error, OvertakenError) or is_conflict(error)


OUTBOX = LockedRows(
	key="lead_forms",
	work="frappe_crm_app.intake.lead_forms.processing.process",
	queue="short",
	doctype="CRM Lead Submission",
	owed=(SubmissionStatus.RECEIVED,),
	failed=SubmissionStatus.FAILED,
	next_attempt_on=None,
	oldest="modified",
	backoff=Backoff(most_attempts=1),  # a person looks at what failed
	on_given_up="frappe_crm_app.intake.lead_forms.processing.note_moment",
	is_worth_repeating=is_worth_repeating,
)


def ask_those_left_out() -> None:
	"""Ask who could not be asked yet to confirm (hourly)."""
	from frappe_crm_app.intake.lead_forms import confirmation

	confirmation.ask_those_left_out()


def keep_retention() -> None:
	"""Forget what was kept long enough (daily)."""
	from frappe_crm_app.intake.lead_forms.retention import forget_ip_hashes, remove_old_submissions

	for forget in (forget_ip_hashes, remove_old_submissions):
		committed(forget)
