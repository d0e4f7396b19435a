"""Phrases that count something, in the plural form that the language of the person wants, and lists as it writes them.

Frappe's translations know no plural forms: a phrase for one thing and one for several are two strings. Where a language has more forms
than these (Arabic has six), each stands in its catalog under the name of the form (`zero`, `two`, `few`, `many`, as Unicode's CLDR names
them) as context; without an entry, Frappe falls back on the phrase for several.
"""

from collections.abc import Iterable

import frappe
from babel import Locale, UnknownLocaleError
from babel.lists import format_list
from frappe import _


def plural(count: int, one: str, several: str, *others: object) -> str:
	"""Return the translated phrase for `count` things: `plural(3, "1 task", "{0} tasks")`.

	`one` and `several` are written out where this is called, as they would be for `_()`; `{0}` is the count, `others` follow.
	"""
	if count == 1:
		return _(one).format(count, *others)
	return _(several, context=form_of(count)).format(count, *others)


def form_of(count: int) -> str | None:
	"""Return which plural form the session's language uses for a count, None for the one that all languages have."""
	form = language().plural_form(count)
	return None if form in ("one", "other") else form


def all_of(texts: Iterable[str]) -> str:
	"""Return "1 deal and 2 contacts" as the session's language writes it; Frappe's own differs between 15 and 16."""
	return format_list(list(texts), style="standard", locale=language())


def one_of(texts: Iterable[str]) -> str:
	"""Return "CRM Admin or CRM Manager" as the session's language writes it."""
	return format_list(list(texts), style="or", locale=language())


def language() -> Locale:
	"""Return the session's language, English for one that Unicode does not know."""
	try:
		return Locale.parse((frappe.local.lang or "en").replace("-", "_"))
	except (UnknownLocaleError, ValueError):
		return Locale("en")
