"""What people make about our DocTypes in the desk, and what they have that merely points to ours."""

import json

import frappe

# Gone with the app.
ABOUT_OURS = (
	{
		"doctype": "Notification",
		"name": "Deal told",
		"subject": "A deal",
		"document_type": "CRM Sales Deal",
		"event": "New",
		"channel": "System Notification",
		"message": "x",
		"recipients": [{"receiver_by_document_field": "owner"}],
	},
	{
		"doctype": "Assignment Rule",
		"name": "Contacts to Administrator",
		"document_type": "CRM Contact",
		"description": "x",
		"assign_condition": "status == 'Lead'",
		"rule": "Round Robin",
		"users": [{"user": "Administrator"}],
		"assignment_days": [{"day": "Monday"}],
	},
	{
		"doctype": "Kanban Board",
		"kanban_board_name": "By status",
		"reference_doctype": "CRM Contact",
		"field_name": "status",
		"columns": [{"column_name": "Lead"}],
	},
	{"doctype": "Client Script", "name": "Hello", "dt": "CRM Contact", "script": "1"},
	{
		"doctype": "Server Script",
		"name": "Deal saved",
		"script_type": "DocType Event",
		"reference_doctype": "CRM Sales Deal",
		"doctype_event": "Before Save",
		"script": "pass",
	},
	{
		"doctype": "Report",
		"report_name": "People of mine",
		"ref_doctype": "CRM Contact",
		"report_type": "Report Builder",
		"is_standard": "No",
	},
	{
		"doctype": "Auto Email Report",
		"report": "People of mine",
		"user": "Administrator",
		"email_to": "ann@example.com",
		"format": "HTML",
		"frequency": "Daily",
	},
	{
		"doctype": "Dashboard Chart",
		"chart_name": "New people",
		"chart_type": "Count",
		"document_type": "CRM Contact",
		"based_on": "creation",
		"timeseries": 1,
		"filters_json": "[]",
	},
	{
		"doctype": "Number Card",
		"label": "People",
		"document_type": "CRM Contact",
		"function": "Count",
		"filters_json": "[]",
	},
	{"doctype": "Print Format", "name": "Contact sheet", "doc_type": "CRM Contact", "standard": "No"},
	{
		"doctype": "Web Form",
		"title": "Tell us",
		"route": "tell-us",
		"doc_type": "CRM Lead Submission",
		"web_form_fields": [],
	},
	{
		"doctype": "Webhook",
		"name": "Tell example",
		"webhook_doctype": "CRM Contact",
		"webhook_docevent": "after_insert",
		"request_url": "https://example.com/hook",
		"request_method": "POST",
	},
	{
		"doctype": "Workflow",
		"workflow_name": "Deals go",
		"document_type": "CRM Sales Deal",
		"workflow_state_field": "workflow_state",
		"states": [{"state": "Pending", "doc_status": "0", "allow_edit": "CRM Manager"}],
		"transitions": [],
	},
	{
		"doctype": "Calendar View",
		"name": "Follow-ups",
		"reference_doctype": "CRM Sales Deal",
		"subject_field": "title",
		"start_date_field": "expected_close_date",
		"end_date_field": "expected_close_date",
	},
	{
		"doctype": "Form Tour",
		"title": "Contacts",
		"reference_doctype": "CRM Contact",
		"steps": [{"title": "Name", "description": "x", "fieldname": "first_name"}],
	},
	{"doctype": "Document Naming Rule", "document_type": "CRM Contact", "prefix": "C-", "prefix_digits": 5},
	{"doctype": "Milestone Tracker", "document_type": "CRM Contact", "track_field": "status"},
	{"doctype": "Success Action", "ref_doctype": "CRM Contact", "message": "x", "next_actions": "x"},
	{
		"doctype": "Data Import",
		"reference_doctype": "CRM Contact",
		"import_type": "Insert New Records",
	},
	{
		"doctype": "Custom Field",
		"dt": "ToDo",
		"fieldname": "crm_person",
		"label": "Person",
		"fieldtype": "Link",
		"options": "CRM Contact",
	},
)
# A page of somebody's own, which stays with what does not lead to ours.
PAGE = {
	"doctype": "Workspace",
	"title": "My day",
	"label": "My day",
	"type": "Workspace",
	"public": 0,
	"for_user": "Administrator",
	"content": json.dumps(
		[
			{"id": "1", "type": "header", "data": {"text": "Mine"}},
			{"id": "2", "type": "shortcut", "data": {"shortcut_name": "Deals"}},
			{"id": "3", "type": "shortcut", "data": {"shortcut_name": "Tasks"}},
			{"id": "4", "type": "number_card", "data": {"number_card_name": "People"}},
			{"id": "5", "type": "chart", "data": {"chart_name": "New people"}},
			{"id": "6", "type": "quick_list", "data": {"quick_list_name": "Customers"}},
		]
	),
	"shortcuts": [
		{"type": "DocType", "link_to": "CRM Sales Deal", "label": "Deals"},
		{"type": "DocType", "link_to": "ToDo", "label": "Tasks"},
	],
	"links": [
		{"type": "Card Break", "label": "Lists"},
		{"type": "Link", "link_type": "DocType", "link_to": "CRM Contact", "label": "Contacts"},
		{"type": "Link", "link_type": "DocType", "link_to": "ToDo", "label": "Tasks"},
	],
	"quick_lists": [{"document_type": "CRM Customer", "label": "Customers"}],
	"number_cards": [{"number_card_name": "People", "label": "People"}],
	"charts": [{"chart_name": "New people", "label": "New people"}],
}
# Stays, and is named.
POINTING_TO_OURS = (
	{
		"doctype": "Communication",
		"communication_type": "Communication",
		"subject": "About Ada",
		"content": "x",
		"reference_doctype": "CRM Contact",
	},
	{
		"doctype": "Server Script",
		"name": "How many",
		"script_type": "API",
		"api_method": "how_many",
		"script": "frappe.response['message'] = frappe.db.count('CRM Contact')",
	},
	{
		"doctype": "Notification",
		"name": "Managers hear",
		"subject": "A task",
		"document_type": "ToDo",
		"event": "New",
		"channel": "System Notification",
		"message": "x",
		"recipients": [{"receiver_by_role": "CRM Manager"}],
	},
	{
		"doctype": "DocType",
		"name": "Zoo Visit",
		"module": "Custom",
		"custom": 1,
		"fields": [
			{"fieldname": "visitor", "label": "Visitor", "fieldtype": "Link", "options": "CRM Contact"}
		],
	},
)
NAMED = (
	"Communication (reference_doctype)",
	"Server Script (script): How many",
	"Notification Recipient (receiver_by_role): Managers hear",
	"DocType Zoo Visit (its field visitor)",
)


