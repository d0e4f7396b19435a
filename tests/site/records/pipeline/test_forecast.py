"""How surely a deal is counted on follows its stage, until somebody says otherwise."""

import frappe
import pytest

from frappe_crm_app.kit.exceptions import StageError
from frappe_crm_app.patches import set_forecast_categories
from tests.factories import insert, lost_reason, make_deal, make_pipeline, make_stage, move, stage

SHIPPED = {
	"Lead": "Pipeline",
	"Qualified": "Pipeline",
	"Proposal": "Best Case",
	"Negotiation": "Commit",
	"Won": "Commit",
	"Lost": "Omitted",
}


def chosen(deal, category: str):
	"""Return the deal after somebody chose this category for it."""
	deal = frappe.get_doc(deal.doctype, deal.name)
	deal.forecast_category = category
	return deal.save()


@pytest.mark.parametrize(("stage_name", "category"), SHIPPED.items())
def test_a_deal_has_the_category_of_its_stage(stage_name, category):
	assert frappe.db.get_value("CRM Stage", stage(stage_name), "forecast_category") == category
	reason = {"lost_reason": lost_reason()} if stage_name == "Lost" else {}
	assert move(make_deal(), stage_name, **reason).reload().forecast_category == category


def test_it_follows_from_stage_to_stage():
	deal = make_deal()
	for stage_name in ("Qualified", "Proposal", "Negotiation", "Won", "Lead"):
		deal = move(deal, stage_name)
		assert deal.forecast_category == SHIPPED[stage_name]


def test_what_a_person_chose_holds_from_stage_to_stage():
	deal = move(chosen(make_deal(), "Omitted"), "Negotiation")
	assert deal.reload().forecast_category == "Omitted"
	deal.title = "Another"
	assert deal.save().forecast_category == "Omitted"


def test_it_may_be_chosen_with_the_move_and_with_a_new_deal():
	assert move(make_deal(), "Proposal", forecast_category="Commit").forecast_category == "Commit"
	deal = make_deal(forecast_category="Best Case")
	assert move(deal, "Qualified").forecast_category == "Best Case"


@pytest.mark.parametrize("given", ["", None, "Best Case"])
def test_emptied_or_set_to_the_stage_s_own_it_follows_again(given):
	deal = chosen(move(make_deal(), "Proposal"), "Omitted")
	deal = chosen(deal, given)
	assert deal.forecast_category == "Best Case"
	assert move(deal, "Negotiation").forecast_category == "Commit"


def test_the_choice_ends_with_the_deal():
	deal = move(chosen(make_deal(), "Omitted"), "Won")
	assert deal.forecast_category == "Commit"
	assert move(deal, "Lead").forecast_category == "Pipeline"


def test_a_closed_deal_has_no_other():
	assert chosen(move(make_deal(), "Won"), "Omitted").forecast_category == "Commit"


def test_who_chose_it_cannot_be_written_by_hand():
	assert make_deal(is_forecast_chosen=1).is_forecast_chosen == 0


def test_a_stage_says_it_and_deals_follow_at_their_next_save():
	deal = move(make_deal(), "Proposal")
	proposal = frappe.get_doc("CRM Stage", stage("Proposal"))
	proposal.forecast_category = "Omitted"
	proposal.save()
	deal.title = "Another"
	assert deal.save().forecast_category == "Omitted"


@pytest.mark.parametrize(
	("outcome", "probability", "category"),
	[
		("Open", 0, "Pipeline"),
		("Open", 49, "Pipeline"),
		("Open", 50, "Best Case"),
		("Open", 74, "Best Case"),
		("Open", 75, "Commit"),
		("Won", 0, "Commit"),
		("Lost", 90, "Omitted"),
	],
)
def test_a_stage_that_says_nothing_has_the_usual_one(outcome, probability, category):
	one = make_stage(make_pipeline(), stage_name="One", outcome=outcome, probability=probability)
	assert one.forecast_category == category


