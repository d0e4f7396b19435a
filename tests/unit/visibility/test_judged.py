"""How the list of judged functions is read. That it is complete is tested where Frappe is (`tests/site/visibility`)."""

import pytest

from frappe_crm_app.visibility.request_guard.judged import Argument, judgements, read


def test_a_line_says_what_arguments_are_and_whose():
	judgement = read(
		"frappe.some.call(doctype: doctype, name: name, note, goal: field of kind; seen: filters of Event)"
	)
	assert judgement.path == "frappe.some.call"
	assert judgement.parameters == ("doctype", "name", "note", "goal")
	assert judgement.arguments == (
		Argument("doctype", "doctype"),
		Argument("name", "name"),
		Argument("goal", "field", "kind"),
		Argument("seen", "filters", "Event"),
	)
	assert judgement.doctype_argument == "doctype"


@pytest.mark.parametrize("line", ["frappe.some.call", "frappe.some.call(name: nonsense)"])
def test_a_line_that_says_nothing_is_an_error(line):
	with pytest.raises(ValueError, match=r"No judgement|no role"):
		read(line)


def test_the_versions_have_their_own():
	assert "frappe.client.validate_link" in judgements(15)
	assert "frappe.client.validate_link" not in judgements(16)
	assert "frappe.client.validate_link_and_fetch" in judgements(16)


@pytest.mark.parametrize("version", [15, 16])
def test_columns_have_a_doctype(version):
	for judgement in judgements(version).values():
		for each in judgement.arguments:
			if each.role in ("field", "fields", "filters", "conditions", "sorting", "field_map"):
				assert each.of or judgement.doctype_argument, (judgement.path, each)
