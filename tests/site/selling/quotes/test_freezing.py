"""What was sent is changed on no path."""

import json

import frappe
import pytest

from frappe_crm_app.frappe_crm_app.doctype.crm_quote.crm_quote import CRMQuote
from frappe_crm_app.kit.exceptions import QuoteStateError, RecordInUseError
from frappe_crm_app.selling.quotes.revising import revise
from frappe_crm_app.selling.quotes.stored_pdf import read_pdf
from tests.factories import make_contact, make_customer, make_deal, make_quote

ADMIN = "Administrator"


@pytest.fixture
def client(api):
	return api(ADMIN)


def kept(quote) -> dict:
	"""Return all that is stored of a quote."""
	frappe.db.rollback()
	return json.loads(frappe.get_doc("CRM Quote", quote.name).as_json())


@pytest.mark.parametrize(
	"values",
	[
		{"title": "Other"},
		{"gross_total": 1},
		{"status": "Accepted"},
		{"valid_until": "2099-01-01"},
		{"currency": "EUR"},
		{"terms": "<p>None</p>"},
		{"quote_number": "Q-1"},
		{"pdf_sha256": "0"},
		{"lines": []},
		{"taxes": []},
		{"lines": [{"title": "Free crane", "quantity": 1, "unit_price": 0}]},
	],
)
def test_a_save_of_something_else_is_refused(sent, values):
	quote = frappe.get_doc("CRM Quote", sent().name)
	quote.update(values)
	with pytest.raises(QuoteStateError, match="was sent, so it stays as it is"):
		quote.save()


def test_a_line_is_not_changed_with_its_quote(sent):
	quote = frappe.get_doc("CRM Quote", sent().name)
	quote.lines[0].unit_price = 1
	with pytest.raises(QuoteStateError, match="Lines"):
		quote.save()


def test_rows_keep_their_names_and_places(sent):
	lines = [{"title": "Crane", "quantity": 1, "unit_price": 1}] * 2
	name = sent(lines=lines).name
	values = [row.as_dict() for row in frappe.get_doc("CRM Quote", name).lines]
	unnamed = [{**row, "name": None} for row in values]
	swapped = [{**row, "idx": 3 - row["idx"]} for row in values]
	for rows in (unnamed, swapped):
		quote = frappe.get_doc("CRM Quote", name)
		quote.set("lines", rows)
		with pytest.raises(QuoteStateError, match="Lines"):
			quote.save()
	quote = frappe.get_doc("CRM Quote", name)
	quote.set("lines", values)
	quote.save()


def test_whose_it_is_and_when_it_renews_may_change(sent, make_user):
	quote = frappe.get_doc("CRM Quote", sent().name)
	quote.update({"quote_owner": make_user("CRM Manager"), "renews_on": "2027-05-01", "reminds_customer": 1})
	quote.save()
	assert str(frappe.db.get_value("CRM Quote", quote.name, "renews_on")) == "2027-05-01"


def test_a_script_sets_nothing_in_the_database_alone(sent):
	quote = sent()
	with pytest.raises(QuoteStateError):
		quote.db_set("gross_total", 1)
	with pytest.raises(QuoteStateError):
		frappe.get_doc("CRM Quote", quote.name).db_set({"renews_on": "2027-01-01", "title": "Other"})
	draft = make_quote()
	draft.db_set("title", "Draft")
	assert frappe.db.get_value("CRM Quote", draft.name, "title") == "Draft"


