"""Sentences that count what must not be lost."""

import frappe
from frappe import _
from frappe.model.document import Document

from frappe_crm_app.kit.exceptions import RecordInUseError


def refuse_while_in_use(doc: Document, title: str, links: dict[str, tuple[str, str, str]]) -> None:
	"""Raise `RecordInUseError` while records that stand for themselves belong to `doc`.

	`title` is what people call the record; `links` maps a DocType to its link field and to the words for one of its
	records and for several.
	"""
	counted = []
	for doctype, (fieldname, one, several) in links.items():
		count = frappe.db.count(doctype, {fieldname: doc.name})
		if count:
			counted.append(f"{count} {_(one) if count == 1 else _(several)}")
	if not counted:
		return
	frappe.throw(
		_("{0} cannot be deleted: it has {1}. Delete or reassign them first.").format(
			frappe.bold(frappe.utils.escape_html(title)), _(" and ").join(counted)
		),
		RecordInUseError,
		title=_("Still In Use"),
	)
