"""What the sources of ours have in common: their names, how a row names its record, and texts without markup."""

from html import unescape

import frappe
from frappe.utils import strip_html
from pypika.queries import Table
from pypika.terms import Criterion, Field

from frappe_crm_app.kit.enums import StrEnum

READ = 20_000  # characters of a mail or comment, markup included, that are read to show its beginning
SHORT = 600  # characters of a mail or comment that a timeline shows
Rows = list[frappe._dict]


class Source(StrEnum):
	"""The names of these sources."""

	NOTE = "note"
	MAIL = "mail"
	COMMENT = "comment"
	STAGE = "stage"
	FILE = "file"
	CHANGE = "change"


def is_referenced(table: Table, doctype: str, name: str) -> Criterion:
	return (table.reference_doctype == doctype) & (table.reference_name == name)


def referenced(table: Table) -> tuple[Field, Field]:
	"""Return the columns by which most DocTypes name the record of a row."""
	return table.reference_doctype, table.reference_name


def plain(html: str | None) -> str:
	"""Return the text of something that may hold markup, with its line breaks."""
	text = (html or "").replace("<br>", "\n").replace("</p>", "\n").replace("</div>", "\n")
	return unescape(strip_html(text)).strip()
