from frappe_crm_app.kit.field_values import read_values
from frappe_crm_app.records.removal.dependents import remove_files_left_by
from frappe_crm_app.visibility.guards import keep_visibility_rules
from frappe_crm_app.visibility.record import VisibleRecord
from frappe_crm_app.work.projects.following import take_notes_along
from frappe_crm_app.work.projects.leaving import leave_notes_to_customer, remove_plan
from frappe_crm_app.work.projects.participants import keep_participants
from frappe_crm_app.work.projects.rules import (
	follow_deal,
	keep_customers_apart,
	keep_noted,
	mark_completion,
	name_an_owner,
	refuse_end_before_start,
)


class CRMProject(VisibleRecord):
	"""What happens after the sale: milestones and tasks, for a customer, with the people who take part."""

	def validate(self) -> None:
		read_values(self)
		keep_visibility_rules(self)
		name_an_owner(self)
		follow_deal(self)
		keep_customers_apart(self)
		keep_participants(self)
		refuse_end_before_start(self)
		mark_completion(self)
		keep_noted(self)

	def on_update(self) -> None:
		take_notes_along(self)

	def on_trash(self) -> None:
		leave_notes_to_customer(self)
		remove_plan(self)

	def after_delete(self) -> None:
		remove_files_left_by(self)
