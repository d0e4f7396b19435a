"""What counts something is said in the plural forms of the reader's language."""

import frappe
import pytest

from frappe_crm_app.kit.phrases import and_list, or_list, plural, plural_forms

TASKS = "1 task", "{0} tasks"
IN_ARABIC = {None: "{0} مهمة", "two": "مهمتان", "few": "{0} مهام", "many": "{0} مهمة"}


@pytest.fixture
def speak(site, monkeypatch):
	"""Return what chooses the language. Arabic has the phrases of `TASKS`, as somebody translates them in the desk."""
	translate(TASKS[0], "مهمة واحدة")
	for form, text in IN_ARABIC.items():
		translate(TASKS[1], text, form)
	yield lambda language: monkeypatch.setattr(frappe.local, "lang", language)
	frappe.translate.clear_cache()


def translate(source: str, text: str, context: str | None = None) -> None:
	values = {"language": "ar", "source_text": source, "translated_text": text, "context": context}
	frappe.get_doc({"doctype": "Translation", **values}).insert()


def test_a_count_has_the_form_of_the_language(speak):
	speak("ar")
	assert [plural(count, *TASKS) for count in (1, 2, 3, 11)] == ["مهمة واحدة", "مهمتان", "3 مهام", "11 مهمة"]
	speak("en")
	assert [plural(count, *TASKS) for count in (1, 2)] == ["1 task", "2 tasks"]


def test_a_script_that_counts_by_itself_gets_every_form_with_the_place_of_the_count(speak):
	speak("en")
	assert plural_forms(*TASKS) == {"one": "1 task", "other": "{0} tasks"}
	speak("ar")
	forms = plural_forms(*TASKS)
	assert forms.keys() == {"one", "other", "zero", "two", "few", "many"}
	assert (forms["two"], forms["few"]) == ("مهمتان", "{0} مهام")


def test_lists_are_written_as_the_language_writes_them(speak):
	speak("de")
	assert (and_list(["A", "B", "C"]), or_list(["A", "B"])) == ("A, B und C", "A oder B")
	speak("xx")
	assert and_list(["A", "B"]) == "A and B"
