"""The search bar's matches (`__global_search`), of which the user is shown what they see.

Frappe 15 shows whatever matches. Frappe 16 loads every match to ask whether it may be read, and fails with an error where
one was deleted since it was indexed. Here what the user sees is asked once for each DocType of ours.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

import frappe
from frappe.desk.doctype.global_search_settings.global_search_settings import get_doctypes_for_global_search
from frappe.query_builder.functions import Match

from frappe_crm_app.kit.field_values import searched_text
from frappe_crm_app.kit.frappe_version import major_version
from frappe_crm_app.kit.received import read_page
from frappe_crm_app.visibility.guarded import GUARDED
from frappe_crm_app.visibility.visible import is_restricted, visible_rows

SEARCHED_FOR_ONE_SHOWN = 50  # how far to look for matches that the user may see
LONGEST_PAGE, LAST_START = 100, 1000
MOST_WORDS = 8


def find(text: str, start: object, length: object, doctype: str | None = None) -> list[dict]:
	"""Return a page of what matches a word of `text` (words are separated by `&`), the best of each word first.

	Each row has `doctype`, `name`, `content` and `rank`, and `title` and `image` where its DocType names such fields.
	"""
	doctypes = set(get_doctypes_for_global_search()) & set(frappe.get_user().get_can_read())
	if doctype:
		doctypes &= {doctype}
	start, length = read_page(start, length, LONGEST_PAGE, LAST_START)
	words, wanted = words_of(text), start + length
	if not any(is_restricted(each) for each in doctypes):
		found, is_all = shown_among(words, doctypes, wanted, wanted)
		if is_all or len(found) == wanted:
			return found[start:]
	return shown_among(words, doctypes, wanted, wanted * SEARCHED_FOR_ONE_SHOWN)[0][start:]


def shown_among(
	words: Sequence[str], doctypes: set[str], wanted: int, looked_at: int
) -> tuple[list[dict], bool]:
	"""Return as many rows as are wanted of what may be shown among the first matches, and whether these were all there are."""
	rows = list(matches(words, doctypes, looked_at))
	facts = facts_of(rows)
	there = [row for row in rows if key_of(row) in facts]
	shown = (row for row in visible_rows(there) if may_show(row))
	return [{**row, **facts[key_of(row)]} for row in islice(shown, wanted)], len(rows) < looked_at


def words_of(text: str) -> list[str]:
	"""Return the first words of a text, each once; one with an apostrophe also with the other one, which may be what is indexed.

	Each is a statement.
	"""
	words = [word.strip() for word in searched_text(text).split("&") if word.strip()]
	return list(dict.fromkeys(spelled for word in words for spelled in spellings(word)))[:MOST_WORDS]


def spellings(word: str) -> tuple[str, ...]:
	"""Return a word with either apostrophe."""
	return word, word.replace("’", "'"), word.replace("'", "’")


def matches(words: Iterable[str], doctypes: Iterable[str], length: int) -> Iterator[frappe._dict]:
	"""Yield the indexed records that match one of the words, each record once; nothing where no DocType is searched."""
	if not doctypes:
		return
	found = set()
	index = frappe.qb.Table("__global_search")
	for word in words:
		rank = Match(index.content).Against(word)
		query = (
			frappe.qb.from_(index)
			.select(index.doctype, index.name, index.content, rank.as_("rank"))
			.where(rank)
			.where(index.doctype.isin(sorted(doctypes)))
			.orderby("rank", order=frappe.qb.desc)
			.limit(length)
		)
		for row in query.run(as_dict=True):
			if key_of(row) not in found:
				found.add(key_of(row))
				yield row


def facts_of(rows: Iterable[dict]) -> dict[tuple[str, str], dict]:
	"""Map the DocType and name of each row's record to its title and image; what is gone is missing."""
	names = defaultdict(list)
	for row in rows:
		names[row["doctype"]].append(row["name"])
	return {
		(doctype, record.pop("name")): record
		for doctype, wanted in names.items()
		for record in frappe.get_all(doctype, filters={"name": ("in", wanted)}, fields=facts_shown(doctype))
	}


def facts_shown(doctype: str) -> list[str]:
	"""Return the columns of a DocType that the search bar shows, under the names it knows."""
	meta = frappe.get_meta(doctype)
	named = {"title": meta.title_field, "image": meta.image_field}
	stored = set(meta.get_valid_columns())
	return ["name", *(f"{field} as {alias}" for alias, field in named.items() if field in stored)]


def may_show(row: dict) -> bool:
	"""Return whether a record of another app may be shown: Frappe 16 asks each one, 15 none."""
	if row["doctype"] in GUARDED or major_version() < 16:
		return True
	return bool(frappe.has_permission(row["doctype"], "read", row["name"]))


def key_of(row: dict) -> tuple[str, str]:
	return row["doctype"], row["name"]
