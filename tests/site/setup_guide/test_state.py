"""The checklist ticks itself from what the site has."""

import frappe
import pytest

from frappe_crm_app.demo.marks import name_of
from frappe_crm_app.demo.seller import SELLER
from frappe_crm_app.kit.current_docs import key_of, leave
from frappe_crm_app.records.pipeline.defaults import default_pipeline
from frappe_crm_app.records.trades.choosing import choose
from frappe_crm_app.setup_guide import api
from tests.factories import make_contact, make_deal

SETTINGS = "CRM Desk Settings"


@pytest.fixture(autouse=True)
def bare(isolation, make_user) -> str:
	"""A site that has nothing but what installing brings, as a CRM Admin sees it."""
	settings = frappe.get_doc(SETTINGS)
	settings.update({"base_currency": None, "quote_seller": None, "first_hour_skipped": None})
	settings.save()
	choose("")
	for doctype in ("CRM Contact", "CRM Sales Deal", "CRM Mailbox", "Email Account"):
		frappe.db.delete(doctype)
	frappe.db.set_value("CRM Lead Form", {"name": ("is", "set")}, {"lead_owner": None, "status": "Published"})
	others = frappe.get_all("User", {"name": ("not in", ("Administrator", "Guest"))}, pluck="name")
	if others:
		frappe.db.set_value("User", {"name": ("in", others)}, "enabled", 0)
	user = make_user("CRM Admin")
	frappe.set_user(user)
	return user


def done() -> set[str]:
	return {step["step"] for step in api.get_state()["steps"] if step["is_done"]}


def won_stage() -> str:
	return frappe.db.get_value("CRM Stage", {"pipeline": default_pipeline("Deals"), "outcome": "Won"})


def test_a_bare_site_has_a_pipeline_and_nothing_else():
	state = api.get_state()
	assert done() == {"pipeline"}
	assert (state["over"], state["is_complete"], state["may_set_up"]) == (1, False, True)
	assert state["facts"]["warning"] == ""
	assert state["open_deal"] is None


def test_what_an_older_transaction_put_back_into_the_cache_is_not_believed():
	before = frappe.get_doc(SETTINGS)
	choose("Logistics")
	api.skip("people")
	leave(SETTINGS, SETTINGS, str(frappe.get_doc(SETTINGS).modified))  # as a commit does
	frappe._set_document_in_cache(frappe.get_document_cache_key(SETTINGS, SETTINGS), before)
	assert frappe.get_cached_doc(SETTINGS).trade != "Logistics"
	assert "trade" in done()
	assert [step["step"] for step in api.get_state()["steps"] if step["is_skipped"]] == ["people"]
	frappe.clear_document_cache(SETTINGS, SETTINGS)
	frappe.cache.delete_value(key_of(SETTINGS, SETTINGS))


def test_the_seller_of_the_demo_is_no_company_of_the_site():
	frappe.db.set_single_value(SETTINGS, "quote_seller", SELLER)
	frappe.clear_document_cache(SETTINGS)
	assert (api.get_state()["facts"]["company"], "company" in done()) == ("", False)


def test_each_step_is_ticked_by_what_it_asks_for(make_user):
	assert api.set_currency("EUR")["facts"]["currency"] == "EUR"
	assert "currency" in done()
	assert api.set_company(" Blue Harbor\n1 Pier ")["facts"]["company"] == "Blue Harbor\n1 Pier"
	assert "company" in done()
	choose("Logistics")
	assert "trade" in done()
	make_contact()
	assert "contacts" in done()
	deal = make_deal(title="Cranes", currency="EUR")
	assert "deal" not in done()
	offered = api.get_state()["open_deal"]
	assert (offered["name"], offered["title"], offered["won_stage"]["stage"]) == (
		deal.name,
		"Cranes",
		won_stage(),
	)
	deal.stage = won_stage()
	deal.save()
	assert "deal" in done()
	assert api.get_state()["open_deal"] is None
	assert "people" not in done()
	person = make_user("CRM Sales Rep")
	assert "people" in done()
	frappe.db.set_value("CRM Lead Form", {"status": "Published"}, "lead_owner", person)
	assert "form" in done()
	assert done() == {"currency", "company", "pipeline", "trade", "contacts", "deal", "people", "form"}


def test_a_form_whose_people_take_turns_is_owned(make_user):
	form = frappe.get_doc("CRM Lead Form", {"status": "Published"})
	form.update({"assignment": "Round Robin", "people": [{"user": make_user("CRM Sales Rep")}]}).save()
	assert "form" in done()


def test_an_account_from_which_mail_goes_out_ticks_mail():
	frappe.set_user("Administrator")
	account = frappe.get_doc(
		{
			"doctype": "Email Account",
			"email_account_name": "Out",
			"email_id": "out@example.com",
			"enable_outgoing": 1,
		}
		| {"default_outgoing": 1, "smtp_server": "127.0.0.1", "no_smtp_authentication": 1}
	)
	account.db_insert()
	assert "mail" in done()
	assert api.get_state()["facts"]["has_mail_account"] is True


