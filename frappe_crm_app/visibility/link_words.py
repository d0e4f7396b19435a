"""What a link says to whoever reads about it later: the title of the linked record, if they see it.

Versions hold links as they were. Frappe 15 stores the name of the linked record, 16 its title (`version_names.py` has it store the
name, too), so a site that came from 15 to 16 holds both. A title belongs to a record for sure only while a record is called so.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable

import frappe
from pypika import Case
from pypika.queries import QueryBuilder
from pypika.terms import Field, ValueWrapper

from frappe_crm_app.kit.queries import union_all
from frappe_crm_app.visibility import policy
from frappe_crm_app.visibility.criteria import NOTHING
from frappe_crm_app.visibility.guarded import GUARDED
from frappe_crm_app.visibility.link_titles import hidden_title

NAMED_BY_THEMSELVES = ("Currency", "Country", "DocType", "Role")
RANDOM_NAME = re.compile("[0-9a-v]{10}")
Link = tuple[str, str]


def words_for(links: Iterable[Link]) -> dict[Link, str]:
	"""Return for each `(doctype, value)` what the session's user may read; `value` is a name or a title.

	A value that names a record is told by its title, another one is a title, or "…" where it is the name of a record that is gone.
	Where the user sees only some of the records, a record
	they do not see is "Not visible to you", and so is a title, unless records have it and they see all of these. Two statements.
	"""
	wanted = by_doctype(links)
	words = {(doctype, value): title_or_ellipsis(value) for doctype in wanted for value in wanted[doctype]}
	names = select_rows({doctype: wanted[doctype] for doctype in wanted if is_titled(doctype)}, by_name)
	words |= {(row.doctype, row.name): word_of(row) for row in names}
	found = {(row.doctype, row.name) for row in names}
	left = by_doctype(link for link in words if link[0] in GUARDED and link not in found)
	left = {doctype: left[doctype] for doctype in left if policy.criterion(doctype) is not None}
	titles = titles_seen(select_rows(left, by_title)) if left else set()
	return words | {
		(doctype, value): value if (doctype, value) in titles else hidden_title()
		for doctype in left
		for value in left[doctype]
	}


def title_or_ellipsis(value: str) -> str:
	"""Return a title as it is, and "…" for what can only be a name."""
	is_name = RANDOM_NAME.fullmatch(value) and any(sign.isdigit() for sign in value)
	return "…" if is_name else value


def by_doctype(links: Iterable[Link]) -> dict[str, list[str]]:
	"""Return the values of each DocType, each once, in order."""
	values = defaultdict(set)
	for doctype, value in links:
		if value:
			values[doctype].add(value)
	return {doctype: sorted(values[doctype]) for doctype in values}


def is_titled(doctype: str) -> bool:
	"""Return whether records of the DocType are called otherwise than by their names."""
	return doctype not in NAMED_BY_THEMSELVES and (
		doctype in GUARDED or frappe.get_meta(doctype).get_title_field() != "name"
	)


def select_rows(wanted: dict[str, list[str]], matching: Callable) -> list[frappe._dict]:
	"""Return `doctype`, `name`, `title` and `is_seen` of the records that match."""
	if not wanted:
		return []
	return union_all([select_records(doctype, values, matching) for doctype, values in wanted.items()]).run(
		as_dict=True
	)


def select_records(doctype: str, values: list[str], matching: Callable) -> QueryBuilder:
	"""Return the query for the records of one DocType."""
	record = frappe.qb.DocType(doctype)
	title = record[frappe.get_meta(doctype).get_title_field()]
	allowed = policy.criterion(doctype)
	if allowed is None or allowed is NOTHING:
		is_seen = ValueWrapper(int(allowed is None))
	else:
		is_seen = Case().when(allowed, 1).else_(0)
	query = frappe.qb.from_(record).select(
		ValueWrapper(doctype).as_("doctype"), record.name, title.as_("title"), is_seen.as_("is_seen")
	)
	return query.where(matching(record.name, title).isin(values))


def by_name(name: Field, title: Field) -> Field:
	return name


def by_title(name: Field, title: Field) -> Field:
	return title


def word_of(row: frappe._dict) -> str:
	"""Return the title of a record that is seen."""
	return (row.title or row.name) if row.is_seen else hidden_title()


def titles_seen(rows: list[frappe._dict]) -> set[Link]:
	"""Return the titles of which every record is seen."""
	hidden = {(row.doctype, row.title) for row in rows if not row.is_seen}
	return {(row.doctype, row.title) for row in rows} - hidden