def make_all(contact: str, customer: str) -> None:
	"""Insert all of it as an administrator would, about these records where it is about one."""
	for values in (*ABOUT_OURS, PAGE, *POINTING_TO_OURS):
		frappe.get_doc(values).insert(set_name=values.get("name"))
	about_contact = {"reference_doctype": "CRM Contact", "reference_name": contact}
	frappe.db.set_value("Communication", {"subject": "About Ada"}, about_contact)
	frappe.get_doc({"doctype": "Email Unsubscribe", "email": "ann@example.com", **about_contact}).insert()
	event = {"doctype": "Event", "subject": "Visit", "starts_on": "2026-12-01 10:00:00"}
	participants = [{"reference_doctype": "CRM Contact", "reference_docname": contact}]
	frappe.get_doc({**event, "event_participants": participants}).insert()
	address = {"doctype": "Address", "address_title": "Quay", "address_line1": "Quay 1", "city": "Bay"}
	links = [{"link_doctype": "CRM Customer", "link_name": customer}]
	frappe.get_doc({**address, "address_type": "Office", "country": "Germany", "links": links}).insert()
	connect("User", "CRM Contact", "linked_user")
	settings = {"user": "Administrator", "doctype": "CRM Contact", "data": "{}"}
	frappe.db.sql(
		"insert into {} ({}, doctype, data) values (%s, %s, %s)".format(*names_of_settings()),
		tuple(settings.values()),
	)
	frappe.cache.hset("_user_settings", "CRM Contact::Administrator", "{}")
	frappe.db.set_value("User", "Administrator", "default_app", "frappe_crm_app", update_modified=False)


def connect(doctype: str, to: str, by: str) -> None:
	"""Show records of ours under the connections of another DocType, as Customize Form does."""
	row = {"doctype": "DocType Link", "parent": doctype, "parenttype": "DocType", "parentfield": "links"}
	frappe.get_doc({**row, "link_doctype": to, "link_fieldname": by, "custom": 1}).db_insert()


def names_of_settings() -> tuple[str, str]:
	"""Return table and column as this database quotes them."""
	mark = '"' if frappe.db.db_type == "postgres" else "`"
	return f"{mark}__UserSettings{mark}", f"{mark}user{mark}"


def chosen_by_people() -> list:
	"""Return what is kept of our DocTypes and of this app beside documents."""
	table, user = names_of_settings()
	stored = frappe.db.sql(f"select {user}, doctype from {table} where doctype like 'CRM %%'")
	cached = [frappe.safe_decode(key) for key in frappe.cache.hkeys("_user_settings")]
	apps = frappe.get_all("User", filters={"default_app": "frappe_crm_app"}, pluck="name")
	return [*stored, *(key for key in cached if key.startswith("CRM ")), *apps]


def blocks_of_page() -> list[str]:
	"""Return what the page of somebody's own shows."""
	content = frappe.db.get_value("Workspace", {"title": "My day"}, "content")
	return [block["type"] for block in json.loads(content or "[]")]
