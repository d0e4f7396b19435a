"""A replaced function of Frappe's calls what stood there before: another app's, or Frappe's."""

import frappe
import pytest

from frappe_crm_app.intake.lead_forms import web_form
from frappe_crm_app.kit.overrides import HOOK, replaced_paths, standing_before

PATH = "frappe.website.doctype.web_form.web_form.accept"
OURS = "frappe_crm_app.intake.lead_forms.web_form.accept"
THEIRS = "frappe.client.get_time_zone"  # stands for another app's function


@pytest.fixture
def standing(monkeypatch):
	"""``standing([path, …])`` has these replace Frappe's function, in this order of the apps."""

	def order(paths: list[str]) -> None:
		get_hooks = frappe.get_hooks

		def hooks(hook=None, *arguments, **options):
			found = get_hooks(hook, *arguments, **options)
			return {**found, PATH: paths} if hook == HOOK else found

		monkeypatch.setattr(frappe, "get_hooks", hooks)

	return order


def test_without_others_it_is_frappes():
	assert standing_before(PATH) is frappe.get_attr(PATH)


def test_what_another_app_put_there_before_us_is_called(standing):
	standing(["frappe.ping", THEIRS, OURS])
	assert standing_before(PATH) is frappe.get_attr(THEIRS)


def test_what_comes_after_us_is_not_called_by_us(standing):
	standing([OURS, THEIRS])
	assert standing_before(PATH) is frappe.get_attr(PATH)


def test_a_form_that_is_not_ours_is_taken_by_the_other_app(standing, monkeypatch):
	standing([THEIRS, OURS])
	taken = []
	monkeypatch.setattr(
		frappe.client, "get_time_zone", lambda web_form, data, docname=None: taken.append(docname)
	)
	monkeypatch.setattr(web_form, "doctype_of", lambda name: "ToDo")
	web_form.accept(web_form="theirs", data="{}", docname="x", cmd=PATH)
	assert taken == ["x"]


def test_replaced_are_frappes_functions_only():
	assert replaced_paths()[PATH] == OURS
	assert all(path.startswith("frappe.") for path in replaced_paths())
