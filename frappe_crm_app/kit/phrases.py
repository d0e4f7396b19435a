"""Phrases that count something, in the plural form that the language of the person wants, and lists of phrases as it writes them.

Frappe's translations know no plural forms: a phrase for one thing and one for several are two strings. Where a language has more forms
than these (Arabic has six), each stands in its catalog under the name of the form (`zero`, `two`, `few`, `many`, as Unicode's CLDR names
them) as context; without an entry, Frappe falls back on the phrase for several. `crm_shared/format.js` is the same for the desk's pages.
"""

from collections.abc import Iterable

import frappe
from babel import Locale, UnknownLocaleError
from babel.lists import format_list
from frappe import _

# The forms that languages have beside those for one and for several.
FORMS = ("zero", "two", "few", "many")


def plural(count: int, one: str, several: str, *others: object) -> str:
	"""Return the translated phrase for `count` things: `plural(3, "1 task", "{0} tasks")`.

	`one` and `several` are written out where this is called, as they would be for `_()`; `{0}` is the count, `others` follow.
	"""
	if count == 1:
		return _(one).format(count, *others)
	return _(several, context=form_of(count)).format(count, *others)


def plural_forms(one: str, several: str) -> dict[str, str]:
	"""Return the translated phrase by the name of each form of the session's language, for a page's script that counts by itself.

	`one` and `other` are in it whatever the language; the places of values are left in.
	"""
	further = {form: _(several, context=form) for form in FORMS if form in language().plural_form.tags}
	return {"one": _(one), "other": _(several), **further}


def form_of(count: int) -> str | None:
	"""Return which of `FORMS` the session's language uses for a count, None for a form that all languages have."""
	form = language().plural_form(count)
	return form if form in FORMS else None


def and_list(phrases: Iterable[str]) -> str:
	"""Return "1 deal and 2 contacts" as the session's language writes it; Frappe's own differs between 15 and 16."""
	return format_list(list(phrases), style="standard", locale=language())


def or_list(phrases: Iterable[str]) -> str:
	"""Return "CRM Admin or CRM Manager" as the session's language writes it."""
	return format_list(list(phrases), style="or", locale=language())


def language() -> Locale:
	"""Return the session's language, English for one that Unicode does not know."""
	try:
		return Locale.parse((frappe.local.lang or "en").replace("-", "_"))
	except (UnknownLocaleError, ValueError):
		return Locale("en")
