"""Who finds what, and in which order."""

import frappe
import pytest

from frappe_crm_app.kit.search_source import SearchSource
from frappe_crm_app.records.identity.search import find_contacts
from frappe_crm_app.records.pipeline.search import find_deals
from frappe_crm_app.records.search import api, candidates
from frappe_crm_app.records.search.finding import find
from frappe_crm_app.records.search.writing import write_new
from tests.factories import make_contact, make_customer, make_deal
from tests.site.records.search.finders import found


def linked(text: str, **filters) -> list[str]:
	return [row[0] for row in find_contacts("CRM Contact", text, "name", 0, 20, filters)]


def test_what_is_found_is_grouped_with_titles(site):
	contact = make_contact(
		first_name="Zoe", last_name="Zander", company_name="Zenith", email="zoe@zenith.example"
	)
	deal = make_deal(title="Zenith boats")
	assert find("zenith") == [
		{"doctype": "CRM Contact", "label": "People", "rows": [
			{"name": contact.name, "title": "Zoe Zander", "detail": "Zenith · zoe@zenith.example", "is_own": True}]},
		{"doctype": "CRM Customer", "label": "Customers", "rows": [
			{"name": contact.customer, "title": "Zenith", "detail": "", "is_own": True}]},
		{"doctype": "CRM Sales Deal", "label": "Deals", "rows": [
			{"name": deal.name, "title": "Zenith boats", "detail": "Open", "is_own": True}]},
	]  # fmt: skip
	assert [group["doctype"] for group in find("zenith", ["CRM Sales Deal"])] == ["CRM Sales Deal"]


def test_ones_own_come_first_then_what_was_changed_last(site, make_user):
	manager = make_user("CRM Manager")
	old, own, new = (make_contact(last_name="Quill", contact_owner=owner) for owner in (None, manager, None))
	for number, contact in enumerate((old, own, new)):
		frappe.db.set_value(
			"CRM Contact", contact.name, "modified", f"2020-01-0{number + 1}", update_modified=False
		)
	frappe.set_user(manager)
	assert found("quill") == [own.name, new.name, old.name]


@pytest.mark.parametrize("text", ["lovelcae", "lovelacee", "ovelace", "ada lovelaze", "lovelaec ada"])
def test_one_typo_in_a_longer_word_is_forgiven(site, text):
	contact = make_contact(first_name="Ada", last_name="Lovelace")
	make_contact(first_name="Ada", last_name="King")
	assert found(text) == linked(text) == [contact.name]


def test_a_typo_is_forgiven_only_where_nothing_is_found_otherwise(site):
	exact, near = make_contact(last_name="Marten"), make_contact(last_name="Martin")
	assert found("marten") == [exact.name]
	assert set(found("marton")) == {exact.name, near.name}
	assert len(found("mart")) == 2
	assert found("mxrt") == []


@pytest.mark.parametrize(
	"text", ["", "a", " ", "@", "%", "_", "\\", "'", '"; drop table', "\0", "\ud800", "x" * 5000, "💎", "###"]
)
def test_whatever_is_typed_is_answered(site, text):
	make_contact(first_name="Ada")
	assert isinstance(find(text), list)
	assert isinstance(linked(text), list)


def test_nobody_finds_what_is_hidden_from_them(site, make_user):
	rep, other = make_user("CRM Sales Rep"), make_user("CRM Sales Rep")
	hidden = make_contact(
		last_name="Hideaway",
		email="secret@x.example",
		phone="+14155550100",
		contact_owner=other,
		company_name="Hidden Co",
	)
	make_deal(title="Hidden deal", contact=hidden.name, deal_owner=other)
	private = make_customer(customer_name="Hidden Private", profile_visibility="Private", salesperson=other)
	frappe.set_user(rep)
	for text in ("hideaway", "hideawya", "secret@", "5550100", "hidden", "private"):
		assert find(text) == [], text
	frappe.set_user(other)
	assert found("hideaway") == [hidden.name]
	assert found("private", "CRM Customer") == [private.name]
	frappe.set_user(make_user())
	assert find("hideaway") == []


