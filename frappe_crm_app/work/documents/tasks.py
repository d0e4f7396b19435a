"""The outbox of words that are owed to the search; and what nobody names any more is removed daily."""

from frappe_crm_app.frappe_crm_app.doctype.crm_document_version.options import TextState
from frappe_crm_app.kit.outbox.backoff import Backoff
from frappe_crm_app.kit.outbox.by_lock import LockedRows

OUTBOX = LockedRows(
	key="document_words",
	work="frappe_crm_app.work.documents.wording.read_words",
	queue="long",
	doctype="CRM Document Version",
	owed=(TextState.OWED,),
	failed=TextState.NOT_READABLE,
	status="text_state",
	reason="text_problem",
	attempts="text_attempts",
	next_attempt_on="text_attempt_on",
	at_once=1,
	backoff=Backoff(first=60, most_attempts=3),
)


def remove_unnamed_files() -> None:
	"""Remove what killed processes left on disk (daily, in the queue for long work); it may run twice."""
	from frappe_crm_app.work.documents.sweeping import sweep

	sweep()
