"""Files become documents and versions, over HTTP; what is refused changes nothing."""

import io
import json
import os

import frappe
import pytest
from PIL import Image

from frappe_crm_app.kit.exceptions import DocumentStateError
from frappe_crm_app.screens.timeline.api import get_timeline
from frappe_crm_app.work.documents import store
from frappe_crm_app.work.documents.uploads import examined
from frappe_crm_app.work.documents.versions import add_version
from tests.factories import make_document
from tests.site.work.documents.conftest import PDF, PNG

DOCUMENT, VERSION = "CRM Document", "CRM Document Version"


def versions_of(document: str) -> list[frappe._dict]:
	fields = ["number", "file", "file_name", "sha256", "comment", "owner", "content_type"]
	return frappe.get_all(VERSION, {"document": document}, fields, order_by="number asc")


def on_disk(document: str) -> set[str]:
	urls = frappe.get_all("File", {"attached_to_name": document}, pluck="file_url")
	return {url for url in urls if os.path.exists(store.path_of(url))}


def on_disk_at_all() -> set[str]:
	return {name for name in os.listdir(os.path.dirname(store.path_of("x"))) if name.startswith("document-")}


def test_many_files_become_documents_about_a_record(committed, rep, customer, send):
	frappe.db.commit()
	files = [("Price_list 2026.pdf", PDF), ("plan.png", PNG)]
	filed = {"kind": "Price List", "tags": "crane, Crane, boats", "link_doctype": "CRM Customer"}
	answer = send(rep, "upload", files, link_name=customer.name, comment="from Oslo", **filed)
	first, second = answer.json()["message"]
	assert (first["title"], second["title"]) == ("Price list 2026", "plan")
	document = frappe.get_doc(DOCUMENT, first["name"])
	assert (document.kind, document.tags, document.owner, document.version) == (
		"Price List",
		"crane, boats",
		rep,
		1,
	)
	assert [(row.link_doctype, row.link_name) for row in document.links] == [("CRM Customer", customer.name)]
	(version,) = versions_of(first["name"])
	assert (version.owner, version.comment, version.content_type) == (rep, "from Oslo", "application/pdf")
	file = frappe.get_doc("File", version.file)
	assert (file.is_private, file.attached_to_doctype, file.file_name) == (1, DOCUMENT, "Price_list 2026.pdf")
	assert store.content_of(file.name) == PDF


def test_of_files_of_which_one_is_refused_none_is_taken(committed, rep, send):
	before = frappe.db.count("File"), frappe.db.count(DOCUMENT), on_disk_at_all()
	answer = send(rep, "upload", [("plan.png", PNG), ("offer.pdf", b"<html>")])
	assert answer.status_code == 417
	assert "offer.pdf is not what its name says: it is of the type text/plain." in answer.text
	frappe.db.rollback()
	assert (frappe.db.count("File"), frappe.db.count(DOCUMENT), on_disk_at_all()) == before


@pytest.mark.parametrize(
	("files", "sentence"),
	[
		([], "Send at least one file"),
		([("a.txt", b"a")] * 21, "at most 20 files"),
		([("a.txt", b"")], "a.txt is empty"),
		([("a.exe", b"MZ")], "is a program"),
		([("<b>.bin", b"\x01\x02")], "It cannot be told of what type -b-.bin is"),
	],
)
def test_what_is_sent_wrong_is_refused_in_a_sentence(committed, rep, send, files, sentence):
	answer = send(rep, "upload", files) if files else send(rep, "upload", [], kind="Other")
	assert answer.status_code == 417
	assert sentence in answer.text
	frappe.db.rollback()
	assert not frappe.db.exists(DOCUMENT, {"owner": rep})


def test_a_file_that_is_too_large_is_refused(committed, rep, send, system_setting):
	limit = frappe.get_system_settings("max_file_size") or 0
	system_setting("max_file_size", 1)
	frappe.db.commit()
	try:
		answer = send(rep, "upload", [("a.txt", b"a" * (2**20 + 1))])
		assert "a.txt is larger than 1.0 MB" in answer.text
	finally:
		system_setting("max_file_size", limit)
		frappe.db.commit()


def test_a_version_follows_the_one_before(committed, rep, document, send, ask):
	frappe.db.commit()
	answer = send(rep, "add_version_of", [("next.png", PNG)], document=document.name, comment="as a picture")
	assert answer.json()["message"]["number"] == 2
	frappe.db.rollback()
	stored = frappe.get_doc(DOCUMENT, document.name)
	assert (stored.version, stored.file_name, stored.content_type, stored.versioned_by) == (
		2,
		"next.png",
		"image/png",
		rep,
	)
	assert [version.number for version in versions_of(document.name)] == [1, 2]
	page = ask(rep, "get_document", document=document.name).json()["message"]
	assert [(each["number"], each["comment"]) for each in page["versions"]] == [
		(2, "as a picture"),
		(1, None),
	]


