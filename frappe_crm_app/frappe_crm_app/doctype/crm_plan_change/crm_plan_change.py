import frappe
from frappe import _

from frappe_crm_app.kit.exceptions import HistoryError
from frappe_crm_app.visibility.record import VisibleRecord


class CRMPlanChange(VisibleRecord):
	"""What somebody moved in the plan of a project, and what moved with it: by this it is undone."""

	def validate(self) -> None:
		if not self.flags.is_of_plan:
			frappe.throw(_("What was moved is written down when it is moved."), HistoryError)
