"""Who sees a document: through any of its links, by an assignment or a share, and nobody else; over HTTP."""

import frappe
import pytest

from frappe_crm_app.records.identity.api import merge, undo_merge
from frappe_crm_app.visibility.api import explain
from tests.factories import (
	make_contact,
	make_customer,
	make_deal,
	make_document,
	make_meeting,
	make_note,
	make_project,
	make_quote,
)

DOCUMENT = "CRM Document"


def records(rep: str) -> dict[str, object]:
	deal = make_deal(deal_owner=rep)
	return {
		"contact": make_contact(contact_owner=rep),
		"customer": make_customer(salesperson=rep),
		"deal": deal,
		"note": make_note(deal),
		"project": make_project(project_owner=rep),
		"quote": make_quote(deal=deal.name),
		"event": make_meeting(rep),
	}


def test_whoever_sees_one_of_its_links_sees_it(committed, rep, stranger, client_of, ask):
	unseen = make_customer()
	documents = {kind: make_document(unseen, record) for kind, record in records(rep).items()}
	frappe.db.commit()
	for kind, document in documents.items():
		assert ask(rep, "get_document", document=document.name).ok, kind
		assert ask(stranger, "get_document", document=document.name).status_code == 403, kind
	listed = {row["name"] for row in ask(rep, "get_library").json()["message"]["documents"]}
	assert listed == {document.name for document in documents.values()}
	assert ask(stranger, "get_library").json()["message"]["documents"] == []
	assert len(client_of(rep).get("/api/resource/CRM Document").json()["data"]) == len(documents)


def test_a_private_note_opens_its_documents_to_nobody_else(committed, rep, customer, make_user, ask):
	colleague = make_user("CRM Account Rep")
	frappe.share.add("CRM Customer", customer.name, colleague)
	document = make_document(make_note(customer, is_private=1, assigned_to=rep))
	frappe.db.commit()
	assert ask(rep, "get_document", document=document.name).ok
	assert ask(colleague, "get_document", document=document.name).status_code == 403


def test_a_link_that_one_does_not_see_is_not_told_by_its_title(committed, rep, customer, ask):
	document = make_document(customer, make_deal(title="Takeover of Boats Ltd"))
	frappe.db.commit()
	answer = ask(rep, "get_document", document=document.name)
	assert answer.ok
	assert "Takeover" not in answer.text
	titles = [link["title"] for link in answer.json()["message"]["links"]]
	assert titles == [customer.customer_name, "Not visible to you"]


def test_an_assignment_lets_read_and_a_share_as_much_as_it_says(
	committed, stranger, make_user, customer, ask, tell
):
	document = make_document(customer, assignees=[{"user": stranger}])
	shared = make_user("CRM Viewer")
	frappe.share.add(DOCUMENT, document.name, shared)
	frappe.db.commit()
	for user in (stranger, shared):
		assert ask(user, "get_document", document=document.name).json()["message"]["may_change"] is False
		assert tell(user, "check_out", document=document.name).status_code == 403
	frappe.share.add(DOCUMENT, document.name, stranger, write=1)
	frappe.db.commit()
	assert tell(stranger, "check_out", document=document.name).ok


def test_meant_for_a_customer_whoever_sees_that_sees_it(committed, rep, stranger, customer, ask):
	document = make_document(assignees=[{"customer": customer.name}])
	frappe.db.commit()
	assert ask(rep, "get_document", document=document.name).ok
	assert ask(stranger, "get_document", document=document.name).status_code == 403


def test_a_customer_for_whom_it_is_meant_and_that_one_does_not_see_stays(committed, rep, customer, client_of):
	hidden = make_customer()
	document = make_document(customer, assignees=[{"customer": hidden.name}, {"customer": customer.name}])
	frappe.db.commit()
	assert client_of(rep).put(f"/api/resource/CRM Document/{document.name}", json={"assignees": []}).ok
	frappe.db.rollback()
	assert [row.customer for row in frappe.get_doc(DOCUMENT, document.name).assignees] == [hidden.name]


def test_about_nothing_it_is_its_owners_and_managers(committed, rep, make_user, acting, ask):
	acting(rep)
	document = make_document()
	acting("Administrator")
	frappe.db.commit()
	assert ask(rep, "get_document", document=document.name).ok
	assert ask(make_user("CRM Manager"), "get_document", document=document.name).ok
	for role in ("CRM Viewer", "CRM Account Rep", "CRM External", "CRM Marketer"):
		assert ask(make_user(role), "get_document", document=document.name).status_code == 403, role


