"""The library finds documents by folder, kind, tag and words; files on records are adopted; pages tell of documents."""

import frappe
import pytest

from frappe_crm_app.screens.customer_page.api import (
	get_contact_tabs,
	get_deal_sections,
	get_project_sections,
	get_sections,
)
from frappe_crm_app.screens.timeline.api import get_timeline
from frappe_crm_app.work.documents.tasks import OUTBOX
from tests.factories import insert, make_customer, make_deal, make_document, make_meeting, make_project
from tests.site.work.documents.conftest import PNG
from tests.unit.work.documents.test_files import simple_pdf

DOCUMENT, VERSION = "CRM Document", "CRM Document Version"


def folder(name: str, parent: str | None = None) -> str:
	return insert("CRM Document Folder", {"folder_name": name, "parent_folder": parent}).name


def test_it_is_filtered_by_folder_kind_tag_and_record(committed, rep, customer, ask):
	top = folder("Sales")
	inner = folder("Contracts", top)
	one = make_document(customer, title="One", folder=inner, kind="Contract", tags="crane, oslo")
	two = make_document(customer, title="Two", folder=top, kind="Offer", tags="cranes")
	deal = make_deal(deal_owner=rep)
	three = make_document(deal, title="Three 100%")
	frappe.db.commit()

	def found(**asked) -> set[str]:
		return {row["name"] for row in ask(rep, "get_library", **asked).json()["message"]["documents"]}

	assert found() == {one.name, two.name, three.name}
	assert found(folder=top) == {one.name, two.name}
	assert found(folder=inner) == {one.name}
	assert found(kind="Offer") == {two.name}
	assert found(tag="crane") == {one.name}
	assert found(tag="%") == set()
	assert found(link_doctype="CRM Sales Deal", link_name=deal.name) == {three.name}
	assert found(text="100%") == {three.name}
	assert found(text="HREE 10") == {three.name}
	assert found(text="oslo") == {one.name}
	assert found(folder="nothing") == set()
	page = ask(rep, "get_library", page_length=2).json()["message"]
	assert (len(page["documents"]), page["has_more"], len(page["folders"])) == (2, True, 2)


def test_words_of_a_short_pdf_are_found_by_who_sees_it(committed, rep, stranger, customer, worker, ask):
	content = simple_pdf(b"BT /F1 24 Tf 72 700 Td (Zeppelin maintenance) Tj ET")
	document = make_document(customer, title="Terms", content=content, name="terms.pdf")
	frappe.db.commit()
	worker.run()
	frappe.db.rollback()
	assert frappe.db.get_value(VERSION, {"document": document.name}, "text_state") == "Read"
	assert [
		row["title"] for row in ask(rep, "get_library", text="zeppelin").json()["message"]["documents"]
	] == ["Terms"]
	assert ask(stranger, "get_library", text="zeppelin").json()["message"]["documents"] == []
	stored = frappe.get_doc(DOCUMENT, document.name)
	stored.save()
	assert stored.search_words == "Zeppelin maintenance"


def test_a_pdf_that_cannot_be_read_is_given_up(committed, customer):
	document = make_document(customer, content=b"%PDF-1.7 nothing", name="terms.pdf")
	frappe.db.commit()
	name = frappe.db.get_value(VERSION, {"document": document.name})
	OUTBOX.attempt(name)
	state = frappe.db.get_value(VERSION, name, ["text_state", "text_problem"])
	assert state == ("Not Readable", "The PDF cannot be read.")


def test_a_folder_is_in_no_circle_and_called_once():
	top = folder("Sales")
	inner = folder("Contracts", top)
	with pytest.raises(frappe.ValidationError, match="cannot be in itself"):
		frappe.get_doc("CRM Document Folder", top).update({"parent_folder": inner}).save()
	with pytest.raises(frappe.ValidationError, match="already"):
		folder(" Contracts ", top)
	make_document(folder=inner)
	with pytest.raises(frappe.LinkExistsError):
		frappe.delete_doc("CRM Document Folder", inner)


