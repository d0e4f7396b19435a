import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import now_datetime

from frappe_crm_app.automation.workflow_rules.archived_stages import refuse_moves_of_rule
from frappe_crm_app.automation.workflow_rules.saving import (
	definition_given,
	first_look_of,
	forget_rule,
	make_version,
)
from frappe_crm_app.frappe_crm_app.doctype.crm_workflow_rule.options import TriggerType
from frappe_crm_app.kit.domain_events import listening
from frappe_crm_app.kit.exceptions import RuleError
from frappe_crm_app.kit.field_values import read_values

DERIVED = (
	"paused_reason",
	"rule_owner",
	"enabled_on",
	"version",
	"version_number",
	"next_look_on",
	"place",
	"turns",
)
MOST_A_MINUTE = 10_000


class CRMWorkflowRule(Document):
	"""When this happens, if that holds, do these things. What it says is kept as versions; runs go on by theirs."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		button_label: DF.Data | None
		conditions: DF.Code | None
		counts_bulk: DF.Check
		cron: DF.Data | None
		date_field: DF.Data | None
		days: DF.Int
		enabled_on: DF.Datetime | None
		event_kind: DF.Data | None
		how_often: DF.Literal["Every Time", "Once", "Once a Day", "Once per Stage"]
		is_enabled: DF.Check
		may_follow_itself: DF.Check
		most_runs_a_minute: DF.Int
		next_look_on: DF.Datetime | None
		paused_reason: DF.SmallText | None
		place: DF.Data | None
		priority: DF.Int
		record_type: DF.Link
		rule_owner: DF.Link | None
		steps: DF.Code | None
		title: DF.Data
		trigger_type: DF.Literal["Event", "Date", "Schedule", "Button"]
		turns: DF.Code | None
		version: DF.Link | None
		version_number: DF.Int
		webhook_secret: DF.Password | None
	# end: auto-generated types

	def validate(self) -> None:
		read_values(self)
		self.keep_derived()
		self.refuse_bad_limits()
		self.is_defined_anew = self.read_definition()
		refuse_moves_of_rule(self, self.is_defined_anew)
		self.run_as_who_defines()
		self.begin_when_turned_on()

	def on_update(self) -> None:
		if self.is_defined_anew:
			make_version(self)
		listening.forget()

	def on_trash(self) -> None:
		if frappe.db.exists("CRM Workflow Run", {"rule": self.name}):
			frappe.throw(_("A rule that has run is kept for its history. Turn it off instead."), RuleError)
		forget_rule(self.name)
		listening.forget()

	def keep_derived(self) -> None:
		"""Ignore what was sent for fields that the engine writes."""
		before = self.get_doc_before_save()
		self.update({name: before.get(name) if before else None for name in DERIVED})

	def refuse_bad_limits(self) -> None:
		"""Raise `RuleError` for a limit that is none."""
		if not 0 <= (self.most_runs_a_minute or 0) <= MOST_A_MINUTE:
			frappe.throw(
				_("A rule runs 1 to {0} times a minute; 0 is no limit.").format(MOST_A_MINUTE), RuleError
			)

	def read_definition(self) -> bool:
		"""Read what the rule says, or refuse it; return whether that is something else than before."""
		before = self.get_doc_before_save()
		text = definition_given(self)
		return not before or not self.version or text != definition_given(before, is_stored=True)

	def run_as_who_defines(self) -> None:
		"""Have the rule act with the rights of whoever wrote what it does: nobody puts words into another's mouth."""
		if self.is_defined_anew or not self.rule_owner:
			self.rule_owner = frappe.session.user

	def begin_when_turned_on(self) -> None:
		"""Begin anew where the rule is turned on, or says something else: what was before is no news.

		What happened before it said something else, and is not looked at yet, is for its former version.
		"""
		before = self.get_doc_before_save()
		if not self.is_enabled:
			self.next_look_on = None
		elif self.is_defined_anew or not (before and before.is_enabled):
			now, is_of_dates = now_datetime(), self.trigger_type == TriggerType.DATE
			if not (before and before.is_enabled):
				self.enabled_on = now
			self.paused_reason, self.place = None, str(now) if is_of_dates else None
			self.next_look_on = first_look_of(self)