def test_a_hidden_record_does_not_keep_a_typo_from_being_forgiven(site, make_user):
	rep = make_user("CRM Sales Rep")
	own = make_contact(last_name="Lovelace", contact_owner=rep)
	make_contact(last_name="Lovelaze")
	frappe.set_user(rep)
	assert found("lovelaze") == linked("lovelaze") == [own.name]


def test_a_linked_deal_is_found_only_through_what_is_seen(site, make_user):
	rep = make_user("CRM Sales Rep")
	hidden = make_contact(last_name="Hideaway")
	deal = make_deal(title="Boats", contact=hidden.name)
	mine = make_deal(
		title="Trucks", contact=make_contact(last_name="Open", contact_owner=rep).name, deal_owner=rep
	)
	frappe.set_user(rep)
	assert found("open", "CRM Sales Deal") == [mine.name]
	assert deal.name not in found("hideaway", "CRM Sales Deal")


def test_user_permissions_keep_records_out(site, make_user):
	manager = make_user("CRM Manager")
	shown, hidden = (make_contact(last_name="Quill") for _number in range(2))
	frappe.get_doc(
		{"doctype": "User Permission", "user": manager, "allow": "CRM Contact", "for_value": shown.name}
	).insert()
	frappe.set_user(manager)
	assert found("quill") == [shown.name]
	assert hidden.name not in linked("quill")


def test_who_does_not_read_a_field_finds_nobody_by_it(site, make_user):
	rep = make_user("CRM Sales Rep")
	contact = make_contact(first_name="Ada", last_name="Quill", phone="+14155550100", contact_owner=rep)
	frappe.make_property_setter(
		{
			"doctype": "CRM Contact",
			"fieldname": "phone",
			"property": "permlevel",
			"value": "3",
			"property_type": "Int",
		}
	)
	frappe.clear_cache(doctype="CRM Contact")
	try:
		frappe.set_user(rep)
		assert found("5550100") == []
		assert [group["rows"][0]["detail"] for group in find("quill")] == [""]
		assert found("quill") == [contact.name]
	finally:
		frappe.set_user("Administrator")
		frappe.db.delete(
			"Property Setter", {"doc_type": "CRM Contact", "field_name": "phone", "property": "permlevel"}
		)
		frappe.clear_cache(doctype="CRM Contact")


def test_of_a_common_beginning_ones_own_and_the_latest_are_shown(site, make_user, monkeypatch):
	monkeypatch.setattr(candidates, "MOST_CANDIDATES", 4)
	rep = make_user("CRM Sales Rep")
	for number in range(10):
		make_contact(first_name="Alma", last_name=f"Aa {number}")
	own = make_contact(first_name="Alma", last_name="Zz", contact_owner=rep)
	frappe.set_user(make_user("CRM Manager"))
	assert found("alma", length=2)[0] == own.name  # changed last
	assert own.name in linked("alma")
	frappe.set_user(rep)
	assert found("alma") == linked("alma") == [own.name]


def test_among_many_hidden_ones_an_old_record_of_ones_own_is_found(
	site, make_user, monkeypatch, count_queries
):
	for name, number in (("MOST_CANDIDATES", 4), ("MOST_RECENT", 3), ("MOST_OWN", 20)):
		monkeypatch.setattr(candidates, name, number)
	rep = make_user("CRM Sales Rep")
	own = make_contact(first_name="Alma", last_name="Old", contact_owner=rep)
	for number in range(8):
		make_contact(first_name="Bert", last_name=f"Of {number}", contact_owner=rep)
	for number in range(10):
		make_contact(first_name="Alma", last_name=f"Aa {number}")
	frappe.set_user(rep)
	assert found("alma") == linked("alma") == [own.name]
	assert found("alma old") == [own.name]
	assert count_queries(lambda: find("alma")) <= 3


