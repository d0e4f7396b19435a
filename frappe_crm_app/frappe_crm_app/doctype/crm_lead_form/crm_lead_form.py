import frappe
from frappe import _
from frappe.model.document import Document

from frappe_crm_app.frappe_crm_app.doctype.crm_lead_form.options import Assignment, FormStatus
from frappe_crm_app.frappe_crm_app.doctype.crm_pipeline.options import Tracks
from frappe_crm_app.intake.lead_forms.origins import is_web_address, read_origins
from frappe_crm_app.kit.exceptions import LeadFormError
from frappe_crm_app.kit.field_values import read_values
from frappe_crm_app.records.pipeline.archiving import refuse_archived_stage

LIMITS = ("min_seconds", "token_minutes", "confirm_within_days", "limit_per_address", "limit_overall")
HIGHEST_LIMIT = 1_000_000


class CRMLeadForm(Document):
	"""What a public form needs beyond its questions: whose the leads are, consent, limits, other sites."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from frappe_crm_app.frappe_crm_app.doctype.crm_lead_form_person.crm_lead_form_person import (
			CRMLeadFormPerson,
		)

		allowed_origins: DF.SmallText | None
		assignment: DF.Literal["One Person", "Round Robin"]
		confirm_within_days: DF.Int
		consent_required: DF.Check
		consent_text: DF.SmallText | None
		customer_creation: DF.Literal["Company or Person", "Company Only", "None"]
		double_opt_in: DF.Check
		form_title: DF.Data
		lead_owner: DF.Link | None
		limit_overall: DF.Int
		limit_per_address: DF.Int
		mail_owner: DF.Check
		min_seconds: DF.Int
		people: DF.Table[CRMLeadFormPerson]
		proof_of_work: DF.Check
		redirect_to: DF.Data | None
		source: DF.Link | None
		stage: DF.Link | None
		status: DF.Literal["Draft", "Published", "Closed"]
		success_message: DF.SmallText | None
		token_minutes: DF.Int
		turn: DF.Int
		web_form: DF.Link | None
	# end: auto-generated types

	def onload(self) -> None:
		"""Tell the form the route of its page: few people may read a Web Form."""
		if self.web_form:
			self.set_onload("route", frappe.db.get_value("Web Form", self.web_form, "route"))

	def validate(self) -> None:
		read_values(self)
		self.refuse_foreign_web_form()
		self.refuse_stage_of_deals()
		self.refuse_turns_of_nobody()
		self.refuse_bad_limits()
		self.refuse_bad_addresses()
		self.keep_turn()

	def on_update(self) -> None:
		# Frappe remembers which pages it did not find, and would go on not finding one that is published now.
		frappe.cache.delete_value("website_404")

	def refuse_foreign_web_form(self) -> None:
		"""Raise `LeadFormError` for a web form about something else, or one that another form has."""
		if not self.web_form:
			return
		if frappe.db.get_value("Web Form", self.web_form, "doc_type") != "CRM Lead Submission":
			frappe.throw(_("Choose a Web Form whose DocType is CRM Lead Submission."), LeadFormError)
		if frappe.db.exists("CRM Lead Form", {"web_form": self.web_form, "name": ("!=", self.name)}):
			frappe.throw(_("Another CRM Lead Form already has this Web Form."), LeadFormError)

	def refuse_stage_of_deals(self) -> None:
		"""Raise `LeadFormError` for a stage in which no customer can stand, `StageError` where the form is open and nobody can any more."""
		pipeline = self.stage and frappe.db.get_value("CRM Stage", self.stage, "pipeline")
		if pipeline and frappe.db.get_value("CRM Pipeline", pipeline, "tracks") != Tracks.FOLLOW_UPS:
			frappe.throw(_("Choose a stage of a pipeline that tracks Follow-ups."), LeadFormError)
		if pipeline and self.status != FormStatus.CLOSED:
			refuse_archived_stage(self.stage, pipeline)

	def refuse_turns_of_nobody(self) -> None:
		"""Raise `LeadFormError` for a round robin without people, or with somebody twice."""
		if self.assignment != Assignment.ROUND_ROBIN:
			return
		users = [row.user for row in self.people]
		if not users:
			frappe.throw(_("List the people who take turns."), LeadFormError)
		if len(users) != len(set(users)):
			frappe.throw(_("List each person once; turns are taken evenly."), LeadFormError)

	def refuse_bad_limits(self) -> None:
		"""Raise `LeadFormError` for a negative limit, or one beyond all use."""
		for fieldname in LIMITS:
			if not 0 <= (self.get(fieldname) or 0) <= HIGHEST_LIMIT:
				frappe.throw(
					_("{0} must be between 0 and {1}.").format(
						_(self.meta.get_label(fieldname)), HIGHEST_LIMIT
					),
					LeadFormError,
				)

	def refuse_bad_addresses(self) -> None:
		"""Write origins as browsers send them; raise `LeadFormError` for what is none."""
		if self.redirect_to and not is_web_address(self.redirect_to):
			frappe.throw(_("Redirect To must begin with https:// or http://, or with one /."), LeadFormError)
		try:
			self.allowed_origins = "\n".join(read_origins(self.allowed_origins))
		except ValueError as error:
			frappe.throw(
				_("“{0}” is not an origin. Write one a line, as in https://www.example.com.").format(
					frappe.utils.escape_html(str(error))
				),
				LeadFormError,
			)

	def keep_turn(self) -> None:
		"""Keep whose turn it is, which a job may have changed since the form was opened."""
		if not self.is_new():
			self.turn = frappe.db.get_value("CRM Lead Form", self.name, "turn", for_update=True)
