import frappe
from frappe import _
from frappe.utils import get_datetime, now_datetime

from frappe_crm_app.frappe_crm_app.doctype.crm_follow_up_note.options import Action, NoteStatus
from frappe_crm_app.kit.exceptions import PeriodError
from frappe_crm_app.kit.field_values import read_values
from frappe_crm_app.kit.sparse_tables import SparseTables
from frappe_crm_app.records.follow_up.activity import lock_records_of, refresh_records_of
from frappe_crm_app.records.follow_up.reference import fill_from_reference
from frappe_crm_app.visibility.guards import keep_visibility_rules
from frappe_crm_app.visibility.record import VisibleRecord

SUBJECT_LENGTH = 140


class CRMFollowupNote(SparseTables, VisibleRecord):
	"""What happened and what comes next: comment, logged call, protocol, meeting, reminder and task alike."""

	SPARSE_TABLES = ("blocked_by", "checklist")
	ROWS_FIELD = "has_task_rows"

	def validate(self) -> None:
		read_values(self)
		self.note_rows()
		keep_visibility_rules(self)
		fill_from_reference(self)
		self.set_subject()
		self.set_status()
		self.refuse_outcome_of_no_call()
		self.refuse_end_before_start()
		self.assign_what_is_planned()
		self.mark_completion()

	def on_update(self) -> None:
		refresh_records_of(self.get_doc_before_save(), self)

	def on_trash(self) -> None:
		lock_records_of(self)

	def after_delete(self) -> None:
		refresh_records_of(self)

	def set_subject(self) -> None:
		"""Name a note without a subject after the first line of its text, else after its action: so a text of a higher level, too."""
		if not self.subject:
			is_told = self.meta.get_field("content").permlevel <= self.meta.get_field("subject").permlevel
			lines = (self.content or "").strip().splitlines() if is_told else []
			self.subject = (lines[0].strip() if lines else _(self.action))[:SUBJECT_LENGTH]

	def set_status(self) -> None:
		"""Leave open what is planned or a task, and done what was only noted."""
		if not self.status:
			is_planned = self.scheduled_on or self.action == Action.TASK
			self.status = NoteStatus.OPEN if is_planned else NoteStatus.DONE

	def refuse_outcome_of_no_call(self) -> None:
		"""Raise `frappe.ValidationError` for the outcome of a call on what is none."""
		if self.call_outcome and self.action != Action.CALL:
			frappe.throw(
				_("Only a call has the outcome of a call: this is “{0}”. Leave the outcome empty.").format(
					_(self.action)
				)
			)

	def refuse_end_before_start(self) -> None:
		"""Raise `PeriodError` for an end without a start or before it."""
		if not self.ends_on:
			return
		if not self.scheduled_on or get_datetime(self.ends_on) < get_datetime(self.scheduled_on):
			frappe.throw(_("A follow-up cannot end before it starts."), PeriodError)

	def assign_what_is_planned(self) -> None:
		"""Give what is to be done to whoever wrote it down, unless somebody was named."""
		if self.status == NoteStatus.OPEN and self.is_new() and not self.contact_assigned:
			self.assigned_to = self.assigned_to or frappe.session.user

	def mark_completion(self) -> None:
		"""Record when and by whom the note was completed; reopening clears both.

		What was sent to us (`flags.is_received`) is nothing that anybody of us did: a new lead stays new.
		"""
		if self.status != NoteStatus.DONE:
			self.completed_on = self.completed_by = None
			return
		before = self.get_doc_before_save()
		was_done = before and before.status == NoteStatus.DONE
		if self.flags.is_received or (was_done and not (before.completed_on or self.completed_on)):
			return
		self.completed_on = self.completed_on or now_datetime()
		self.completed_by = before.completed_by if was_done else frappe.session.user
		if get_datetime(self.completed_on) > now_datetime():
			frappe.throw(_("What is done cannot have been completed in the future."), PeriodError)


def on_doctype_update() -> None:
	"""Index what lists, calendars, boards and timelines of notes filter and sort by."""
	frappe.db.add_index("CRM Follow-up Note", ["reference_doctype", "reference_name", "creation"])
	for link in ("contact", "customer", "deal"):
		frappe.db.add_index("CRM Follow-up Note", [link, "status", "scheduled_on"])
		frappe.db.add_index("CRM Follow-up Note", [link, "status", "completed_on"])
		frappe.db.add_index("CRM Follow-up Note", [link, "creation"])
	frappe.db.add_index("CRM Follow-up Note", ["project", "status", "scheduled_on"], "notes_of_project")
	frappe.db.add_index("CRM Follow-up Note", ["assigned_to", "status", "scheduled_on"])
	frappe.db.add_index("CRM Follow-up Note", ["status", "reminded_on", "scheduled_on"])
	frappe.db.add_index("CRM Follow-up Note", ["status", "scheduled_on"], "planned_notes")
