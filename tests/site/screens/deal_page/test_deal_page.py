"""A deal's page: what is of it, as far as it is seen, in few statements however much there is."""

import frappe
import pytest
from frappe.utils import add_days, now_datetime

from frappe_crm_app.screens.board.api import get_board, get_details
from frappe_crm_app.screens.customer_page.api import get_contact_tabs
from frappe_crm_app.screens.deal_page.api import get_deal_page
from frappe_crm_app.visibility.cache import forget_now
from tests.factories import insert, make_contact, make_customer, make_deal, make_note

STATEMENTS, COLD = 7, 10


@pytest.fixture
def cranes(make_user):
	"""A deal of a rep with one of everything; one of its people is hidden from the rep."""
	rep = make_user("CRM Sales Rep")
	customer = make_customer(customer_name="Blue Harbor", salesperson=rep)
	ada = make_contact(
		first_name="Ada",
		last_name="King",
		customer=customer.name,
		contact_owner=rep,
		email="ada@blue.example",
	)
	mary = make_contact(first_name="Mary", last_name="Shelley", contact_owner=rep, job_title="Buyer")
	hidden = make_contact(first_name="Rosa", last_name="Hidden")
	deal = make_deal(
		title="Cranes",
		value=2500,
		contact=ada.name,
		deal_owner=rep,
		people=[
			{"contact": mary.name, "deal_role": "Buyer"},
			{"contact": hidden.name, "deal_role": "Blocker"},
		],
	)
	make_note(deal, subject="Ask again", scheduled_on=add_days(now_datetime(), 2))
	make_note(deal, subject="Talked", status="Done")
	attached = {"attached_to_doctype": deal.doctype, "attached_to_name": deal.name}
	insert("File", {"file_name": "offer.txt", "content": "offer", "is_private": 1, **attached})
	return frappe._dict(name=deal.name, rep=rep, contact=ada.name)


def test_the_page_has_all_of_it(cranes):
	page = get_deal_page(cranes.name)
	assert (page["deal"]["title"], page["deal"]["value"], page["deal"]["customer_name"]) == (
		"Cranes",
		2500,
		"Blue Harbor",
	)
	assert page["stages"][0]["stage_name"] == "Lead"
	assert page["stages"][-1]["outcome"] == "Lost"
	people = [(row["full_name"], row["deal_role"], row["is_primary"]) for row in page["people"]["rows"]]
	assert people == [("Ada King", None, 1), ("Mary Shelley", "Buyer", 0), ("Rosa Hidden", "Blocker", 0)]
	assert [row["subject"] for row in page["follow_ups"]["rows"]] == ["Ask again"]
	assert page["files"]["total"] == 1
	assert page["people"]["hidden"] == 0


def test_who_is_hidden_is_counted_and_not_named(cranes):
	frappe.set_user(cranes.rep)
	for answer in (get_deal_page(cranes.name), get_details("CRM Sales Deal", cranes.name)):
		people = answer["people"]
		assert [row["full_name"] for row in people["rows"]] == ["Ada King", "Mary Shelley"]
		assert people["hidden"] == 1
		assert "Rosa" not in frappe.as_json(answer)


def test_the_contact_alone_is_the_deals_only_person(make_user):
	ada = make_contact(first_name="Ada", last_name="King")
	deal, nobodys = make_deal(contact=ada.name), make_deal()
	assert [row["name"] for row in get_deal_page(deal.name)["people"]["rows"]] == [ada.name]
	assert get_deal_page(nobodys.name)["people"] == {"rows": [], "hidden": 0}


def test_a_contacts_tab_lists_the_deals_in_which_they_take_part(make_user):
	ada, mary = make_contact(), make_contact()
	first = make_deal(contact=ada.name, people=[{"contact": mary.name, "deal_role": "Buyer"}])
	own = make_deal(contact=mary.name)
	make_deal(contact=ada.name)
	deals = get_contact_tabs(mary.name)["deals"]
	assert {row["name"]: row["deal_role"] for row in deals["rows"]} == {first.name: "Buyer", own.name: None}
	assert deals["total"] == 2
	rep = make_user("CRM Sales Rep")
	frappe.db.set_value("CRM Contact", mary.name, "contact_owner", rep)
	frappe.set_user(rep)
	assert get_contact_tabs(mary.name)["deals"] == {"total": 0, "rows": [], "has_hidden": True}


@pytest.mark.parametrize("role", ["CRM Sales Rep", "CRM External", None])
def test_who_may_not_read_the_deal_is_refused_as_if_it_were_not_there(cranes, make_user, role):
	frappe.set_user(make_user(*([role] if role else [])))
	for name in (cranes.name, "nothing"):
		with pytest.raises(frappe.PermissionError):
			get_deal_page(name)


def test_the_page_takes_seven_statements_and_ten_with_cold_caches(cranes, count_queries):
	frappe.set_user(cranes.rep)
	get_deal_page(cranes.name)
	assert count_queries(lambda: get_deal_page(cranes.name)) <= STATEMENTS
	forget_now()
	assert count_queries(lambda: get_deal_page(cranes.name)) <= COLD


@pytest.fixture
def own_field(committed):
	"""A field that the site has added to deals; gone again afterwards."""
	field = {"fieldname": "crane_type", "label": "Crane Type", "fieldtype": "Data"}
	document = insert("Custom Field", {"dt": "CRM Sales Deal", **field})
	frappe.db.commit()
	yield "crane_type"
	frappe.set_user("Administrator")
	document.delete()
	frappe.db.commit()
	frappe.clear_cache(doctype="CRM Sales Deal")
	frappe.clear_document_cache("CRM Pipeline")


def test_own_fields_stand_on_the_page_in_the_panel_and_where_ticked_on_the_card(own_field):
	deal = make_deal(crane_type="Gantry <b>", title="Cranes", expected_close_date="2030-01-02")
	assert [(field["label"], field["value"]) for field in get_deal_page(deal.name)["fields"]] == [
		("Crane Type", deal.crane_type)
	]
	sections = {section["label"]: section for section in get_details(deal.doctype, deal.name)["sections"]}
	assert sections["Further Fields"]["fields"][0]["fieldname"] == own_field
	pipeline = frappe.get_doc("CRM Pipeline", deal.pipeline)
	assert "chips" not in card_of(deal)
	pipeline.append("card_fields", {"fieldname": own_field})
	pipeline.append("card_fields", {"fieldname": "expected_close_date"})
	pipeline.save()
	chips = card_of(deal)["chips"]
	assert chips[0]["title"].startswith("Crane Type: Gantry")
	assert "2030" in chips[1]["text"]


def card_of(deal) -> dict:
	columns = get_board(deal.pipeline)["columns"]
	return next(card for column in columns for card in column["cards"] if card["name"] == deal.name)


def test_a_pipeline_shows_no_field_that_there_is_not():
	pipeline = frappe.get_doc("CRM Pipeline", {"pipeline_name": "Sales"})
	pipeline.append("card_fields", {"fieldname": "nonsense"})
	with pytest.raises(frappe.ValidationError, match="nonsense"):
		pipeline.save()
