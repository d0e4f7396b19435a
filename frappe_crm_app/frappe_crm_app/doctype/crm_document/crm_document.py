from frappe_crm_app.kit.field_values import read_values
from frappe_crm_app.visibility.guards import keep_visibility_rules
from frappe_crm_app.visibility.record import VisibleRecord
from frappe_crm_app.work.documents.leaving import leave_out_gone, remove_files_of, remove_parts
from frappe_crm_app.work.documents.linking import keep_links
from frappe_crm_app.work.documents.rules import keep_assignees, keep_derived, keep_tags


class CRMDocument(VisibleRecord):
	"""A file with its versions, seen through what it is about."""

	def save(self, *args, **kwargs) -> "CRMDocument":
		leave_out_gone(self)
		return super().save(*args, **kwargs)

	def validate(self) -> None:
		read_values(self)
		keep_derived(self)
		keep_visibility_rules(self)
		keep_links(self)
		keep_assignees(self)
		keep_tags(self)

	def on_trash(self) -> None:
		remove_parts(self)

	def after_delete(self) -> None:
		remove_files_of(self)
