"""What somebody meant who mistyped a word: terms that there are, one letter away from it."""

from collections.abc import Sequence
from dataclasses import replace

import frappe

from frappe_crm_app.kit.queries import union_all
from frappe_crm_app.records.search.spelling import may_hold_typo, one_typo_away
from frappe_crm_app.records.search.table import TABLE
from frappe_crm_app.records.search.terms import Asked, Pattern

MOST_CORRECTED = 2  # words of a search
MOST_ROWS = 1_000  # of each DocType that are looked at


def corrected(asked: Sequence[Asked], doctypes: Sequence[str]) -> list[Asked] | None:
	"""Return what was asked for, with the terms that may have been meant beside those that were typed; one statement.

	These are found as whole words: by their beginnings, a record that is seen would tell that a hidden one has the word.

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
			each,
			patterns=(
				*each.patterns,
				*(Pattern(term, is_whole=True) for term in sorted(spellings.get(each.word, set()) & there)),
			),
		)
		for each in asked
	]


def terms_there(terms: set[str], doctypes: Sequence[str]) -> set[str]:
	"""Return those of these terms that some record has; of a word that very many have, the others may be missed."""
	table, queries = frappe.qb.DocType(TABLE), []
	for doctype in doctypes:
		query = frappe.qb.from_(table).select(table.term)
		query = query.where((table.doctype == doctype) & table.term.isin(sorted(terms)))
		rows = query.limit(MOST_ROWS).as_("found")
		queries.append(frappe.qb.from_(rows).select(rows.term).distinct())
	return set(union_all(queries).run(pluck=True))
