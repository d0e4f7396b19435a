"""What happens to documents is said to who listens."""

from frappe_crm_app.work.documents.uploads import examined
from frappe_crm_app.work.documents.versions import add_version
from tests.factories import make_document
from tests.site.kit.domain_events.conftest import events, kinds_about, listeners  # noqa: F401


def test_a_document_is_added_and_gets_versions(listeners):  # noqa: F811
	listeners.want("document.added", "document.version_added")
	document = make_document(title="Terms")
	add_version(document, examined("b.txt", b"More"))
	document.title = "New terms"
	document.save()
	assert kinds_about(document.name) == [
		"document.added",
		"document.version_added",
		"document.version_added",
	]
	assert [event.changes["version"] for event in events(kind="document.version_added")] == [[0, 1], [1, 2]]
