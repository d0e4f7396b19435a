"""What the desk asks of the server when it opens each page."""

from collections.abc import Iterator
from pathlib import Path

import frappe

import frappe_crm_app
from frappe_crm_app.benchmark.rows import name_of
from tests.site.benchmark.visiting import Request, get, post
from tests.stack.site import MODULE

FIRST = name_of(0)
SHOWN = [name_of(number * 10) for number in range(20)]
WORKSPACE = "CRM Desk"
DAYS = {"start": "2026-01-01", "end": "2026-02-12"}
SITE_PAGES = (
	*(
		"/get-in-touch/new",
		"/confirm-lead",
		"/confirm-subscription",
		"/mail-preferences",
		"/subscribe-to-list",
	),
	"/unsubscribe-from-mails",
	"/crm-go",
	"/document",
	"/quote",
	"/room",
	"/rsvp",
	"/verify-quote",
)
OF_A_LINK = {
	"/document": {"t": "<document link>"},
	"/quote": {"t": "<quote link>"},
	"/room": {"t": "<room>"},
	"/rsvp": {"t": "<rsvp>"},
}  # without it, one is refused
STANDARD = (
	"name", "owner", "creation", "modified", "modified_by", "_user_tags", "_comments", "_assign", "_liked_by",
	"docstatus", "idx",
)  # fmt: skip

OF_CONTACT = {"doctype": "CRM Contact", "name": FIRST}
OF_CUSTOMER = {"doctype": "CRM Customer", "name": FIRST}
OF_DEAL = {"doctype": "CRM Sales Deal", "name": FIRST}
OF_PROJECT = {"doctype": "CRM Project", "name": FIRST}
OURS = "frappe_crm_app."
# What our scripts ask beside Frappe's own.
BESIDE_LISTS = {
	doctype: (
		get(OURS + "visibility.api.get_manager_filters"),
		get(OURS + "list_views.api.get_chips", doctype=doctype, filters=[]),
		get(OURS + "list_views.api.get_deal_counts", doctype=doctype, names=SHOWN),
	)
	for doctype in ("CRM Contact", "CRM Customer")
} | {"CRM Sales Deal": (get(OURS + "visibility.api.get_manager_filters"),)}
BESIDE_FORMS = {
	"CRM Contact": (
		get(OURS + "respondio.api.get_sync_state", **OF_CONTACT),
		get(OURS + "identity.api.get_possible_duplicates", **OF_CONTACT),
		get(OURS + "timeline.api.get_timeline", **OF_CONTACT),
		get(OURS + "customer_overview.api.get_contact_tabs", contact=FIRST),
		get(OURS + "records.consent.api.get_consents", contact=FIRST),
		get(OURS + "channels.campaigns.api.why_me", contact=FIRST),
	),
	"CRM Customer": (
		get(OURS + "respondio.api.get_sync_state", **OF_CUSTOMER),
		get(OURS + "identity.api.get_possible_duplicates", **OF_CUSTOMER),
		get(OURS + "customer_overview.api.get_overview", customer=FIRST),
		get(OURS + "timeline.api.get_timeline", **OF_CUSTOMER),
		get(OURS + "customer_overview.api.get_sections", customer=FIRST),
	),
	"CRM Lead Form": (
		get("frappe.desk.reportview.get_list", doctype="CRM Pipeline", filters={"tracks": "Follow-ups"}),
	),
	"CRM Mailing List": (get(OURS + "records.audiences.api.count", doctype="CRM Mailing List", name=FIRST),),
	"CRM Segment": (
		get(OURS + "records.audiences.api.get_catalog"),
		post(OURS + "records.audiences.api.count_conditions", conditions={"all": []}),
	),
	"CRM Pipeline": (get(OURS + "records.pipeline.api.get_stages", pipeline="<pipeline>"),),
	"CRM Project": (
		get(OURS + "work.projects.api.get_project", project=FIRST),
		get(OURS + "work.projects.api.get_plan", project=FIRST),
		get(OURS + "timeline.api.get_timeline", **OF_PROJECT),
	),
	"CRM Sales Deal": (
		get(OURS + "screens.deal_page.api.get_deal_page", deal=FIRST),
		get(OURS + "timeline.api.get_timeline", **OF_DEAL),
	),
	"CRM Stage": (
		get("frappe.client.get_value", doctype="CRM Pipeline", fieldname="tracks", filters="<pipeline>"),
	),
}
BESIDE_PAGES = {
	"crm-board": (
		get(OURS + "pipeline.api.get_setup"),
		post("frappe.model.utils.user_settings.get", doctype="CRM Pipeline"),
		get(OURS + "pipeline.api.get_board", pipeline="<pipeline>", filters={}),
		post(OURS + "pipeline.api.watch", pipeline="<pipeline>"),
	),
	"crm-campaigns": (get(OURS + "channels.campaigns.api.get_campaigns"),),
	"crm-documents": (
		get(OURS + "work.documents.api.get_library"),
		get(OURS + "work.documents.api.get_document", document=FIRST),
	),
	"crm-first-hour": (get(OURS + "setup_guide.api.get_state"),),
	"crm-import-contacts": (
		get("frappe.desk.reportview.get_list", doctype="CRM Source", fields=["name", "source_name"]),
		get(OURS + "contact_import.api.get_state", import_name=FIRST),
	),
	"crm-inbox": (
		get(OURS + "screens.inbox.api.get_setup"),
		get(OURS + "screens.inbox.api.get_page", view="Inbox"),
		post(OURS + "screens.inbox.api.watch"),
	),
	"crm-rules": (get(OURS + "automation.workflow_rules.editor.api.get_rules"),),
	"crm-today": (
		get(OURS + "screens.today.api.get_setup"),
		get(OURS + "screens.today.api.get_today", whose="mine"),
	),
	"crm-users": (get(OURS + "visibility.api.get_users", text="", start=0),),
}
# The record whose form is opened, where it is not the benchmark's first.
SHOWN_RECORDS = {
	"CRM Lead Form": "<shipped form>", "CRM Pipeline": "<pipeline>", "CRM Record Scope": "<scope>", "CRM Stage": "<stage>",
}  # fmt: skip
CALENDARS = {
	"CRM Event": get(
		OURS + "screens.calendar.api.get_everything", shown="CRM Event,CRM Follow-up Note", **DAYS
	),
	"CRM Follow-up Note": get(OURS + "calendar.api.get_follow_ups", **DAYS),
	"CRM Milestone": get(OURS + "screens.calendar.api.get_milestones", **DAYS),
	"CRM Sales Deal": get(OURS + "calendar.api.get_expected_closings", **DAYS),
}
REPORT_FILTERS = {
	"CRM New Contacts by Source": {"from_date": "2026-01-01", "to_date": "2026-12-31"},
	"CRM Possible Duplicates": {"record_type": "CRM Contact"},
	"CRM Won Value by Month": {"months": 12},
}