def test_a_typo_does_not_tell_what_hidden_records_are_called(site, make_user):
	rep = make_user("CRM Sales Rep")
	make_contact(last_name="Jonson")  # hidden
	make_contact(last_name="Jonsonville", contact_owner=rep)
	make_contact(last_name="Petersville", contact_owner=rep)
	frappe.set_user(rep)
	assert found("jonsxn") == found("petxrs") == linked("jonsxn") == []


def test_a_deleted_record_is_forgotten_without_a_word(site):
	contact = make_contact(last_name="Quill")
	frappe.clear_messages()
	contact.delete()
	assert found("quill") == []
	assert not frappe.get_message_log()


def test_what_is_no_list_of_doctypes_or_filters_is_refused(site):
	with pytest.raises(frappe.ValidationError, match="are a list"):
		api.find("ada", doctypes="CRM Contact")
	for filters in ("[[", "x", [None]):
		with pytest.raises(frappe.ValidationError, match="filters"):
			find_deals("CRM Sales Deal", "boats", "name", 0, 20, filters)
	assert find_deals("CRM Sales Deal", "boats", "name", -1, -1, "") == ()


def test_of_several_words_the_rarest_leads_to_the_record(site, monkeypatch):
	"""Whichever stands first, of so many that only few of the others' records would be looked at."""
	monkeypatch.setattr(candidates, "MOST_COUNTED", 3)
	monkeypatch.setattr(candidates, "MOST_LOOKED_AT", 4)
	for number in range(8):
		make_contact(first_name="Alma", last_name=f"Byron {number}")
	meant = make_contact(first_name="Alma", last_name="Byron Quill")
	for text in ("alma byron quill", "quill byron alma", "byr al qui"):
		assert found(text) == linked(text) == [meant.name], text
	assert found("alma byron nobody") == []


def test_of_several_common_words_the_latest_are_found(site, monkeypatch):
	monkeypatch.setattr(candidates, "MOST_COUNTED", 3)
	monkeypatch.setattr(candidates, "MOST_LOOKED_AT", 4)
	for number in range(8):
		make_contact(first_name="Alma", last_name=f"Aa {number}")
		make_contact(first_name="Bert", last_name=f"Byron {number}")
	meant = make_contact(first_name="Alma", last_name="Byron")
	for text in ("alma byron", "byron alma"):
		assert found(text) == [meant.name], text


def test_link_fields_keep_their_filters_and_find_the_record_itself(site):
	lead, client = make_contact(last_name="Quill"), make_contact(last_name="Quill", status="Customer")
	assert linked("quill", status="Customer") == [client.name]
	assert linked(lead.name) == [lead.name]
	assert set(linked("")) == {lead.name, client.name}
	deal = make_deal(title="Quill boats")
	assert [row[:2] for row in find_deals("CRM Sales Deal", "boats", "name", 0, 20, {})] == [
		(deal.name, "Quill boats")
	]


def test_a_search_sends_six_statements_at_most(site, make_user, count_queries):
	rep = make_user("CRM Sales Rep")
	contact = make_contact(last_name="Lovelace", contact_owner=rep)
	make_deal(title="Boats", contact=contact.name, deal_owner=rep)
	make_contact(last_name="Lovelaze")  # hidden
	frappe.set_user(rep)
	find("ada")
	assert count_queries(lambda: find("lovelace")) <= 3
	assert count_queries(lambda: find("lovelaze")) <= 6
	assert count_queries(lambda: find("nobody")) <= 2
	assert count_queries(lambda: find("ada lovelace")) <= 4
	assert count_queries(lambda: find("ada lovelase")) <= 6
	assert count_queries(lambda: find("ada lovelaze")) <= 8  # a hidden record has just that


def test_another_app_adds_its_records(site, another_app):
	note = frappe.get_doc({"doctype": "ToDo", "description": "Call the harbor"}).insert()
	source = SearchSource(doctype="ToDo", label="Tasks", title="description", words=("description",))
	another_app(crm_search_sources=[source])
	write_new("ToDo", [{"name": note.name, "description": note.description}])
	assert found("harbor", "ToDo") == [note.name]
	frappe.set_user("Guest")
	assert found("harbor", "ToDo") == []
