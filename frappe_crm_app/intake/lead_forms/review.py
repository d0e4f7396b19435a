"""What a reviewer does with what was quarantined or has failed."""

from collections.abc import Callable

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import get_fullname

from frappe_crm_app.frappe_crm_app.doctype.crm_lead_submission.options import SubmissionStatus
from frappe_crm_app.intake.lead_forms.event_kinds import RECEIVED
from frappe_crm_app.intake.lead_forms.forms import SUBMISSION
from frappe_crm_app.intake.lead_forms.tasks import OUTBOX
from frappe_crm_app.kit.domain_events.emitting import emit_state
from frappe_crm_app.kit.exceptions import LeadFormError

MOST_AT_ONCE = 500


def release(names: list[str]) -> dict:
	"""Let quarantined submissions become leads after all; answers as `each` does."""
	released_by = _("Released by {0}.").format(get_fullname(frappe.session.user))
	return each(names, SubmissionStatus.QUARANTINED, lambda doc: receive(doc, released_by))


def retry(names: list[str]) -> dict:
	"""Process failed submissions again; answers as `each` does."""
	return each(names, SubmissionStatus.FAILED, lambda doc: owe_again(doc, None))


def discard(names: list[str]) -> dict:
	"""Delete quarantined submissions, as whoever reviews them may; answers as `each` does."""
	return each(names, SubmissionStatus.QUARANTINED, remove)


def each(names: list[str], status: SubmissionStatus, do: Callable[[Document], None]) -> dict:
	"""Do something with each submission that is in this state: `{done, refused: [{name, reason}]}`."""
	if len(names) > MOST_AT_ONCE or not all(isinstance(name, str) for name in names):
		frappe.throw(_("Choose up to {0} submissions.").format(MOST_AT_ONCE), LeadFormError)
	refused = []
	for name in dict.fromkeys(names):
		if frappe.db.get_value(SUBMISSION, name, "status", for_update=True) == status:
			do(frappe.get_doc(SUBMISSION, name))
		else:
			refused.append({"name": name, "reason": _("It is not {0} any more.").format(_(status))})
	return {"done": len(set(names)) - len(refused), "refused": refused}


def receive(submission: Document, reason: str) -> None:
	"""Take the submission for one that was not under suspicion."""
	owe_again(submission, reason)
	emit_state(RECEIVED, submission)


def owe_again(submission: Document, reason: str | None) -> None:
	"""Let a job process the submission."""
	submission.db_set({"status": SubmissionStatus.RECEIVED, "reason": reason}, notify=True)
	OUTBOX.enqueue()


def remove(submission: Document) -> None:
	"""Delete a submission for good: of spam nothing is kept."""
	frappe.delete_doc(SUBMISSION, submission.name, ignore_permissions=True, delete_permanently=True)