def routes() -> set[str]:
	"""Return every page of the app, e.g. `List/CRM Contact`, and those that strangers open."""
	return {f"{kind}/{what}" for kind, (find, _ask) in KINDS.items() for what in find()}


def requests_of(route: str) -> list[Request]:
	kind, _slash, what = route.partition("/")
	return [*KINDS[kind][1](what)]


def with_names(doctype: str, **filters) -> list[str]:
	return frappe.get_all(doctype, filters={"module": MODULE, **filters}, pluck="name")


def workspace(name: str) -> Iterator[Request]:
	page = frappe.get_doc("Workspace", name)
	facts = {"name": page.name, "title": page.title, "for_user": "", "public": 1}
	yield post("frappe.desk.desktop.get_workspace_sidebar_items")
	yield post("frappe.desk.desktop.get_desktop_page", page=facts)
	for shortcut in page.shortcuts:
		if shortcut.type == "DocType":
			filters = frappe.parse_json(shortcut.stats_filter)
			yield count(shortcut.link_to, filters)
	for card in page.number_cards:
		yield from number_card(card.number_card_name)
	for chart in page.charts:
		yield from report_chart(chart.chart_name)


def number_card(name: str) -> Iterator[Request]:
	card = frappe.get_doc("Number Card", name)
	yield get("frappe.desk.form.load.getdoc", doctype="Number Card", name=name)
	facts = card.as_dict(convert_dates_to_str=True)
	filters = frappe.parse_json(card.filters_json)
	if card.type == "Custom":
		yield post(card.method, filters=filters)
		return
	yield post("frappe.desk.doctype.number_card.number_card.get_result", doc=facts, filters=filters)


def report_chart(name: str) -> Iterator[Request]:
	report = frappe.db.get_value("Dashboard Chart", name, "report_name")
	yield get("frappe.desk.form.load.getdoc", doctype="Dashboard Chart", name=name)
	yield post("frappe.desk.query_report.get_script", report_name=report)
	yield post("frappe.desk.query_report.run", report_name=report, filters={}, ignore_prepared_report=1)
	yield get("frappe.client.get", doctype="Dashboard Chart", name=name)
	yield get("frappe.client.get_value", doctype="Report", fieldname="ref_doctype", filters=report)


