"""What somebody meant who mistyped a word: terms that there are, one letter away from it."""

from collections.abc import Sequence
from dataclasses import replace

import frappe

from frappe_crm_app.records.search.spelling import may_hold_typo, one_typo_away
from frappe_crm_app.records.search.table import TABLE
from frappe_crm_app.records.search.terms import Asked, Pattern

MOST_CORRECTED = 2  # words of a search
MOST_MEANT = 40  # terms that may be meant by them


def corrected(asked: Sequence[Asked], doctypes: Sequence[str]) -> list[Asked] | None:
	"""Return what was asked for, with the terms that may have been meant beside those that were typed; one statement.

	`None` where no word may hold a typo, or nothing is like it.
	"""
	words = sorted({each.word for each in asked if may_hold_typo(each.word)}, key=len)[-MOST_CORRECTED:]
	if not words:
		return None
	spellings = {word: one_typo_away(word) for word in words}
	there = terms_there(set().union(*spellings.values()), doctypes)
	if not there:
		return None
	return [
		replace(
			each, patterns=(*each.patterns, *map(Pattern, sorted(spellings.get(each.word, set()) & there)))
		)
		for each in asked
	]


def terms_there(terms: set[str], doctypes: Sequence[str]) -> set[str]:
	"""Return those of these terms that some record has."""
	table = frappe.qb.DocType(TABLE)
	query = frappe.qb.from_(table).select(table.term).distinct()
	query = query.where(table.doctype.isin(list(doctypes)) & table.term.isin(sorted(terms)))
	return set(query.limit(MOST_MEANT).run(pluck=True))