def test_who_does_not_see_a_document_stores_no_version(committed, stranger, document, send):
	frappe.db.commit()
	assert send(stranger, "add_version_of", [("a.txt", b"a")], document=document.name).status_code == 403
	assert send(None, "add_version_of", [("a.txt", b"a")], document=document.name).status_code == 403
	frappe.db.rollback()
	assert len(versions_of(document.name)) == 1


def test_what_a_caller_says_of_versions_is_ignored(committed, rep, document, client_of):
	frappe.db.commit()
	values = {
		"version": 9,
		"file_name": "x",
		"checked_out_by": rep,
		"search_words": "secret",
		"title": "New title",
	}
	answer = client_of(rep).put(f"/api/resource/CRM Document/{document.name}", json=values)
	assert answer.ok, answer.text
	frappe.db.rollback()
	stored = frappe.get_doc(DOCUMENT, document.name)
	assert (stored.title, stored.version, stored.file_name, stored.checked_out_by) == (
		"New title",
		1,
		"hello.txt",
		None,
	)
	assert not stored.search_words


def test_nobody_writes_versions_links_and_deliveries_by_hand(committed, document, client_of):
	frappe.db.commit()
	for doctype in (VERSION, "CRM Document Public Link", "CRM Document Delivery"):
		values = {"document": document.name, "number": 5, "channel": "Mail"}
		answer = client_of("Administrator").post(f"/api/resource/{doctype}", json=values)
		assert answer.status_code in (403, 417), (doctype, answer.text)
	frappe.db.rollback()
	assert len(versions_of(document.name)) == 1


def test_equal_content_is_stored_once_and_goes_with_the_last(committed, customer):
	one, other = make_document(customer, content=PDF, name="a.pdf"), make_document(content=PDF, name="b.pdf")
	frappe.db.commit()
	(address,) = on_disk(one.name)
	assert on_disk(other.name) == {address}
	frappe.delete_doc(DOCUMENT, one.name)
	frappe.db.commit()
	assert on_disk(other.name) == {address}
	frappe.delete_doc(DOCUMENT, other.name)
	frappe.db.commit()
	assert not os.path.exists(store.path_of(address))
	assert not frappe.db.exists("File", {"file_url": address})


def test_an_upload_that_is_undone_leaves_nothing_on_disk(document):
	upload = examined("b.png", PNG)
	file = store.keep(document.name, upload)
	path = store.path_of(frappe.db.get_value("File", file, "file_url"))
	assert os.path.exists(path)
	frappe.db.rollback()
	assert not os.path.exists(path)


def test_equal_content_tells_nobody_that_it_is_there(
	committed, rep, stranger, document, send, client_of, ask
):
	frappe.db.commit()
	answer = send(stranger, "upload", [("hello.txt", b"Hello")])
	own = answer.json()["message"][0]["name"]
	assert document.name not in answer.text
	assert own != document.name
	frappe.db.rollback()
	page = ask(stranger, "get_document", document=own)
	assert "Price list" not in page.text
	assert len(client_of(stranger).get("/api/resource/CRM Document Version").json()["data"]) == 1
	listed = (
		client_of(stranger).get("/api/resource/File", params={"filters": '{"is_folder": 0}'}).json()["data"]
	)
	assert len(listed) == 1
	# The file of another's version is read by nobody through one's own row.
	version = versions_of(document.name)[0]
	assert client_of(stranger).get(f"/api/resource/File/{version.file}").status_code in (403, 404)


def test_the_file_of_a_version_is_neither_deleted_nor_changed(committed, rep, document, client_of):
	frappe.db.commit()
	file = versions_of(document.name)[0].file
	for user in (rep, "Administrator"):
		client = client_of(user)
		assert not client.delete(f"/api/resource/File/{file}").ok
		for change in (
			{"is_private": 0},
			{"attached_to_name": None, "attached_to_doctype": None},
			{"file_name": "x.html"},
		):
			answer = client.put(f"/api/resource/File/{file}", json=change)
			assert not answer.ok, (user, change, answer.text)
	frappe.db.rollback()
	assert store.content_of(file) == b"Hello"
	with pytest.raises(DocumentStateError):
		frappe.delete_doc("File", file)


