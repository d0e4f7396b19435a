"""The endpoints of the Today page. All answer with what the session's user may see; what is refused is refused in a sentence."""

import frappe

from frappe_crm_app.kit.conflicts import repeated_on_conflict
from frappe_crm_app.screens.today import acting, number_cards, page, people


@frappe.whitelist(methods=["GET"])
def get_setup() -> dict:
	"""Return whose days there are to choose from: `{has_team, sees_everyone, people: [{user, full_name}]}`."""
	return people.choices()


@frappe.whitelist(methods=["GET"])
def get_today(
	whose: str = people.Whose.MINE, only: str | None = None, start: int = 0, page_length: int = page.SHOWN
) -> dict:
	"""Return `{whose, date, parts: [{key, label, total, rows, list, hint}]}`.

	`whose` is mine, team, everybody or a user. `list` is the DocType and the filters of the list that shows just the records of
	`total`, or nothing where no list can. `only` names one part, of which `start` skips rows.
	"""
	return page.today(whose, only, start, page_length)


@frappe.whitelist(methods=["GET", "POST"])  # the desk's number cards post
def get_number(filters: str | dict | None = None) -> dict:
	"""Return the number of the session's own part that `filters` name, `{"part": key}`, as Frappe's number cards take it."""
	return number_cards.number(filters)


@frappe.whitelist(methods=["POST"])
@repeated_on_conflict
def finish(
	doctype: str,
	name: str,
	happened: str | None = None,
	action: str | None = None,
	next_step: str | dict | None = None,
	mentioned: str | list | None = None,
) -> dict:
	"""Mark a planned note as done, or note what was done (`action`) about a deal or contact; return `{note, next_step}`, names.

	`happened` is added to the note's text. `next_step`, `{action, scheduled_on, content, mentioned}`, is planned in the same transaction.
	`mentioned` are users who are named in the text; those who may see the note are told.
	"""
	return acting.finish(doctype, name, happened, action, next_step, mentioned)


@frappe.whitelist(methods=["POST"])
@repeated_on_conflict
def snooze(doctype: str, name: str, until: str, part: str | None = None) -> None:
	"""Put a row off until a moment of the site's clock, which must be ahead.

	A planned note is moved. Of a deal past its closing date (`part`) that date is; about another deal, or a contact, a note is planned.
	"""
	acting.snooze(doctype, name, until, part)
