"""What a capability writes so that its records stand in timelines (hook `crm_timeline_sources`)."""

from collections.abc import Callable
from dataclasses import dataclass

import frappe
from pypika.queries import QueryBuilder, Table
from pypika.terms import Criterion, Term

# What may be read of the rows of a source; each puts into them what it has to say, and the others are NULL.
TEXTS = (
	"by",
	"by_name",
	"kind",
	"subject",
	"text",
	"status",
	"person",
	"outcome",
	"detail",
	"reason",
	"place",
)
MOMENTS = ("scheduled_on", "ends_on", "completed_on", "moment")
NUMBERS = ("number",)


@dataclass(frozen=True)
class TimelineSource:
	"""Entries of timelines: each row of `doctype` is one, of the moment of its creation.

	`name`      one word that no other source has: entries have it as their `source`
	`is_about`  `(doctype, name)` of a record -> the criterion that a row is about it
	`columns`   `(table)` -> what is read of a row, by names of TEXTS, MOMENTS and NUMBERS; `by` is a user or a text
	`entries`   `(doctype, rows)` of a page, each with `name` and those columns -> what each entry says, by the row's name; a row
	            without is left out. `headline` and `text` are shown, as text
	`joined`    `(query, table)` -> the query with further tables joined, where `columns` reads of them; where one has several rows to a
	            row of the source, `entries` gets each of them
	`record`    `(table)` -> the columns that name the DocType and the name of a row's record; with it, a row stands in the timelines of
	            related records, too: what is about a deal in those of its contact and its customer, and the other way round
	`is_told`   `(table)` -> the criterion that a row is an entry at all, where not all are
	`doctypes`  the DocTypes whose records it may be about, where these are not all
	"""

	name: str
	doctype: str
	is_about: Callable[[str, str], Criterion]
	columns: Callable[[Table], dict[str, Term]]
	entries: Callable[[str, list[frappe._dict]], dict[str, dict]]
	joined: Callable[[QueryBuilder, Table], QueryBuilder] = lambda query, _table: query
	record: Callable[[Table], tuple[Term, Term]] | None = None
	is_told: Callable[[Table], Criterion] | None = None
	doctypes: tuple[str, ...] = ()
