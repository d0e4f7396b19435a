from frappe.model.document import Document

from frappe_crm_app.kit.field_values import read_values
from frappe_crm_app.work.projects.templates.reading import name_rows, read_template


class CRMProjectTemplate(Document):
	"""Milestones and tasks that a project begins with: days counted from anchors, roles in place of people."""

	def validate(self) -> None:
		read_values(self)
		name_rows(self)
		read_template(self)  # refuses what cannot be applied
