"""What Version keeps of a value is read back as that value, whatever the site's formats, or not at all."""

from datetime import date, datetime

import frappe
import pytest

from frappe_crm_app.automation.workflow_rules.proof.past import UNKNOWN
from frappe_crm_app.automation.workflow_rules.proof.texts_kept import KeptTexts
from frappe_crm_app.kit.conditions.fields import fields_of

DEAL = "CRM Sales Deal"
VALUES = {
	"value": [1, 10.5, 1000, 1234.56, 1_000_000, 12_345.67],
	"expected_close_date": [date(2026, 3, 4), date(2026, 12, 31)],
	"stage_entered_on": [datetime(2026, 3, 4, 5, 6, 7)],
	"title": ["Cranes & “boats”", "a <b>"],
	"outcome": ["Open", "Won"],
	"probability": [25, 12.5],
}


def as_version_keeps_it(fieldname: str, value: object) -> object:
	"""Return a value as Frappe's Version stores it: as `Document.get_formatted` shows it."""
	doc = frappe.new_doc(DEAL)
	doc.update({fieldname: value, "currency": "USD"})
	return doc.get_formatted(fieldname)


@pytest.fixture(
	params=[
		("#,###.##", "mm-dd-yyyy"),
		("#.###,##", "dd.mm.yyyy"),
		("# ###.##", "yyyy-mm-dd"),
		("#'###.##", "dd/mm/yyyy"),
	]
)
def _formats(request):
	number, day = request.param
	frappe.db.set_default("number_format", number)
	frappe.db.set_default("date_format", day)
	frappe.local.user_date_format = None
	yield
	frappe.local.user_date_format = None
	frappe.db.rollback()
	frappe.clear_cache()


@pytest.mark.usefixtures("_formats")
def test_what_was_shown_is_read_back():
	"""All fields at once: to change a site's formats takes longer than to ask."""
	fields, read = fields_of(DEAL), KeptTexts()
	for fieldname, values in VALUES.items():
		for value in values:
			found = read(fields[fieldname], as_version_keeps_it(fieldname, value))
			assert found in (value, UNKNOWN), (fieldname, value)


def test_with_the_shipped_formats_nothing_is_left_open():
	read = KeptTexts()
	for fieldname, values in VALUES.items():
		about = fields_of(DEAL)[fieldname]
		assert [read(about, as_version_keeps_it(fieldname, value)) for value in values] == values


def test_what_imports_wrote_as_it_is_stored_is_read_too():
	fields, read = fields_of(DEAL), KeptTexts()
	assert read(fields["value"], 12.5) == 12.5
	assert read(fields["expected_close_date"], "2026-03-04") == date(2026, 3, 4)
	assert read(fields["stage_entered_on"], "2026-03-04 05:06:07.5") == datetime(2026, 3, 4, 5, 6, 7, 500000)
	assert read(fields["title"], None) is read(fields["title"], "") is None


@pytest.mark.parametrize(
	("fieldname", "text"), [("value", "many"), ("expected_close_date", "soon"), ("outcome", "?")]
)
def test_what_cannot_be_read_is_not_known(fieldname, text):
	assert KeptTexts()(fields_of(DEAL)[fieldname], text) is UNKNOWN
