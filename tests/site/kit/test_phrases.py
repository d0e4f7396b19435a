"""What counts something is said in the plural forms of the reader's language."""

import frappe
import pytest

from frappe_crm_app.kit.phrases import and_list, or_list, plural, plural_forms


@pytest.fixture
def speak(site, monkeypatch):
	return lambda language: monkeypatch.setattr(frappe.local, "lang", language)


def test_a_count_has_the_form_of_the_language(speak):
	speak("ar")
	said = [plural(count, "1 task", "{0} tasks") for count in (1, 2, 3, 11)]
	assert said == ["مهمة واحدة", "مهمتان", "3 مهام", "11 مهمة"]
	speak("en")
	assert [plural(count, "1 task", "{0} tasks") for count in (1, 2)] == ["1 task", "2 tasks"]


def test_a_script_that_counts_by_itself_gets_every_form_with_the_place_of_the_count(speak):
	speak("en")
	assert plural_forms("1 task", "{0} tasks") == {"one": "1 task", "other": "{0} tasks"}
	speak("ar")
	forms = plural_forms("1 task", "{0} tasks")
	assert forms.keys() == {"one", "other", "zero", "two", "few", "many"}
	assert (forms["two"], forms["few"]) == ("مهمتان", "{0} مهام")


def test_lists_are_written_as_the_language_writes_them(speak):
	speak("de")
	assert (and_list(["A", "B", "C"]), or_list(["A", "B"])) == ("A, B und C", "A oder B")
	speak("xx")
	assert and_list(["A", "B"]) == "A and B"