def test_no_request_changes_or_deletes_it(client, sent):
	quote = sent()
	frappe.db.commit()
	before = kept(quote)
	line, tax = quote.lines[0].name, quote.taxes[0].name
	path, method = f"/api/resource/CRM Quote/{quote.name}", "/api/method/frappe.client"
	doc = {**before, "title": "Other"}
	answers = {
		"put": client.put(path, json={"title": "Other"}),
		"delete": client.delete(path),
		"set_value": client.post(
			f"{method}.set_value",
			json={
				"doctype": "CRM Quote",
				"name": quote.name,
				"fieldname": "valid_until",
				"value": "2099-01-01",
			},
		),
		"save": client.post(f"{method}.save", json={"doc": json.dumps(doc)}),
		"savedocs": client.post(
			"/api/method/frappe.desk.form.save.savedocs", json={"doc": json.dumps(doc), "action": "Save"}
		),
		"bulk_update": client.post(
			f"{method}.bulk_update", json={"docs": json.dumps([{**doc, "docname": quote.name}])}
		),
		"bulk edit": client.post(
			"/api/method/frappe.desk.doctype.bulk_update.bulk_update.submit_cancel_or_update_docs",
			json={
				"doctype": "CRM Quote",
				"docnames": json.dumps([quote.name]),
				"action": "update",
				"data": '{"title": "Other"}',
			},
		),
		"line put": client.put(f"/api/resource/CRM Quote Line/{line}", json={"unit_price": 1}),
		"line delete": client.delete(f"/api/resource/CRM Quote Line/{line}"),
		"line set_value": client.post(
			f"{method}.set_value",
			json={"doctype": "CRM Quote Line", "name": line, "fieldname": "unit_price", "value": 1},
		),
		"line insert": client.post(
			f"{method}.insert",
			json={
				"doc": json.dumps(
					{
						"doctype": "CRM Quote Line",
						"parent": quote.name,
						"parenttype": "CRM Quote",
						"parentfield": "lines",
						"title": "More",
						"quantity": 1,
						"unit_price": 1,
					}
				)
			},
		),
		"line client delete": client.post(
			f"{method}.delete", json={"doctype": "CRM Quote Line", "name": line}
		),
		"tax put": client.put(f"/api/resource/CRM Quote Tax/{tax}", json={"tax": 1}),
		"rename": client.post(
			f"{method}.rename_doc", json={"doctype": "CRM Quote", "old_name": quote.name, "new_name": "x"}
		),
		"db_set": client.post(
			"/api/method/run_doc_method",
			json={
				"dt": "CRM Quote",
				"dn": quote.name,
				"method": "db_set",
				"args": '{"fieldname": "title", "value": "Other"}',
			},
		),
		"file": client.delete(f"/api/resource/File/{quote.pdf}"),
		"file public": client.put(f"/api/resource/File/{quote.pdf}", json={"is_private": 0}),
		"remove_attach": client.post(
			"/api/method/frappe.desk.form.utils.remove_attach",
			json={"fid": quote.pdf, "dt": "CRM Quote", "dn": quote.name},
		),
	}
	assert kept(quote) == before
	passed = {name for name, answer in answers.items() if answer.status_code == 200}
	assert passed <= {"bulk_update", "bulk edit"}  # which answer with the reasons
	assert answers["put"].status_code == 409
	assert "Traceback" not in "".join(answers["put"].json().get("_server_messages", ""))
	assert read_pdf(frappe.get_doc("CRM Quote", quote.name)).startswith(b"%PDF")


def test_an_import_changes_nothing_of_it(committed, sent):
	quote = sent()
	frappe.db.commit()
	text = f"ID,Title\n{quote.name},Other\n".encode()
	file = frappe.get_doc(
		{"doctype": "File", "file_name": "rows.csv", "content": text, "is_private": 1}
	).insert()
	data_import = frappe.new_doc("Data Import")
	kind = {"reference_doctype": "CRM Quote", "import_type": "Update Existing Records"}
	data_import.update({**kind, "import_file": file.file_url, "submit_after_import": 0})
	data_import.insert()
	data_import.get_importer().import_data()
	frappe.db.commit()
	log = frappe.get_all("Data Import Log", {"data_import": data_import.name}, ["success", "messages"])
	assert [(row.success, "stays as it is" in row.messages) for row in log] == [(0, True)]
	assert frappe.db.get_value("CRM Quote", quote.name, "title") == quote.title


def test_nobody_deletes_what_was_sent_and_a_draft_may_go(sent):
	with pytest.raises(QuoteStateError, match="was sent, so it is kept"):
		frappe.delete_doc("CRM Quote", sent().name, force=True)
	draft = make_quote()
	frappe.delete_doc("CRM Quote", draft.name)
	assert not frappe.db.exists("CRM Quote", draft.name)


def test_who_has_quotes_that_were_sent_is_not_deleted_and_drafts_go_along(sent):
	contact, customer = make_contact(), make_customer()
	deal = make_deal(contact=contact.name, customer=customer.name)
	quote = sent(deal=deal.name)
	for record in (deal, contact, customer):
		with pytest.raises(frappe.LinkExistsError):
			frappe.delete_doc(record.doctype, record.name)
	with pytest.raises(RecordInUseError, match="a quote was sent, which is kept"):
		frappe.delete_doc(deal.doctype, deal.name)
	other = make_contact()
	draft = make_quote(contact=other.name)
	frappe.delete_doc("CRM Contact", other.name)
	assert not frappe.db.exists("CRM Quote", draft.name)
	assert frappe.db.exists("CRM Quote", quote.name)


def test_a_merge_carries_quotes_along_and_leaves_what_they_say(sent):
	from frappe_crm_app.records.identity.merging import merge

	keep, remove = make_contact(), make_contact(first_name="Grace", last_name="Hopper")
	quote = sent(contact=remove.name)
	merge("CRM Contact", keep.name, remove.name, {})
	quote.reload()
	assert (quote.contact, quote.reference_name) == (keep.name, keep.name)
	assert "Grace Hopper" in quote.addressee


def test_a_revision_is_a_draft_that_may_change(sent):
	draft = frappe.get_doc("CRM Quote", revise(sent()))
	draft.title = "Other"
	draft.save()
	assert isinstance(draft, CRMQuote)
	assert draft.status == "Draft"
