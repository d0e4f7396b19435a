"""What may happen to documents, by a save."""

from frappe import _lt

from frappe_crm_app.kit.domain_events.changes import Change, is_created
from frappe_crm_app.kit.domain_events.kinds import Kind
from frappe_crm_app.visibility.guarded import DOCUMENT


def has_new_version(change: Change) -> bool:
	"""Return whether a document that was there got a version, its first one or a further."""
	return bool(change.before) and "version" in change.differences


DOCUMENT_KINDS = (
	Kind("document.added", DOCUMENT, _lt("A document is added"), happened=is_created),
	Kind(
		"document.version_added",
		DOCUMENT,
		_lt("A document gets a version"),
		("version", "file_name", "content_type", "file_size", "versioned_by"),
		has_new_version,
	),
)