def test_a_pipeline_without_won_is_no_longer_ticked_and_says_so():
	frappe.delete_doc("CRM Stage", won_stage(), ignore_permissions=True)
	assert "pipeline" not in done()
	assert "no stage for Won" in api.get_state()["facts"]["warning"]


def test_a_deal_is_not_offered_to_be_won_in_an_archived_stage():
	archived, pipeline = won_stage(), default_pipeline("Deals")
	frappe.db.set_value("CRM Stage", archived, "is_archived", 1)
	make_deal(title="Cranes")
	assert "pipeline" not in done()
	assert "no stage for Won" in api.get_state()["facts"]["warning"]
	assert api.get_state()["open_deal"]["won_stage"] is None
	values = {"pipeline": pipeline, "stage_name": "Paid", "outcome": "Won"}
	paid = frappe.get_doc({"doctype": "CRM Stage", **values}).insert(ignore_permissions=True)
	assert "pipeline" in done()
	assert api.get_state()["open_deal"]["won_stage"]["stage"] == paid.name


def test_what_belongs_to_the_demo_does_not_count():
	contact = make_contact()
	frappe.db.set_value("CRM Contact", contact.name, "name", name_of("CRM Contact", 1))
	assert "contacts" not in done()


def test_a_step_is_skipped_for_the_whole_site_and_offered_again(make_user):
	state = api.skip("trade")
	assert [step["step"] for step in state["steps"] if step["is_skipped"]] == ["trade"]
	assert state["over"] == 2
	frappe.set_user(make_user("CRM Admin"))
	assert [step["step"] for step in api.get_state()["steps"] if step["is_skipped"]] == ["trade"]
	assert [step for step in api.skip("trade", 0)["steps"] if step["is_skipped"]] == []


def test_a_skip_heeds_what_another_request_has_just_skipped(monkeypatch):
	cached, stale = frappe.get_cached_doc, frappe.get_doc(SETTINGS)
	api.skip("trade")
	monkeypatch.setattr(
		frappe,
		"get_cached_doc",
		lambda doctype, *rest: stale if doctype == SETTINGS else cached(doctype, *rest),
	)
	api.skip("form")
	assert frappe.db.get_single_value(SETTINGS, "first_hour_skipped") == "trade form"


def test_it_is_complete_once_every_step_is_done_or_skipped():
	for step in api.get_state()["steps"]:
		api.skip(step["step"])
	assert api.get_state()["is_complete"] is True


@pytest.mark.parametrize(("ask", "sentence"), [
	(lambda: api.skip("nonsense"), "There is no step nonsense."),
	(lambda: api.set_currency("Shells"), "Shells is no currency that is enabled."),
	(lambda: api.set_currency(""), "no currency that is enabled"),
	(lambda: api.set_company("  "), "name of your company"),
	(lambda: api.set_company("a" * 1001), "at most 1000 letters"),
])  # fmt: skip
def test_what_is_wrong_is_refused_in_a_sentence_and_changes_nothing(ask, sentence):
	before = frappe.get_doc(SETTINGS).as_dict()
	with pytest.raises(frappe.ValidationError, match=sentence):
		ask()
	assert frappe.get_doc(SETTINGS).modified == before["modified"]


def test_a_system_manager_sees_how_far_it_is_and_makes_themselves_an_admin(make_user):
	make_contact()
	user = make_user("System Manager")
	frappe.set_user(user)
	state = api.get_state()
	assert (state["may_set_up"], state["facts"], state["contact"], state["currencies"]) == (False, {}, "", [])
	with pytest.raises(frappe.PermissionError):
		api.skip("trade")
	with pytest.raises(frappe.PermissionError):
		api.load_demo()
	assert api.become_admin()["may_set_up"] is True
	roles = frappe.get_all("Has Role", {"parenttype": "User", "parent": user}, pluck="role")
	assert set(roles) == {"System Manager", "CRM Admin"}


@pytest.mark.parametrize("role", ["CRM Manager", "CRM Sales Rep", None])
def test_nobody_else_sees_or_does_anything(make_user, role):
	frappe.set_user(make_user(*([role] if role else [])))
	for ask in (api.get_state, api.become_admin, api.load_demo, api.clear_demo, api.get_demo_progress):
		with pytest.raises(frappe.PermissionError):
			ask()


def test_the_state_costs_the_same_few_statements_whatever_there_is(count_queries):
	make_contact()
	make_deal()
	api.get_state()
	few = count_queries(api.get_state)
	for _number in range(3):
		make_contact()
		make_deal()
	api.get_state()
	assert count_queries(api.get_state) == few
	assert few <= 18