def test_a_closed_stage_cannot_say_another():
	one = make_stage(make_pipeline(), stage_name="One", outcome="Lost", forecast_category="Commit")
	assert one.forecast_category == "Omitted"


@pytest.mark.parametrize("is_importing", [False, True])
@pytest.mark.parametrize("category", ["commit", "Closed", "<b>", 5])
def test_what_is_no_category_is_refused_in_one_sentence(category, is_importing):
	frappe.flags.in_import = is_importing
	with pytest.raises(
		StageError, match="is no forecast category: choose Pipeline, Best Case, Commit, Omitted"
	):
		make_deal(forecast_category=category)
	deal = move(make_deal(), "Won")
	with pytest.raises(StageError):
		chosen(deal, category)


def test_a_deal_copied_follows_its_stage():
	copied = frappe.copy_doc(chosen(make_deal(), "Omitted"), ignore_no_copy=False)
	assert copied.insert().forecast_category == "Pipeline"


def test_a_move_sends_no_statement_for_it(count_queries):
	"""Both stages are in the cache, as they are after the first move of the day; one statement holds the new one against archiving."""
	deal = move(move(make_deal(), "Qualified"), "Lead")
	deal.update({"stage": stage("Qualified")})
	statements = []
	send, frappe.db.sql = (
		frappe.db.sql,
		lambda *args, **options: statements.append(str(args[0])) or send(*args, **options),
	)
	try:
		deal.save()
	finally:
		del frappe.db.sql
	asked = [each for each in statements if "tabCRM Stage`" in each or 'tabCRM Stage"' in each]
	assert [each.lower().endswith(("for share", "in share mode")) for each in asked] == [True]


def test_the_patch_fills_what_is_empty_and_nothing_else():
	open_deal, chosen_deal, won = (
		move(make_deal(), "Proposal"),
		chosen(make_deal(), "Omitted"),
		move(make_deal(), "Won"),
	)
	before = {
		deal.name: frappe.db.get_value(deal.doctype, deal.name, "modified") for deal in (open_deal, won)
	}
	table = frappe.qb.DocType("CRM Sales Deal")
	names = [open_deal.name, won.name]
	frappe.qb.update(table).set(table.forecast_category, None).where(table.name.isin(names)).run()
	frappe.qb.update("CRM Stage").set("forecast_category", None).run()
	set_forecast_categories.execute()
	assert {
		name: frappe.db.get_value("CRM Stage", stage(name), "forecast_category") for name in SHIPPED
	} == SHIPPED
	deals = [
		frappe.db.get_value("CRM Sales Deal", each.name, "forecast_category")
		for each in (open_deal, won, chosen_deal)
	]
	assert deals == ["Best Case", "Commit", "Omitted"]
	assert {name: frappe.db.get_value("CRM Sales Deal", name, "modified") for name in names} == before


def test_through_rest_a_wrong_one_answers_with_its_sentence(api, make_user):
	client = api(make_user("CRM Manager"))
	before = frappe.db.count("CRM Sales Deal")
	for category in ("Closed", ["Commit"], {"a": 1}, 7):
		answer = client.post(
			"/api/resource/CRM Sales Deal", json={"title": "Cranes", "forecast_category": category}
		)
		assert answer.status_code == 417, answer.text
		assert "is no forecast category: choose Pipeline" in answer.text
		assert "Traceback" not in answer.text
	assert frappe.db.count("CRM Sales Deal") == before
	answer = client.post(
		"/api/resource/CRM Sales Deal", json={"title": "Cranes", "forecast_category": "Commit"}
	)
	assert answer.json()["data"]["forecast_category"] == "Commit"


def test_an_import_of_frappe_s_chooses_it(make_user):
	frappe.flags.in_import = True
	deal = insert("CRM Sales Deal", {"title": "Cranes", "forecast_category": "Commit"})
	frappe.flags.in_import = False
	assert move(deal, "Proposal").forecast_category == "Commit"
