"""Values and texts that are worked out of fields."""

import frappe
import pytest
from frappe.utils import add_days, getdate

from frappe_crm_app.kit.exceptions import RuleError
from tests.factories import make_customer, make_deal, move
from tests.site.automation.workflow_rules.engine import outcome, rule, run_of, work_off


def moved(**values):
	return move(make_deal(**values), "Proposal")


def change(**formulas: str) -> dict:
	return {"step": "change", "values": {field: {"formula": text} for field, text in formulas.items()}}


def test_fields_are_worked_out_of_others():
	day = getdate()
	rule(
		change(
			value="round(value * 1.1, 2)",
			expected_close_date="expected_close_date + 7 if expected_close_date else today",
			description="upper(title) + ' of ' + customer__industry + ': ' + text(value)",
		)
	)
	customer = make_customer(industry="Steel")
	deal = moved(title="Cranes", value=100.05, expected_close_date=day, customer=customer.name)
	work_off()
	deal.reload()
	assert (deal.value, deal.expected_close_date) == (110.06, add_days(day, 7))
	assert deal.description == "CRANES of Steel: 100.05"


def test_texts_have_values_worked_out():
	rule(
		{
			"step": "note",
			"subject": "{{ title }}: {{= value // 3 }} of {{= value }}",
			"content": "Until {{= today + 1 }}",
		}
	)
	deal = moved(title="{{ value }}", value=10)
	work_off()
	note = frappe.get_doc("CRM Follow-up Note", {"deal": deal.name})
	assert note.subject == "{{ value }}: 3 of 10"
	assert frappe.utils.formatdate(add_days(getdate(), 1)) in note.content


def test_what_cannot_be_worked_out_stops_the_run_with_a_sentence():
	doc = rule(change(value="value / value"))
	moved(value=0)
	work_off()
	assert outcome(doc) == ("Failed", "refused")
	assert run_of(doc).reason == "“value / value” cannot be worked out for this record."


def test_what_does_not_fit_the_field_stops_the_run():
	doc = rule(change(value="title"))
	moved(title="Cranes")
	work_off()
	assert outcome(doc) == ("Failed", "refused")


def test_a_formula_asks_for_nothing_that_the_owner_of_the_rule_may_not_read(make_user):
	admin = make_user("CRM Admin")
	frappe.set_user(admin)
	doc = rule(change(description="text(value)"))
	frappe.set_user("Administrator")
	frappe.db.set_value("DocField", {"parent": "CRM Sales Deal", "fieldname": "value"}, "permlevel", 1)
	frappe.clear_cache(doctype="CRM Sales Deal")
	try:
		deal = moved(value=7)
		work_off()
		assert outcome(doc) == ("Failed", "refused")
		assert not frappe.db.get_value("CRM Sales Deal", deal.name, "description")
	finally:
		frappe.db.rollback()
		frappe.clear_cache(doctype="CRM Sales Deal")


NO_FORMULAS = [
	"frappe",
	"title.upper()",
	"title[0]",
	"__import__('os')",
	"password",
	"customer.industry",
	"",
	"1 +",
	7,
	None,
	"owner__name",
]


def test_what_is_no_formula_is_refused_as_the_rule_is_saved():
	for formula in NO_FORMULAS:
		with pytest.raises(RuleError):
			rule({"step": "change", "values": {"description": {"formula": formula}}})
		with pytest.raises(RuleError):
			rule({"step": "note", "subject": f"{{{{={formula or ' '}.x}}}}"})


def test_a_text_has_few_formulas():
	with pytest.raises(RuleError, match="at most 20"):
		rule({"step": "note", "subject": "{{=1}}" * 21})