def test_the_file_of_a_version_is_not_moved_by_another_row_of_it(committed, rep, document, client_of):
	file = versions_of(document.name)[0].file
	address = frappe.db.get_value("File", file, "file_url")
	frappe.db.commit()
	client = client_of(rep)
	row = client.post("/api/resource/File", json={"file_name": "x.txt", "file_url": address, "is_private": 1})
	assert row.ok, row.text
	answer = client.put(f"/api/resource/File/{row.json()['data']['name']}", json={"is_private": 0})
	assert answer.status_code == 409
	assert "The file of a version is kept as long as its document." in answer.text
	frappe.db.rollback()
	assert frappe.db.get_value("File", file, ["file_url", "is_private"]) == (address, 1)
	assert store.content_of(file) == b"Hello"


def test_a_picture_of_a_version_is_not_written_over_a_file_of_its_name(committed, rep, customer, client_of):
	image = io.BytesIO()
	Image.new("RGB", (64, 64), "red").save(image, "JPEG")
	document = make_document(customer, content=image.getvalue(), name="crane-of-others.jpg")
	path = store.path_of(f"{store.PRIVATE}crane-of-others.jpg")
	with open(path, "wb") as foreign:
		foreign.write(b"foreign")
	frappe.db.commit()
	try:
		sent = {"doctype": "File", "name": versions_of(document.name)[0].file}
		sent = client_of(rep).get(f"/api/resource/File/{sent['name']}").json()["data"]
		answer = client_of(rep).post(
			"/api/method/run_doc_method", json={"docs": json.dumps(sent), "method": "optimize_file"}
		)
		assert answer.status_code == 403
		with open(path, "rb") as foreign:
			assert foreign.read() == b"foreign"
	finally:
		os.remove(path)


def test_content_that_somebody_stores_meanwhile_outlives_the_document(committed, document):
	(address,) = on_disk(document.name)
	other = make_document(content=b"other")
	frappe.db.commit()
	# What another transaction has stored is seen after the commit, and not before it.
	stored = {"attached_to_name": other.name}
	frappe.db.after_commit.add(lambda: frappe.db.set_value("File", stored, "file_url", address))
	frappe.delete_doc(DOCUMENT, document.name)
	frappe.db.commit()
	assert os.path.exists(store.path_of(address))


def test_a_timeline_tells_of_a_version_by_its_whole_number(document, customer):
	add_version(frappe.get_doc(DOCUMENT, document.name), examined("b.png", PNG))
	entries = get_timeline("CRM Customer", customer.name)["entries"]
	told = {entry["headline"] for entry in entries if entry["source"] == "document"}
	assert told == {"Document: Price list", "Document: Price list, version 2"}


def test_a_document_that_is_deleted_takes_its_versions_along(document):
	add_version(frappe.get_doc(DOCUMENT, document.name), examined("b.png", PNG))
	files = [version.file for version in versions_of(document.name)]
	frappe.delete_doc(DOCUMENT, document.name)
	assert versions_of(document.name) == []
	assert not frappe.db.exists("File", {"name": ("in", files)})


def test_a_file_is_saved_and_never_shown_unless_nothing_in_it_runs(committed, rep, customer, ask):
	page = make_document(customer, content=b"<script>alert(1)</script>", name="page.html")
	picture = make_document(customer, content=PNG, name="plän.png")
	frappe.db.commit()
	of_page, of_picture = (frappe.db.get_value(VERSION, {"document": each.name}) for each in (page, picture))
	saved = ask(rep, "download", version=of_page)
	assert saved.content == b"<script>alert(1)</script>"
	assert saved.headers["Content-Type"] == "application/octet-stream"
	assert saved.headers["Content-Disposition"].startswith("attachment")
	assert saved.headers["X-Content-Type-Options"] == "nosniff"
	assert "sandbox" in saved.headers["Content-Security-Policy"]
	refused = ask(rep, "preview", version=of_page)
	assert refused.status_code == 409
	assert "only saved" in refused.text
	shown = ask(rep, "preview", version=of_picture)
	assert (shown.content, shown.headers["Content-Type"]) == (PNG, "image/png")
	assert shown.headers["Content-Disposition"].startswith("inline")
	assert "filename*=UTF-8''pl%C3%A4n.png" in shown.headers["Content-Disposition"]


def test_by_frappes_own_address_a_file_is_only_saved(committed, rep, stranger, customer, client_of):
	page = make_document(customer, content=b"<script>alert(1)</script>", name="page.html")
	frappe.db.commit()
	(address,) = on_disk(page.name)
	answer = client_of(rep).get(address)
	assert answer.ok
	assert answer.headers["Content-Type"].startswith("application/octet-stream")
	assert client_of(stranger).get(address).status_code == 403
	assert client_of(None).get(address).status_code == 403