def list_view(doctype: str) -> Iterator[Request]:
	yield from list_head(doctype)
	yield rows_of(doctype)
	yield post("frappe.model.utils.user_settings.save", doctype=doctype, user_settings={"last_view": "List"})
	yield count(doctype, [], limit=1001)
	yield from BESIDE_LISTS.get(doctype, ())


def list_head(doctype: str) -> Iterator[Request]:
	yield get("frappe.desk.form.load.getdoctype", doctype=doctype, with_parent=1)
	yield post("frappe.desk.listview.get_list_settings", doctype=doctype)
	yield get(
		"frappe.desk.reportview.get_list",
		doctype="List Filter",
		fields=["name", "filter_name", "for_user", "filters"],
		filters={"reference_doctype": doctype},
	)


def rows_of(doctype: str) -> Request:
	return post(
		"frappe.desk.reportview.get",
		doctype=doctype,
		fields=columns(doctype),
		filters=[],
		order_by=f"`tab{doctype}`.`modified` desc",
		start=0,
		page_length=20,
		view="List",
		with_comment_count=1,
	)


def columns(doctype: str) -> list[str]:
	"""Return what the list of a DocType asks for: its columns, and the titles of the records that they link to."""
	meta = frappe.get_meta(doctype)
	listed = [field for field in meta.fields if field.in_list_view or field.fieldname == meta.title_field]
	titles = [
		f"{field.fieldname}.{title} as {field.fieldname}_{title}"
		for field in listed
		if field.fieldtype == "Link" and (title := title_field(field.options))
	]
	return [
		f"`tab{doctype}`.`{name}`" for name in (*STANDARD, *(field.fieldname for field in listed))
	] + titles


def title_field(doctype: str) -> str | None:
	"""Return the field that links to a DocType show instead of its name."""
	meta = frappe.get_meta(doctype)
	return meta.title_field if meta.show_title_field_in_link else None


def count(doctype: str, filters: dict | list, **options) -> Request:
	return post(
		"frappe.desk.reportview.get_count",
		doctype=doctype,
		filters=filters,
		fields=[],
		distinct="false",
		**options,
	)


def form(doctype: str) -> Iterator[Request]:
	yield get("frappe.desk.form.load.getdoctype", doctype=doctype, with_parent=1)
	yield get("frappe.desk.form.load.getdoc", doctype=doctype, name=shown_record(doctype))
	yield from BESIDE_FORMS.get(doctype, ())


def shown_record(doctype: str) -> str:
	"""Return the name of the record whose form is opened, or the word that stands for it."""
	return doctype if frappe.get_meta(doctype).issingle else SHOWN_RECORDS.get(doctype, FIRST)


def calendar(doctype: str) -> Iterator[Request]:
	yield from list_head(doctype)
	yield get(
		"frappe.desk.reportview.get_list", doctype="Calendar View", filters={"reference_doctype": doctype}
	)
	yield rows_of(doctype)
	yield CALENDARS[doctype]


def calendars() -> list[str]:
	"""Return the DocTypes that have a calendar."""
	scripts = Path(frappe_crm_app.__file__).parent.glob("frappe_crm_app/doctype/*/*_calendar.js")
	folders = {script.parent.name for script in scripts}
	return [doctype for doctype in with_names("DocType") if frappe.scrub(doctype) in folders]


def report(name: str) -> Iterator[Request]:
	yield get("frappe.desk.form.load.getdoc", doctype="Report", name=name)
	yield post("frappe.desk.query_report.get_script", report_name=name)
	yield get("frappe.desk.query_report.run", report_name=name, filters=REPORT_FILTERS.get(name, {}))


def desk_page(name: str) -> Iterator[Request]:
	yield post("frappe.desk.desk_page.getpage", name=name)
	yield from BESIDE_PAGES[name]


KINDS = {
	"Workspaces": (lambda: with_names("Workspace"), workspace),
	"List": (lambda: with_names("DocType", istable=0, issingle=0), list_view),
	"Form": (lambda: with_names("DocType", istable=0), form),
	"Calendar": (calendars, calendar),
	"query-report": (lambda: with_names("Report"), report),
	"page": (lambda: with_names("Page"), desk_page),
	"site": (lambda: SITE_PAGES, lambda path: [get(path, **OF_A_LINK.get(path, {}))]),
}
