"""Which rows of templates a project has no more of: what somebody removed from it is not brought back by applying its template again."""

from collections.abc import Mapping

import frappe
from frappe.model.document import Document
from frappe.query_builder.functions import Coalesce
from pypika.functions import Concat

from frappe_crm_app.visibility.guarded import PROJECT


def keys_in(project: Mapping) -> frozenset[str]:
	"""Return the keys of the rows of which something was removed from a project, given by its columns."""
	return frozenset((project.get("removed_rows") or "").splitlines())


def note_removed(removed: Document) -> None:
	"""Note that a milestone or task leaves its project, in one statement, whoever else removes one; of what came from no template nothing."""
	if not removed.template_key or not removed.project:
		return
	project = frappe.qb.DocType(PROJECT)
	noted = Concat(Coalesce(project.removed_rows, ""), f"{removed.template_key}\n")
	frappe.qb.update(project).set(project.removed_rows, noted).where(project.name == removed.project).run()
	frappe.clear_document_cache(PROJECT, removed.project)
