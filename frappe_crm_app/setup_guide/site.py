"""What a site has of what the first hour asks for; what belongs to the demo does not count."""

from dataclasses import dataclass

import frappe
from frappe.model.document import Document

from frappe_crm_app.demo.load import is_loaded
from frappe_crm_app.demo.marks import PREFIX, STAFF_DOMAIN
from frappe_crm_app.demo.seller import is_of_demo
from frappe_crm_app.frappe_crm_app.doctype.crm_lead_form.options import Assignment, FormStatus
from frappe_crm_app.frappe_crm_app.doctype.crm_pipeline.options import Tracks
from frappe_crm_app.frappe_crm_app.doctype.crm_stage.options import Outcome
from frappe_crm_app.records.pipeline.defaults import default_pipeline
from frappe_crm_app.records.pipeline.stage_table import missing_outcomes, warning_of
from frappe_crm_app.setup_guide.steps import Step
from frappe_crm_app.visibility.roles import CRMRole
from frappe_crm_app.visibility.users import NOT_FOR_PEOPLE

SETTINGS = "CRM Desk Settings"
# Names of rows that are the site's own.
OWN = {"name": ("not like", f"{PREFIX}%")}


@dataclass(frozen=True)
class Site:
	"""What was read: the settings' values, names of the site's own records or `""`, and what cannot happen in the pipeline."""

	currency: str
	company: str
	trade: str
	pipeline: str
	outcomes: frozenset[str]
	person: str
	mail_account: str
	mailbox: str
	form: str
	owned_form: str
	contact: str
	won_deal: str
	has_demo: bool

	def done(self) -> set[Step]:
		"""Return the steps that this site has done."""
		ticks = {
			Step.CURRENCY: self.currency,
			Step.COMPANY: self.company.strip(),
			Step.PIPELINE: self.pipeline and not missing_outcomes(self.outcomes),
			Step.TRADE: self.trade,
			Step.PEOPLE: self.person,
			Step.MAIL: self.mail_account or self.mailbox,
			Step.FORM: self.owned_form,
			Step.CONTACTS: self.contact,
			Step.DEAL: self.won_deal,
		}
		return {step for step, tick in ticks.items() if tick}

	def facts(self) -> dict:
		"""Return what the page shows beside the steps."""
		return {
			"currency": self.currency,
			"company": self.company,
			"trade": self.trade,
			"pipeline": self.pipeline,
			"warning": warning_of(self.outcomes) if self.pipeline else "",
			"form": self.form,
			"has_mail_account": bool(self.mail_account),
			"has_demo": self.has_demo,
		}


def settings_to_change() -> Document:
	"""Return CRM Desk Settings as they are now, locked: what is changed by two requests at once is changed by one after the other."""
	return frappe.get_doc(SETTINGS, SETTINGS, for_update=True)


def read_site(settings: Document) -> Site:
	"""Read it beside its settings, by a few statements each of which stops at the first row."""
	pipeline = default_pipeline(Tracks.DEALS) or ""
	form, owned_form = read_forms()
	return Site(
		currency=settings.base_currency or "",
		company=own_company(settings.get("quote_seller") or ""),
		trade=settings.trade or "",
		pipeline=pipeline,
		outcomes=read_outcomes(pipeline),
		person=first_person(),
		mail_account=first_mail_account(),
		mailbox=first_own("CRM Mailbox"),
		form=form,
		owned_form=owned_form,
		contact=first_own("CRM Contact"),
		won_deal=first_own("CRM Sales Deal", outcome=Outcome.WON),
		has_demo=is_loaded(),
	)


def own_company(seller: str) -> str:
	"""Return who sells, `""` where it is only the demo's."""
	return "" if is_of_demo(seller) else seller


def read_outcomes(pipeline: str) -> frozenset[str]:
	"""Return what the stages of a pipeline to which something can come stand for."""
	if not pipeline:
		return frozenset()
	stages = {"pipeline": pipeline, "is_archived": 0}
	return frozenset(frappe.get_all("CRM Stage", filters=stages, pluck="outcome", order_by=None))


def first_own(doctype: str, **filters: str | int) -> str:
	"""Return the name of one of the site's own records, `""` where there is none."""
	names = frappe.get_all(doctype, filters={**OWN, **filters}, pluck="name", limit=1, order_by=None)
	return names[0] if names else ""


def first_person() -> str:
	"""Return an enabled user with a role of the CRM who is neither Frappe's nor of the demo, `""` where there is none."""
	user, has_role = frappe.qb.DocType("User"), frappe.qb.DocType("Has Role")
	query = (
		frappe.qb.from_(user)
		.join(has_role)
		.on((has_role.parent == user.name) & (has_role.parenttype == "User"))
		.select(user.name)
		.where((user.enabled == 1) & has_role.role.isin([str(role) for role in CRMRole]))
		.where(user.name.notin(NOT_FOR_PEOPLE) & user.name.not_like(f"%@{STAFF_DOMAIN}"))
		.where(user.name != frappe.session.user)
		.limit(1)
	)
	names = query.run(pluck=True)
	return names[0] if names else ""


def first_mail_account() -> str:
	"""Return an account from which the site's mails go out, `""` where there is none."""
	if frappe.conf.get("mail_server"):
		return frappe.conf.mail_server
	return first_own("Email Account", enable_outgoing=1, default_outgoing=1)


def read_forms() -> tuple[str, str]:
	"""Return the first published lead form, and the first that is somebody's, `""` where there is none."""
	forms = frappe.get_all(
		"CRM Lead Form",
		filters={"status": FormStatus.PUBLISHED},
		fields=["name", "assignment", "lead_owner"],
		order_by="creation asc",
	)
	with_people = people_of([form.name for form in forms if form.assignment == Assignment.ROUND_ROBIN])
	owned = [
		form.name
		for form in forms
		if (form.name in with_people if form.assignment == Assignment.ROUND_ROBIN else form.lead_owner)
	]
	return (forms[0].name if forms else first_own("CRM Lead Form")), (owned[0] if owned else "")


def people_of(forms: list[str]) -> set[str]:
	"""Return which of these forms name people."""
	if not forms:
		return set()
	rows = {"parent": ("in", forms), "parenttype": "CRM Lead Form"}
	return set(frappe.get_all("CRM Lead Form Person", filters=rows, pluck="parent", order_by=None))
