"""The library: documents that somebody sees, by folder, kind, tag, words, and what they are about."""

from dataclasses import dataclass

import frappe
from frappe.utils import cint
from pypika.functions import Concat, Lower
from pypika.queries import QueryBuilder
from pypika.terms import Criterion

from frappe_crm_app.kit.field_values import searched_text
from frappe_crm_app.kit.file_types import is_shown
from frappe_crm_app.kit.received import read_page
from frappe_crm_app.records.search.candidates import candidates_of
from frappe_crm_app.records.search.openly import found_openly
from frappe_crm_app.records.search.sources import source_of
from frappe_crm_app.records.search.terms import asked_for
from frappe_crm_app.visibility.criteria import any_of
from frappe_crm_app.visibility.guarded import DOCUMENT
from frappe_crm_app.visibility.link_words import words_for
from frappe_crm_app.visibility.permlevels import empty_hidden, refuse_hidden_field
from frappe_crm_app.visibility.user_criteria import UserCriteria
from frappe_crm_app.work.documents.checking_out import is_checked_out
from frappe_crm_app.work.documents.folders import all_folders, with_folders_in

FIELDS = (
	"name", "title", "kind", "folder", "tags", "version", "file_name", "file_size", "content_type", "versioned_on", "versioned_by",
	"checked_out_by", "checked_out_until", "modified",
)  # fmt: skip
LINK, ASSIGNEE = "CRM Document Link", "CRM Document Assignee"
LONGEST_PAGE = 100
LIKE_SIGNS = str.maketrans({"%": r"\%", "_": r"\_", "\\": r"\\"})


@dataclass(frozen=True)
class Asked:
	"""What a page of the library is asked for; what is empty asks for nothing."""

	folder: str = ""
	kind: str = ""
	tag: str = ""
	text: str = ""
	record: tuple[str, str] | None = None
	is_mine: bool = False


def page(asked: Asked, start: object = 0, length: object = 50) -> dict:
	"""Return `{documents, has_more, folders, kinds, may_add}`; see `api.get_library`."""
	frappe.has_permission(DOCUMENT, "read", throw=True)
	folders = all_folders()
	start, length = read_page(start, length, LONGEST_PAGE)
	rows = rows_of(asked, folders, start, length + 1)
	return {
		"documents": told(rows[:length]),
		"has_more": len(rows) > length,
		"folders": folders,
		"kinds": [
			kind for kind in (frappe.get_meta(DOCUMENT).get_field("kind").options or "").split("\n") if kind
		],
		"may_add": bool(frappe.has_permission(DOCUMENT, "create")),
	}


def rows_of(asked: Asked, folders: list[frappe._dict], start: int, length: int) -> list[frappe._dict]:
	"""Return the documents that were asked for and that the session's user sees, those with the newest versions first."""
	document = frappe.qb.DocType(DOCUMENT)
	query = frappe.qb.from_(document).select(*(document[field] for field in FIELDS))
	for criterion in criteria_of(asked, folders):
		query = query.where(criterion)
	allowed = UserCriteria().criterion(DOCUMENT)
	query = query if allowed is None else query.where(allowed)
	query = query.orderby(document.modified, order=frappe.qb.desc).orderby(document.name)
	return query.limit(length).offset(start).run(as_dict=True)


def criteria_of(asked: Asked, folders: list[frappe._dict]) -> list[Criterion]:
	"""Return what was asked for, each a criterion; raises `frappe.PermissionError` for a field that the user does not read."""
	document, found = frappe.qb.DocType(DOCUMENT), []
	if asked.folder:
		refuse_hidden_field(DOCUMENT, "folder")
		found.append(document.folder.isin(with_folders_in(asked.folder, folders)))
	if asked.kind:
		refuse_hidden_field(DOCUMENT, "kind")
		found.append(document.kind == asked.kind)
	if asked.tag:
		refuse_hidden_field(DOCUMENT, "tags")
		found.append(Concat(", ", document.tags, ",").like(f"%, {asked.tag.strip().translate(LIKE_SIGNS)},%"))
	if asked.record:
		found.append(document.name.isin(about(*asked.record)))
	if asked.is_mine:
		found.append(document.checked_out_by == frappe.session.user)
	text = searched_text(asked.text)
	return [*found, is_found_by(text)] if text else found


def about(doctype: str, name: str) -> QueryBuilder:
	"""Return the query for the names of documents that are about a record."""
	row = frappe.qb.DocType(LINK)
	return (
		frappe.qb.from_(row).select(row.parent).where((row.link_doctype == doctype) & (row.link_name == name))
	)


def is_found_by(text: str) -> Criterion:
	"""Return the criterion that a document has these words: in its title, its file's name, its tags, or its PDF."""
	document, asked = frappe.qb.DocType(DOCUMENT), asked_for(text)
	in_title = Lower(document.title).like(f"%{text.lower().translate(LIKE_SIGNS)}%")
	found = candidates_of([DOCUMENT], asked).get(DOCUMENT) if asked else None
	names = found_openly(source_of(DOCUMENT), found.names, asked) if found else []
	return any_of(in_title, document.name.isin(list(names))) if names else in_title


def told(rows: list[frappe._dict]) -> list[frappe._dict]:
	"""Return documents as a page shows them: with who has them checked out now, and whether a browser may show them."""
	people = [("User", user) for row in rows for user in (row.versioned_by, row.checked_out_by) if user]
	words = words_for(people)
	for row in rows:
		if not is_checked_out(row):
			row.checked_out_by = row.checked_out_until = None
		row.checked_out_by_title = words.get(("User", row.checked_out_by))
		row.versioned_by_title = words.get(("User", row.versioned_by))
		row.is_shown = int(is_shown(row.content_type))
		row.tags = [tag for tag in (row.tags or "").split(", ") if tag]
		row.file_size = cint(row.file_size)
	empty_hidden(DOCUMENT, rows)
	return rows
