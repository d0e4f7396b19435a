"""Which steps of the first hour are skipped: kept in CRM Desk Settings, for the whole site."""

from collections.abc import Iterable

import frappe
from frappe import _
from frappe.model.document import Document

from frappe_crm_app.setup_guide.site import settings_to_change
from frappe_crm_app.setup_guide.steps import Step

FIELD = "first_hour_skipped"


def steps_in(settings: Document) -> list[Step]:
	"""Return the steps that these settings skip; words that are no steps any more do not count."""
	words = (settings.get(FIELD) or "").split()
	return [step for step in Step if step in words]


def set_skipped(step: str, is_skipped: bool) -> None:
	"""Skip a step, or offer it again; raises `frappe.ValidationError` for what is none."""
	if step not in list(Step):
		frappe.throw(_("There is no step {0}.").format(frappe.utils.escape_html(step)))
	settings = settings_to_change()
	others = [each for each in steps_in(settings) if each != step]
	keep(settings, [*others, Step(step)] if is_skipped else others)


def keep(settings: Document, steps: Iterable[Step]) -> None:
	"""Store which steps are skipped, where these are others than before."""
	words = " ".join(step for step in Step if step in set(steps))
	if words != (settings.get(FIELD) or ""):
		settings.set(FIELD, words)
		settings.save()
