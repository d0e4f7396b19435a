"""What installing adds beside the schema: roles and their scopes, the two pipelines, short lists. Running it again changes nothing."""

import frappe

from frappe_crm_app.channels.respondio.setup import ship_settings
from frappe_crm_app.frappe_crm_app.doctype.crm_pipeline.options import Tracks
from frappe_crm_app.frappe_crm_app.doctype.crm_stage.options import Outcome
from frappe_crm_app.indexes import ensure_indexes
from frappe_crm_app.intake.lead_forms.shipping import ship_form
from frappe_crm_app.records.pipeline.defaults import SETTING_OF
from frappe_crm_app.records.trades.choosing import ship_sales_roles
from frappe_crm_app.screens.lists.shipping import ship_list_settings
from frappe_crm_app.visibility.assignments import ship_marks
from frappe_crm_app.visibility.choices import ship_choices
from frappe_crm_app.visibility.roles import CRMRole
from frappe_crm_app.visibility.scopes import ship_scopes

SALES_STAGES = (
	# name, outcome, probability in percent, color, days without activity after which cards are tinted
	("Lead", Outcome.OPEN, 10, "#8d99a6", 7),
	("Qualified", Outcome.OPEN, 25, "#2490ef", 14),
	("Proposal", Outcome.OPEN, 50, "#7b5cd6", 14),
	("Negotiation", Outcome.OPEN, 75, "#e39d1a", 21),
	("Won", Outcome.WON, 100, "#2a9d64", 0),
	("Lost", Outcome.LOST, 0, "#d1495b", 0),
)
FOLLOW_UP_STAGES = (
	# group, name, outcome, color, days as above
	("New", "New", Outcome.OPEN, "#8d99a6", 7),
	("Contacted", "First Contact", Outcome.OPEN, "#2490ef", 14),
	("Contacted", "In Conversation", Outcome.OPEN, "#1c74c4", 14),
	("Qualified", "Need Confirmed", Outcome.OPEN, "#7b5cd6", 21),
	("Qualified", "Ready for Offer", Outcome.OPEN, "#5f43b0", 14),
	("Negotiation", "Offer Sent", Outcome.OPEN, "#e39d1a", 14),
	("Negotiation", "Terms Agreed", Outcome.OPEN, "#c27f0c", 14),
	("Closed", "Became Client", Outcome.WON, "#2a9d64", 0),
	("Closed", "Not Interested", Outcome.LOST, "#d1495b", 0),
)
SOURCES = (
	"Website",
	"Referral",
	"Email",
	"Phone",
	"Event",
	"Advertisement",
	"Social Media",
	"Import",
	"Other",
)
LOST_REASONS = ("Price", "Timing", "Competitor", "No Budget", "No Need", "No Response", "Other")


def before_install() -> None:
	"""Make the roles before the schema names them in its permissions."""
	for role in CRMRole:
		insert_once("Role", {"role_name": role}, {"desk_access": 1})


def after_install() -> None:
	"""Fill what a first contact or deal needs."""
	make_pipeline("Sales", Tracks.DEALS, [("", *stage) for stage in SALES_STAGES])
	make_pipeline(
		"Follow-up",
		Tracks.FOLLOW_UPS,
		[
			(group, name, outcome, {Outcome.WON: 100}.get(outcome, 0), color, days)
			for group, name, outcome, color, days in FOLLOW_UP_STAGES
		],
	)
	for name in SOURCES:
		insert_once("CRM Source", {"source_name": name})
	for name in LOST_REASONS:
		insert_once("CRM Deal Lost Reason", {"reason": name})
	ship_sales_roles()
	ship_scopes()
	ship_marks()
	ship_choices()
	ship_form()
	ship_list_settings()
	fill_settings()
	ship_settings()
	offer_in_global_search()
	ensure_indexes()


def make_pipeline(
	pipeline_name: str, tracks: Tracks, stages: list[tuple[str, str, Outcome, int, str, int]]
) -> None:
	"""Insert a default pipeline with its stages, each `(group, name, outcome, probability, color, days)`; cards rot after the days.

	Nothing where some pipeline tracks the same already: it may be ours, renamed.
	"""
	if frappe.db.exists("CRM Pipeline", {"tracks": tracks}):
		return
	pipeline = insert_once(
		"CRM Pipeline", {"pipeline_name": pipeline_name}, {"tracks": tracks, "is_default": 1}
	)
	for position, (group, name, outcome, probability, color, days) in enumerate(stages, start=1):
		insert_once(
			"CRM Stage",
			{"pipeline": pipeline, "stage_name": name},
			{
				"stage_group": group,
				"position": position,
				"outcome": outcome,
				"probability": probability,
				"color": color,
				"rot_after_days": days,
			},
		)


def insert_once(doctype: str, identity: dict, values: dict | None = None) -> str:
	"""Return the name of the record with these identifying values, inserting it with `values` where there is none."""
	name = frappe.db.exists(doctype, identity)
	if name:
		return name
	doc = frappe.new_doc(doctype)
	doc.update({**identity, **(values or {})})
	doc.insert(ignore_permissions=True)
	return doc.name


def fill_settings() -> None:
	"""Choose the shipped pipelines and the site's currency where nothing is chosen yet."""
	settings = frappe.get_doc("CRM Desk Settings")
	for tracks, fieldname in SETTING_OF.items():
		if not frappe.db.exists("CRM Pipeline", settings.get(fieldname)):
			settings.set(fieldname, frappe.db.exists("CRM Pipeline", {"tracks": tracks, "is_default": 1}))
	settings.base_currency = (
		settings.base_currency or currency_of_deals() or frappe.db.get_default("currency")
	)
	settings.save(ignore_permissions=True)


def currency_of_deals() -> str | None:
	"""Return the base currency in which deals are already valued, where there are any."""
	return frappe.db.get_value("CRM Sales Deal", {"base_currency": ("is", "set")}, "base_currency")


def offer_in_global_search() -> None:
	"""Add our DocTypes to those that the search bar looks in; Frappe reads the hook only when its list is reset."""
	settings = {"parent": "Global Search Settings", "parenttype": "Global Search Settings"}
	for entry in frappe.get_hooks("global_search_doctypes", app_name="frappe_crm_app")["Default"]:
		row = {**settings, "parentfield": "allowed_in_global_search", "document_type": entry["doctype"]}
		if not frappe.db.exists("Global Search DocType", row):
			place = frappe.db.count("Global Search DocType", settings) + 1
			frappe.get_doc({"doctype": "Global Search DocType", **row, "idx": place}).db_insert()
	frappe.cache.hdel("global_search", "search_priorities")


def adopt_site_currency(args: dict | None = None) -> None:
	"""Take the currency chosen in the setup wizard for the base currency, unless one was chosen (setup wizard)."""
	fill_settings()
