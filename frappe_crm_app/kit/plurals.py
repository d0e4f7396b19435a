"""Phrases that count something, in the plural form that the language of the person wants.

Frappe's translations know no plural forms: a phrase for one thing and one for several are two strings. Where a language has more forms
than these (Arabic has six), each stands in its catalog under the name of the form (`zero`, `two`, `few`, `many`, as Unicode's CLDR names
them) as context; without an entry, Frappe falls back on the phrase for several.
"""

import frappe
from babel import Locale, UnknownLocaleError
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
	try:
		form = Locale.parse((frappe.local.lang or "en").replace("-", "_")).plural_form(count)
	except (UnknownLocaleError, ValueError):
		return None
	return None if form in ("one", "other") else form
