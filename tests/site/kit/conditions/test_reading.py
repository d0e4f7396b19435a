"""What is no condition is refused in one sentence."""

import frappe
import pytest

from frappe_crm_app.kit.conditions.criterion import select_matching
from frappe_crm_app.kit.conditions.fields import fields_of
from frappe_crm_app.kit.conditions.present import Present
from frappe_crm_app.kit.conditions.trees import EVERYTHING, Group, Join, asks_for_before, read_tree
from frappe_crm_app.kit.exceptions import ConditionError
from frappe_crm_app.kit.timezones import zone_of
from tests.factories import make_contact, make_deal

DEAL = "CRM Sales Deal"


def asked(field="title", operator="is", **more) -> dict:
	return {"field": field, "operator": operator, **more}


WRONG = {
	"no group": [],
	"a text": "all",
	"two joins": {"all": [], "any": []},
	"an unknown join": {"some": []},
	"members that are no list": {"all": {}},
	"a member that is nothing": {"all": [1]},
	"groups too deep": {"all": [{"all": [{"all": [{"all": [{"all": []}]}]}]}]},
	"too many tests": {"all": [asked(value="x")] * 101},
	"an unknown field": {"all": [asked("nothing", value="x")]},
	"a column of another table": {"all": [asked("contact.customer.name", value="x")]},
	"a field with a function": {"all": [asked("sleep(9)", value="x")]},
	"a hidden field": {"all": [asked("has_further_people", "is_checked")]},
	"a table": {"all": [asked("people", "is_filled")]},
	"a field that is no text": {"all": [asked(["title"], value="x")]},
	"an unknown operator": {"all": [asked("title", "like", value="x")]},
	"an operator of another kind": {"all": [asked("title", "less_than", value=1)]},
	"a key too many": {"all": [asked(value="x", sql="1=1")]},
	"an unknown side": {"all": [asked(value="x", of="tomorrow")]},
	"no value": {"all": [asked()]},
	"an empty value": {"all": [asked(value="  ")]},
	"a list for one value": {"all": [asked(value=["x"])]},
	"one value for a list": {"all": [asked("title", "is_one_of", value="x")]},
	"no values": {"all": [asked("title", "is_one_of", value=[])]},
	"too many values": {"all": [asked("title", "is_one_of", value=["x"] * 201)]},
	"three for two": {"all": [asked("value", "between", value=[1, 2, 3])]},
	"a long text": {"all": [asked(value="x" * 501)]},
	"half a character": {"all": [asked(value="\ud83d")]},
	"a zero byte": {"all": [asked(value="a\0b")]},
	"no number": {"all": [asked("value", "more_than", value="many")]},
	"an endless number": {"all": [asked("value", "more_than", value=float("inf"))]},
	"yes for a number": {"all": [asked("value", "more_than", value=True)]},
	"a large number": {"all": [asked("value", "more_than", value=1e13)]},
	"no date": {"all": [asked("expected_close_date", "before", value="tomorrow")]},
	"a day that is not there": {"all": [asked("expected_close_date", "before", value="2026-02-30")]},
	"a year before all": {"all": [asked("expected_close_date", "before", value="0001-01-01")]},
	"days that are no number": {"all": [asked("expected_close_date", "in_last_days", value="3")]},
	"days below nothing": {"all": [asked("expected_close_date", "in_last_days", value=-1)]},
	"too many days": {"all": [asked("expected_close_date", "in_last_days", value=99999)]},
}


@pytest.mark.parametrize("given", WRONG.values(), ids=WRONG)
def test_what_is_no_condition_is_refused(given):
	with pytest.raises(frappe.ValidationError) as refusal:
		read_tree(given, fields_of(DEAL))
	sentence = str(refusal.value)
	assert sentence.endswith(".")
	assert "<" not in sentence
	assert len(sentence) < 250


def test_markup_in_what_is_refused_is_shown_as_text():
	with pytest.raises(ConditionError, match="&lt;img"):
		read_tree({"all": [asked("<img onerror=x>")]}, fields_of(DEAL))


def test_nothing_asked_is_fulfilled_by_everything():
	assert read_tree({"all": []}, fields_of(DEAL)) == EVERYTHING == Group(Join.ALL)


def test_fields_of_linked_records_are_offered_and_named():
	fields = fields_of(DEAL)
	assert fields["contact.email"].label == "Contact: Email"
	assert {"title", "stage", "owner", "creation", "customer.industry"} <= fields.keys()
	assert "contact.customer.industry" not in fields


def test_it_is_known_whether_the_former_state_is_asked_for():
	fields = fields_of(DEAL)
	assert not asks_for_before(read_tree({"all": [asked(value="x")]}, fields))
	assert asks_for_before(read_tree({"any": [{"all": [asked(value="x", of="before")]}]}, fields))
	assert asks_for_before(read_tree({"all": [asked("title", "changed")]}, fields))


def test_records_that_fulfil_conditions_are_found_by_one_statement(count_queries):
	boss, clerk = make_contact(job_title="Head of SALES "), make_contact(job_title="Clerk")
	wanted = make_deal(contact=boss.name, value=500)
	make_deal(contact=clerk.name, value=500)
	make_deal(contact=boss.name, value=5)
	tree = read_tree(
		{
			"all": [
				asked("contact.job_title", "ends_with", value="sales"),
				asked("value", "more_than", value=10),
			]
		},
		fields_of(DEAL),
	)
	zone = zone_of(None)
	found = []

	def search() -> None:
		query, deal = select_matching(DEAL, tree, Present(frappe.utils.now_datetime(), zone, zone))
		found.extend(query.select(deal.name).run(pluck=True))

	assert count_queries(search) == 1
	assert found == [wanted.name]