@pytest.fixture
def attached(customer) -> frappe._dict:
	"""A picture on the rep's customer, and one on a customer of others."""
	files = {}
	for key, record in (("mine", customer), ("hidden", make_customer())):
		file = frappe.new_doc("File")
		file.update({"file_name": f"{key}.png", "content": PNG + key.encode(), "is_private": 1})
		file.update({"attached_to_doctype": record.doctype, "attached_to_name": record.name})
		files[key] = file.insert().name
	return frappe._dict(files)


def test_files_on_records_are_adopted_in_bulk(committed, rep, customer, attached, ask, tell):
	frappe.db.commit()
	offered = ask(rep, "get_adoptable").json()["message"]
	assert [(row["name"], row["title"], row["label"]) for row in offered] == [
		(attached.mine, customer.customer_name, "Customer")
	]
	answer = tell(rep, "adopt", files=[attached.mine, attached.hidden, "nothing"], kind="Drawing").json()[
		"message"
	]
	assert [each["name"] for each in answer["refused"]] == [attached.hidden, "nothing"]
	assert {each["reason"] for each in answer["refused"]} == {"There is no such file that you can see."}
	frappe.db.rollback()
	document = frappe.get_doc(DOCUMENT, answer["done"][0])
	assert (document.title, document.kind, document.owner) == ("mine", "Drawing", rep)
	assert document.links[0].link_name == customer.name
	again = tell(rep, "adopt", files=[attached.mine]).json()["message"]
	assert again["refused"][0]["reason"] == "A document was made of this file already."
	assert ask(rep, "get_adoptable").json()["message"] == []
	assert frappe.db.exists("File", attached.mine)


def test_files_of_what_documents_are_not_about_are_not_listed(committed, rep, ask):
	file = frappe.new_doc("File")
	file.update({"file_name": "salary.txt", "content": b"salary of everybody", "is_private": 1})
	file.update({"attached_to_doctype": "User", "attached_to_name": "Administrator"}).insert()
	frappe.db.commit()
	answer = ask(rep, "get_adoptable", doctype="User", name="Administrator")
	assert answer.status_code == 417
	assert "salary" not in answer.text


def test_a_projects_page_tells_of_documents_and_events_that_one_sees(rep, stranger, acting):
	project = make_project(project_owner=rep)
	make_document(project, title="Drawing")
	make_document(title="Of another one")
	make_meeting(about=(project,), title="Launch", event_owner=rep)
	acting(rep)
	found = {
		each["name"]: [row["title"] for row in each["rows"]] for each in get_project_sections(project.name)
	}
	assert found == {"crm_documents": ["Drawing"], "crm_events": ["Launch"]}
	acting(stranger)
	with pytest.raises(frappe.PermissionError):
		get_project_sections(project.name)


def test_pages_and_timelines_tell_of_documents(rep, stranger, customer, buyer, acting):
	deal = make_deal(deal_owner=rep, contact=buyer.name)
	document = make_document(customer, deal, buyer, title="Terms", kind="Contract")
	make_document(customer, title="Hidden", assignees=[])
	acting(rep)
	found = [
		next(each for each in get_sections(customer.name) if each["name"] == "crm_documents"),
		next(each for each in get_deal_sections(deal.name) if each["name"] == "crm_documents"),
		next(each for each in get_contact_tabs(buyer.name)["sales"] if each["name"] == "crm_documents"),
	]
	assert [[row["title"] for row in each["rows"]] for each in found] == [
		["Hidden", "Terms"],
		["Terms"],
		["Terms"],
	]
	entries = get_timeline("CRM Sales Deal", deal.name)["entries"]
	told = [entry for entry in entries if entry["source"] == "document"]
	assert [(entry["headline"], entry["document"]) for entry in told] == [("Document: Terms", document.name)]