def test_an_external_user_sees_none_by_its_links(committed, make_user, ask):
	user = make_user("CRM External")
	document = make_document(make_contact(linked_user=user))
	frappe.db.commit()
	assert ask(user, "get_document", document=document.name).status_code == 403
	frappe.share.add(DOCUMENT, document.name, user)
	frappe.db.commit()
	assert ask(user, "get_document", document=document.name).ok


def test_nobody_links_what_they_do_not_see(committed, rep, customer, tell, client_of):
	document, hidden = make_document(customer), make_deal()
	mine = make_deal(deal_owner=rep)
	frappe.db.commit()
	said = tell(rep, "add_link", document=document.name, doctype="CRM Sales Deal", name=hidden.name)
	gone = tell(rep, "add_link", document=document.name, doctype="CRM Sales Deal", name="nothing")
	assert (said.status_code, gone.status_code) == (417, 417)
	assert all("Could not find Deal" in answer.text for answer in (said, gone))
	rows = [{"link_doctype": "CRM Sales Deal", "link_name": hidden.name}]
	assert not client_of(rep).put(f"/api/resource/CRM Document/{document.name}", json={"links": rows}).ok
	assert not client_of(rep).post("/api/resource/CRM Document", json={"title": "x", "links": rows}).ok
	rows = [{"link_doctype": "No Such DocType", "link_name": "x"}]
	answer = client_of(rep).put(f"/api/resource/CRM Document/{document.name}", json={"links": rows})
	assert 400 <= answer.status_code < 500, answer.text
	assert tell(rep, "add_link", document=document.name, doctype="User", name=rep).status_code == 417
	assert tell(rep, "add_link", document=document.name, doctype="CRM Sales Deal", name=mine.name).ok
	frappe.db.rollback()
	assert [row.link_name for row in frappe.get_doc(DOCUMENT, document.name).links] == [
		customer.name,
		mine.name,
	]


def test_a_link_that_one_does_not_see_stays(committed, rep, customer, tell, client_of):
	hidden = make_deal()
	document = make_document(customer, hidden)
	frappe.db.commit()
	said = tell(rep, "remove_link", document=document.name, doctype="CRM Sales Deal", name=hidden.name)
	assert said.status_code == 417
	assert (
		client_of(rep).put(f"/api/resource/CRM Document/{document.name}", json={"links": [], "title": "x"}).ok
	)
	frappe.db.rollback()
	assert [row.link_name for row in frappe.get_doc(DOCUMENT, document.name).links] == [hidden.name]


def test_it_is_explained(rep, stranger, customer):
	document = make_document(customer)
	assert explain(DOCUMENT, document.name, rep)["visible"]
	assert not explain(DOCUMENT, document.name, stranger)["visible"]


def test_merging_carries_documents_along_and_back(committed):
	kept, removed = make_customer(), make_customer()
	both = make_document(kept, removed, assignees=[{"customer": removed.name}])
	one = make_document(removed)
	frappe.db.commit()
	merged = merge(kept.name, removed.name, "CRM Customer")["merge"]
	assert [row.link_name for row in frappe.get_doc(DOCUMENT, both.name).links] == [kept.name]
	assert frappe.get_doc(DOCUMENT, both.name).assignees[0].customer == kept.name
	assert [row.link_name for row in frappe.get_doc(DOCUMENT, one.name).links] == [kept.name]
	frappe.get_doc(DOCUMENT, both.name).save()
	undo_merge(merged)
	assert {row.link_name for row in frappe.get_doc(DOCUMENT, both.name).links} == {kept.name, removed.name}
	assert [row.link_name for row in frappe.get_doc(DOCUMENT, one.name).links] == [removed.name]


@pytest.mark.parametrize("kind", ["contact", "customer", "deal", "note", "project", "quote"])
def test_what_is_deleted_leaves_its_documents(rep, kind):
	record = records(rep)[kind]
	document = make_document(record, make_customer())
	frappe.delete_doc(record.doctype, record.name)
	stored = frappe.get_doc(DOCUMENT, document.name)
	assert [row.link_doctype for row in stored.links] == ["CRM Customer"]
	stored.save()


def test_a_note_that_goes_with_its_deal_keeps_nobody_from_saving(rep):
	deal = make_deal(deal_owner=rep)
	document = make_document(make_note(deal), make_customer())
	frappe.delete_doc("CRM Sales Deal", deal.name)
	stored = frappe.get_doc(DOCUMENT, document.name)
	stored.title = "Kept"
	stored.save()
	assert [row.link_doctype for row in frappe.get_doc(DOCUMENT, document.name).links] == ["CRM Customer"]
