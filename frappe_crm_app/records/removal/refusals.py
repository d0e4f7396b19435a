"""Sentences that count what must not be lost."""

from collections.abc import Callable

import frappe
from frappe import _
from frappe.model.document import Document

from frappe_crm_app.kit.exceptions import RecordInUseError
from frappe_crm_app.kit.phrases import and_list, plural


def refuse_while_in_use(
	doc: Document, title: str, links: dict[str, tuple[str, Callable[[int], str]]]
) -> None:
	"""Raise `RecordInUseError` while records that stand for themselves belong to `doc`.

	`title` is what people call the record; `links` maps a DocType to its link field and to what says how many of its
	records there are.
	"""
	counted = []
	for doctype, (fieldname, said) in links.items():
		count = frappe.db.count(doctype, {fieldname: doc.name})
		if count:
			counted.append(said(count))
	if not counted:
		return
	frappe.throw(
		_("{0} cannot be deleted: it has {1}. Delete or reassign them first.").format(
			frappe.bold(frappe.utils.escape_html(title)), and_list(counted)
		),
		RecordInUseError,
		title=_("Still In Use"),
	)


def deals(count: int) -> str:
	return plural(count, "1 deal", "{0} deals")


def contacts(count: int) -> str:
	return plural(count, "1 contact", "{0} contacts")
