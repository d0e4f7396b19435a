"""Hostile requests, as data: each was tried on Frappe and gave something away, or is a brother of one that did.

`REFUSED` are refused whoever asks. `LINKED` and `PRIVATE` may be answered, but never with the secret that hidden records hold.
`h` has the hidden records, those of who asks (`own_contact`, `own_customer`, whose links lead to hidden ones), and `like`: a filter
that finds the hidden contact.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass

import frappe

METHOD = "/api/method/"
CONTACT, CUSTOMER, DEAL, NOTE = "CRM Contact", "CRM Customer", "CRM Sales Deal", "CRM Follow-up Note"


@dataclass(frozen=True)
class Ask:
	"""A request: `arguments(h)` is sent as JSON, so that it may hold what a query string cannot."""

	path: str
	arguments: Callable[[frappe._dict], dict]
	verb: str = "POST"
	versions: tuple[int, ...] = (15, 16)

	def __str__(self) -> str:
		return self.path.removeprefix(METHOD)


def call(path: str, arguments: Callable[[frappe._dict], dict], verb: str = "POST", **options) -> Ask:
	return Ask(METHOD + path, arguments, verb, **options)


def document(h: frappe._dict, **values) -> dict:
	return {"doctype": CONTACT, "name": h.like, **values}


# A filter where a name should be: the answer told whether it finds something.
NAMES = [
	call("frappe.client.get", lambda h: {"doctype": CONTACT, "name": h.like}),
	call("frappe.client.get", lambda h: {"doctype": "User", "name": {"api_key": ["like", "a%"]}}),
	call("frappe.client.get", lambda h: {"doctype": CONTACT, "name": [["email", "like", "z%"]]}),
	call("frappe.client.set_value", lambda h: {"doctype": CONTACT, "name": h.like, "fieldname": "job_title", "value": "x"}),
	call("frappe.client.set_value", lambda h: {"doctype": NOTE, "name": h.note, "fieldname": {"contact": h.like}}),
	call("frappe.client.set_value", lambda h: {"doctype": NOTE, "name": h.note, "fieldname": "contact", "value": h.like}),
	call("frappe.client.delete", lambda h: {"doctype": CONTACT, "name": h.like}),
	call("frappe.client.cancel", lambda h: {"doctype": CONTACT, "name": h.like}),
	call("frappe.client.rename_doc", lambda h: {"doctype": CONTACT, "old_name": h.like, "new_name": "x"}),
	call("frappe.client.has_permission", lambda h: {"doctype": CONTACT, "docname": h.like}),
	call("frappe.client.get_doc_permissions", lambda h: {"doctype": CONTACT, "docname": h.like}),
	call("frappe.client.get_password", lambda h: {"doctype": CONTACT, "name": h.like, "fieldname": "email"}),
	call("frappe.client.save", lambda h: {"doc": document(h)}),
	call("frappe.client.submit", lambda h: {"doc": json.dumps(document(h))}),
	call("frappe.client.insert", lambda h: {"doc": {"doctype": "ToDo", "description": "x", "reference_type": CONTACT, "reference_name": h.like}}),
	call("frappe.client.insert", lambda h: {"doc": {"doctype": DEAL, "title": "x", "contacts": [{"contact": h.like}], "contact": h.like}}),
	call("frappe.client.insert_many", lambda h: {"docs": [{"doctype": "ToDo", "description": "x", "reference_type": CONTACT, "reference_name": h.like}]}),
	call("frappe.client.bulk_update", lambda h: {"docs": json.dumps([{"doctype": CONTACT, "docname": h.like}])}),
	call("frappe.desk.calendar.update_event", lambda h: {"args": json.dumps(document(h, start="2026-01-01")), "field_map": json.dumps({"start": "start"})}),
	call("frappe.desk.gantt.update_task", lambda h: {"args": json.dumps(document(h, start="2026-01-01")), "field_map": json.dumps({"start": "start"})}),
	call("frappe.model.workflow.get_transitions", lambda h: {"doc": document(h)}),
	call("frappe.model.workflow.apply_workflow", lambda h: {"doc": json.dumps(document(h)), "action": "x"}),
	call("frappe.model.workflow.get_common_transition_actions", lambda h: {"docs": json.dumps([document(h)]), "doctype": CONTACT}),
	call("frappe.model.workflow.bulk_workflow_approval", lambda h: {"docnames": json.dumps([h.like]), "doctype": CONTACT, "action": "x"}),
	call("frappe.desk.doctype.bulk_update.bulk_update.submit_cancel_or_update_docs", lambda h: {"doctype": CONTACT, "docnames": [h.like], "action": "update", "data": {"job_title": "x"}}),
	call("frappe.desk.form.utils.add_comment", lambda h: {"reference_doctype": CONTACT, "reference_name": h.like, "content": "x", "comment_email": "a@example.com", "comment_by": "x"}),
	call("frappe.desk.form.load.getdoc", lambda h: {"doctype": CONTACT, "name": h.like}),
	call("frappe.desk.form.load.get_docinfo", lambda h: {"doctype": CONTACT, "name": h.like}),
	call("frappe.desk.form.load.get_communications", lambda h: {"doctype": CONTACT, "name": h.like}),
	call("frappe.desk.form.save.savedocs", lambda h: {"doc": json.dumps(document(h)), "action": "Save"}),
	call("frappe.desk.form.save.cancel", lambda h: {"doctype": CONTACT, "name": h.like}),
	call("frappe.desk.form.linked_with.get", lambda h: {"doctype": CONTACT, "docname": h.like}),
	call("frappe.desk.form.assign_to.add", lambda h: {"doctype": CONTACT, "name": h.like, "assign_to": '["Administrator"]'}),
	call("frappe.desk.form.assign_to.add_multiple", lambda h: {"doctype": CONTACT, "name": json.dumps([h.like]), "assign_to": '["Administrator"]'}),
	call("frappe.desk.form.assign_to.remove", lambda h: {"doctype": CONTACT, "name": h.like, "assign_to": "Administrator"}),
	call("frappe.desk.form.document_follow.follow_document", lambda h: {"doctype": CONTACT, "doc_name": h.like, "user": "x"}),
	call("frappe.desk.doctype.tag.tag.add_tag", lambda h: {"tag": "x", "dt": CONTACT, "dn": h.like}),
	call("frappe.desk.doctype.tag.tag.add_tags", lambda h: {"tags": '["x"]', "dt": CONTACT, "docs": json.dumps([h.like])}),
	call("frappe.desk.doctype.tag.tag.remove_tag", lambda h: {"tag": "x", "dt": CONTACT, "dn": h.like}),
	call("frappe.desk.doctype.kanban_board.kanban_board.update_order", lambda h: {"board_name": "x", "order": json.dumps({"a": [h.like]})}),
	call("frappe.desk.doctype.kanban_board.kanban_board.update_order_for_single_card", lambda h: {"board_name": "x", "docname": h.like, "from_colname": "a", "to_colname": "b", "old_index": 0, "new_index": 0}),
	call("frappe.desk.like.toggle_like", lambda h: {"doctype": CONTACT, "name": h.like, "add": "Yes"}),
	call("frappe.desk.link_preview.get_preview_data", lambda h: {"doctype": CONTACT, "docname": h.like}),
	call("frappe.share.add", lambda h: {"doctype": CONTACT, "name": h.like, "user": "Administrator", "read": 1}),
	call("frappe.share.set_permission", lambda h: {"doctype": CONTACT, "name": h.like, "user": "Administrator", "permission_to": "read"}),
	call("frappe.email.relink", lambda h: {"name": {"subject": ["like", "z%"]}, "reference_doctype": CONTACT, "reference_name": "x"}),
	call("frappe.www.printview.get_html_and_style", lambda h: {"doc": CONTACT, "name": h.like}),
	call("frappe.www.printview.get_html_and_style", lambda h: {"doc": json.dumps(document(h))}),
	call("frappe.utils.print_format.download_multi_pdf", lambda h: {"doctype": CONTACT, "name": json.dumps([h.like])}),
	call("frappe.model.mapper.map_docs", lambda h: {"method": "x.y", "source_names": json.dumps([h.like]), "target_doc": None}),
	call("frappe.model.rename_doc.update_document_title", lambda h: {"doctype": CONTACT, "docname": h.like, "title": "x"}),
	call("frappe.automation.doctype.assignment_rule.assignment_rule.bulk_apply", lambda h: {"doctype": CONTACT, "docnames": json.dumps([h.like])}),
	call("run_doc_method", lambda h: {"docs": document(h), "method": "get_url"}),
	call("run_doc_method", lambda h: {"docs": json.dumps(document(h)), "method": "get_url"}),
	call("frappe.handler.run_doc_method", lambda h: {"docs": json.dumps(document(h)), "method": "get_url"}),
	call("run_doc_method", lambda h: {"dt": CONTACT, "dn": h.like, "method": "get_url"}),
	Ask("/api/v2/method/run_doc_method", lambda h: {"document": document(h), "method": "get_url"}),
	Ask("/api/v2/method/frappe.client.get", lambda h: {"doctype": CONTACT, "name": h.like}),
	Ask("/api/v1/method/frappe.client.get", lambda h: {"doctype": CONTACT, "name": h.like}),
	Ask("/", lambda h: {"cmd": "frappe.client.get", "doctype": CONTACT, "name": h.like}),
	Ask("/api/resource/ToDo", lambda h: {"description": "x", "reference_type": CONTACT, "reference_name": h.like}),
	Ask("/api/v2/document/ToDo", lambda h: {"description": "x", "reference_type": CONTACT, "reference_name": h.like}),
	Ask("/printview", lambda h: {"doctype": CONTACT, "name": h.like}, "GET"),
	call("frappe.utils.print_format.download_pdf", lambda h: {"doctype": CONTACT, "name": h.like}),
]  # fmt: skip

QUERIES = (
	"(#\nselect full_name from `tabCRM Contact` limit 1)",
	"(-- x\nselect full_name from `tabCRM Contact` limit 1)",
	"(/*!select*/ full_name from `tabCRM Contact` limit 1)",
	"(select full_name from `tabCRM Contact` limit 1)",
)
LISTS = (
	"frappe.client.get_list",
	"frappe.desk.reportview.get",
	"frappe.desk.reportview.get_list",
	"frappe.desk.reportview.get_count",
)
ALWAYS = "ifnull(1,1) || 1"


def list_call(path: str, **arguments) -> Ask:
	return call(path, lambda h: {"doctype": CONTACT, "fields": '["name"]', **arguments})


# SQL where the name of a column should be.
COLUMNS = [
	*(list_call(path, fields=json.dumps([f"max({query})"])) for path in LISTS for query in QUERIES),
	*(list_call("frappe.client.get_list", doctype="ToDo", fields=json.dumps([f"max({query})"])) for query in QUERIES),
	*(list_call("frappe.client.get_list", **{key: query}) for key in ("order_by", "group_by") for query in QUERIES),
	*(list_call(path, filters=json.dumps([[CONTACT, ALWAYS, "=", 1]])) for path in LISTS),
	*(list_call(path, or_filters=json.dumps({ALWAYS: 1})) for path in LISTS),
	*(list_call("frappe.client.get_list", doctype=doctype, filters=json.dumps([[doctype, ALWAYS, "=", 1]])) for doctype in ("File", "Version", "ToDo", "Deleted Document", "Event")),
	Ask("/api/resource/CRM Contact", lambda h: {"fields": json.dumps([f"max({QUERIES[2]})"])}, "GET"),
	Ask("/api/resource/CRM Contact", lambda h: {"filters": json.dumps([[ALWAYS, "=", 1]])}, "GET"),
	Ask("/api/v2/document/CRM Contact", lambda h: {"fields": json.dumps([f"max({QUERIES[2]})"])}, "GET"),
	Ask("/api/v2/document/CRM Contact", lambda h: {"filters": json.dumps({ALWAYS: 1})}, "GET"),
	Ask("/api/v2/doctype/CRM Contact/count", lambda h: {"filters": json.dumps({ALWAYS: 1})}, "GET"),
	call("frappe.client.get_count", lambda h: {"doctype": CONTACT, "filters": {ALWAYS: 1}}),
	call("frappe.client.get_value", lambda h: {"doctype": CONTACT, "fieldname": json.dumps([f"max({QUERIES[2]})"]), "filters": {"name": ["!=", ""]}}),
	call("frappe.client.get_value", lambda h: {"doctype": CONTACT, "fieldname": "name", "filters": {ALWAYS: 1}}),
	call("frappe.client.get", lambda h: {"doctype": CONTACT, "filters": {ALWAYS: 1}}),
	call("frappe.desk.reportview.export_query", lambda h: {"doctype": CONTACT, "fields": '["name"]', "filters": json.dumps([[CONTACT, ALWAYS, "=", 1]]), "file_format_type": "CSV", "title": "x"}),
	call("frappe.desk.reportview.get_stats", lambda h: {"doctype": CONTACT, "stats": '["status"]', "filters": json.dumps([[ALWAYS, "=", 1]])}),
	call("frappe.desk.listview.get_group_by_count", lambda h: {"doctype": CONTACT, "field": "status", "current_filters": json.dumps([[CONTACT, ALWAYS, "=", 1]])}),
	call("frappe.desk.search.search_widget", lambda h: {"doctype": DEAL, "txt": "", "filters": json.dumps([[DEAL, ALWAYS, "=", 1]])}),
	call("frappe.desk.search.search_link", lambda h: {"doctype": CONTACT, "txt": "", "filters": json.dumps({ALWAYS: 1})}),
	call("frappe.desk.search.search_widget", lambda h: {"doctype": DEAL, "txt": "", "filter_fields": json.dumps(["name` from `tabCRM Contact` -- "])}),
	call("frappe.desk.calendar.get_events", lambda h: {"doctype": NOTE, "start": "2026-01-01", "end": "2026-02-01", "field_map": json.dumps({"start": QUERIES[2], "end": "ends_on", "title": "subject"})}),
	call("frappe.desk.calendar.get_events", lambda h: {"doctype": NOTE, "start": "2026-01-01", "end": "2026-02-01", "field_map": json.dumps({"start": "scheduled_on", "end": "ends_on", "title": "subject"}), "filters": json.dumps([[NOTE, ALWAYS, "=", 1]])}),
	call("frappe.desk.doctype.event.event.get_events", lambda h: {"start": "2026-01-01", "end": "2026-02-01", "filters": json.dumps([["Event", ALWAYS, "=", 1]])}),
	call("frappe.desk.doctype.number_card.number_card.get_result", lambda h: {"doc": {"function": "Sum", "document_type": DEAL, "aggregate_function_based_on": QUERIES[2]}, "filters": "[]"}),
	call("frappe.desk.doctype.number_card.number_card.get_result", lambda h: {"doc": {"function": "Count", "document_type": DEAL}, "filters": json.dumps([[DEAL, ALWAYS, "=", 1]])}),
	call("frappe.desk.doctype.dashboard_chart.dashboard_chart.get", lambda h: {"chart": {"chart_type": "Group By", "group_by_type": "Count", "document_type": DEAL, "group_by_based_on": QUERIES[2]}, "no_cache": 1}),
	call("frappe.desk.form.utils.get_next", lambda h: {"doctype": CONTACT, "value": h.own_contact, "prev": 0, "sort_field": QUERIES[2]}),
	call("frappe.utils.goal.get_monthly_goal_graph_data", lambda h: {"title": "x", "doctype": CONTACT, "docname": h.own_contact, "goal_value_field": "name", "goal_total_field": "name", "goal_history_field": "consent_text", "goal_doctype": "ToDo", "goal_doctype_link": "reference_name", "goal_field": QUERIES[2], "date_field": "creation", "filters": {}}),
	call("frappe_crm_app.list_views.api.get_chips", lambda h: {"doctype": CONTACT, "filters": json.dumps([[ALWAYS, "=", 1]])}, "GET"),
	call("frappe_crm_app.calendar.api.get_follow_ups", lambda h: {"start": "2026-01-01", "end": "2026-02-01", "filters": json.dumps([[ALWAYS, "=", 1]])}, "GET"),
	call("frappe_crm_app.calendar.api.get_expected_closings", lambda h: {"start": "2026-01-01", "end": "2026-02-01", "filters": json.dumps([[ALWAYS, "=", 1]])}, "GET"),
	call("frappe_crm_app.bulk_edit.api.delete", lambda h: {"doctype": CONTACT, "filters": json.dumps([[ALWAYS, "=", 1]])}),
]  # fmt: skip

# Functions that are replaced, or of tests, by another path; and functions that arguments name.
FUNCTIONS = [
	Ask("/api/method/ping", lambda h: {"cmd": "frappe.client.get_list", "doctype": "ToDo"}),
	Ask("/api/resource/ToDo", lambda h: {"cmd": "frappe.client.get_list", "doctype": "ToDo"}),
	call("frappe.tests.test_search.search_widget", lambda h: {"doctype": CONTACT, "txt": "", "ignore_user_permissions": 1}),
	call("frappe.tests.test_form_load.getdoc", lambda h: {"doctype": CONTACT, "name": h.own_contact}),
	call("frappe.tests.tests_geo_utils.get_coords", lambda h: {"doctype": "CRM Location", "filters": "[]", "type": "coordinates"}),
	call("frappe.tests.test_api.test", lambda h: {}),
	Ask("/api/v2/method/frappe.tests.test_search.search_widget", lambda h: {"doctype": CONTACT, "txt": ""}),
	Ask("/", lambda h: {"cmd": "frappe.tests.test_search.search_widget", "doctype": CONTACT, "txt": ""}),
	call("frappe.client.search_widget", lambda h: {"doctype": CONTACT, "txt": "", "ignore_user_permissions": 1}, versions=(16,)),
	call("frappe.desk.search.search_link", lambda h: {"doctype": CONTACT, "txt": "customer.annotations", "query": "frappe.client.get_value"}),
	call("frappe.desk.search.search_widget", lambda h: {"doctype": CONTACT, "txt": "x", "query": "frappe.client.get_list"}),
	call("frappe_crm_app.visibility.desk_endpoints.search_widget", lambda h: {"doctype": CONTACT, "txt": "x", "query": "frappe.client.get_list"}),
	call("frappe_crm_app.visibility.desk_endpoints.get_rows", lambda h: {"doctype": CONTACT, "fields": json.dumps([f"max({QUERIES[2]})"])}),
	call("frappe.model.mapper.make_mapped_doc", lambda h: {"method": "frappe.client.insert", "source_name": "x"}),
	call("frappe.model.mapper.map_docs", lambda h: {"method": "frappe.desk.search.get_link_title", "source_names": json.dumps([CONTACT]), "target_doc": h.contact}),
	call("frappe.desk.treeview.get_all_nodes", lambda h: {"doctype": CONTACT, "label": "x", "parent": "customer.annotations", "tree_method": "frappe.client.get_value"}),
	call("frappe.desk.treeview.get_all_nodes", lambda h: {"doctype": CONTACT, "label": "x", "parent": "x", "tree_method": "frappe.tests.test_api.test"}),
	call("upload_file", lambda h: {"method": "frappe.desk.reportview.get", "doctype": CONTACT, "fields": '["name"]'}),
]  # fmt: skip

# Others' calendars, answers in others' names.
EVENTS = [
	call("frappe.desk.doctype.event.event.get_events", lambda h: {"start": "2020-01-01", "end": "2030-01-01", "user": "somebody@example.com"}),
	call("frappe.desk.doctype.event.event.update_attending_status", lambda h: {"event_name": h.event, "attendee": "somebody@example.com", "status": "Yes"}),
]  # fmt: skip

# In another's name, and what was prepared or is taken for others.
OTHERS = [
	call("frappe.desk.query_report.run", lambda h: {"report_name": "CRM Pipeline by Stage", "filters": "{}", "user": "somebody@example.com"}),
	call("frappe.desk.form.document_follow.follow_document", lambda h: {"doctype": CONTACT, "doc_name": h.own_contact, "user": "somebody@example.com"}),
	call("frappe.core.doctype.user_permission.user_permission.get_user_permissions", lambda h: {"user": "somebody@example.com"}),
	call("frappe.client.get_list", lambda h: {"doctype": CONTACT, "filters": json.dumps([[ALWAYS, "=", 1]]), "query": "x"}),
	call("frappe.client.get_count", lambda h: {"doctype": CONTACT, "filters": {ALWAYS: 1}, "query": "x"}),
	list_call("frappe.client.get_list", doctype="ToDo", order_by="x" + " " * 8000 + "y"),
	list_call("frappe.client.get_list", doctype="ToDo", fields="a" * 8000),
	list_call("frappe.client.get_list", doctype="ToDo", fields="a," * 8000),
	Ask("/api/resource/ToDo", lambda h: {"fields": json.dumps(["count(" + " " * 8000 + "abs())"])}, "GET"),
	Ask("/api/v2/method/frappe.handler.run_doc_method", lambda h: {"docs": document(h), "method": "get_url"}),
]  # fmt: skip

# Names of our records, which the server makes.
RENAMING = [
	call("frappe.rename_doc", lambda h: {"doctype": CONTACT, "old": h.own_contact, "new": "zz", "force": 1}),
	call("frappe.rename_doc", lambda h: {"doctype": CUSTOMER, "old": h.own_customer, "new": "zz\" onpointerenter=\"x", "force": 1}),
	call("frappe.rename_doc", lambda h: {"doctype": CUSTOMER, "old": h.own_customer, "new": h.customer, "force": 1, "merge": 1}),
	call("frappe.client.rename_doc", lambda h: {"doctype": CONTACT, "old_name": h.own_contact, "new_name": "zz"}),
	call("frappe.model.rename_doc.update_document_title", lambda h: {"doctype": CONTACT, "docname": h.own_contact, "name": "zz"}),
	call("run_doc_method", lambda h: {"dt": CONTACT, "dn": h.own_contact, "method": "rename", "args": json.dumps({"name": "zz", "force": True, "validate_rename": False})}),
	call("run_doc_method", lambda h: {"dt": "CRM Source", "dn": h.source, "method": "rename", "args": json.dumps({"name": "zz", "force": True, "validate_rename": False})}),
]  # fmt: skip

REFUSED = NAMES + COLUMNS + FUNCTIONS + EVENTS + OTHERS + RENAMING

# What linked records hold, by every way that names a column of them.
LINKED = [
	call("frappe.client.get_value", lambda h: {"doctype": CONTACT, "fieldname": ["customer.annotations"], "filters": {"name": h.own_contact}}),
	call("frappe.client.get_value", lambda h: {"doctype": CONTACT, "fieldname": "customer.annotations", "filters": h.own_contact}),
	call("frappe.client.get_list", lambda h: {"doctype": CONTACT, "fields": {"name": h.own_contact}, "filters": ["customer.annotations", "name"]}),
	call("frappe.client.get_list", lambda h: {"doctype": CONTACT, "fields": [["name", "=", h.own_contact]], "filters": ["customer.annotations", "name"]}),
	call("frappe.client.get_list", lambda h: {"doctype": CONTACT, "fields": ["name", "customer.annotations as x"]}),
	call("frappe.client.get_list", lambda h: {"doctype": CONTACT, "fields": ["name", "`tabCRM Customer`.`annotations`"]}),
	call("frappe.client.get_list", lambda h: {"doctype": CONTACT, "fields": [{"customer": ["annotations"]}]}),
	call("frappe.client.get_list", lambda h: {"doctype": CONTACT, "fields": ["name", "customer"], "expand": ["customer"]}),
	call("frappe.client.get_list", lambda h: {"doctype": CONTACT, "fields": ["name"], "order_by": "customer.annotations asc"}),
	call("frappe.client.get_list", lambda h: {"doctype": CONTACT, "fields": ["name"], "filters": [["customer.annotations", "like", "zyxwv%"]]}),
	call("frappe.desk.query_report.get_data_for_custom_field", lambda h: {"doctype": CONTACT, "field": "customer.annotations", "names": json.dumps([h.own_contact])}),
	call("frappe.desk.query_report.run", lambda h: {"report_name": "CRM Pipeline by Stage", "filters": "{}", "custom_columns": json.dumps([{"doctype": CONTACT, "fieldname": "customer.annotations", "link_field": {"fieldname": "stage", "names": []}, "insert_after_index": 0}])}),
	call("frappe.desk.calendar.get_events", lambda h: {"doctype": CONTACT, "start": "2020-01-01", "end": "2030-01-01", "field_map": json.dumps({"start": "creation", "end": "modified", "title": "customer.annotations"})}),
	call("frappe.desk.doctype.dashboard_chart.dashboard_chart.get", lambda h: {"chart": {"chart_type": "Group By", "group_by_type": "Count", "document_type": CONTACT, "group_by_based_on": "customer.annotations"}, "no_cache": 1}),
	call("frappe.desk.doctype.number_card.number_card.get_result", lambda h: {"doc": {"function": "Maximum", "document_type": CONTACT, "aggregate_function_based_on": "customer.annotations"}, "filters": "[]"}),
	Ask("/api/resource/CRM Contact/{own_contact}", lambda h: {"expand_links": True}, "GET"),
	Ask("/api/v1/resource/CRM Customer/{own_customer}", lambda h: {"expand_links": "1"}, "GET"),
	Ask("/api/resource/CRM Customer/{own_customer}", lambda h: {"expand_links": 1}, "GET"),
	Ask("/api/v2/document/CRM Contact", lambda h: {"fields": json.dumps(["name", "customer.annotations"])}, "GET"),
	Ask("/api/v2/document/CRM Contact", lambda h: {"fields": json.dumps(["name"]), "filters": json.dumps({"customer.annotations": ["like", "zyxwv%"]})}, "GET"),
]  # fmt: skip
# Private events and who takes part in them, which are a secret before everybody but who made them.
PRIVATE = [
	call("frappe.client.get_list", lambda h: {"doctype": "Event", "fields": '["*"]'}),
	call("frappe.client.get_list", lambda h: {"doctype": "Event Participants", "parent": "Event", "fields": '["*"]'}),
	call("frappe.desk.doctype.event.event.get_events", lambda h: {"start": "2020-01-01", "end": "2030-01-01"}),
]  # fmt: skip


def linked_rows(h: frappe._dict) -> list[dict]:
	return [{"link_doctype": CONTACT, "link_name": h.target}]


ADDRESS = {
	"address_title": "x",
	"address_type": "Billing",
	"address_line1": "x",
	"city": "x",
	"country": "Germany",
}
EVENT = {"subject": "x", "starts_on": "2026-01-01 10:00:00"}
MAIL = {"subject": "x", "content": "x", "sender": "boss@example.com", "communication_type": "Communication"}
# Documents of others with a link to a record, `target`: to one that is hidden they are refused as to one that is not there.
LINKS = [
	Ask("/api/resource/Address", lambda h: {**ADDRESS, "links": linked_rows(h)}),
	Ask("/api/v2/document/Address", lambda h: {**ADDRESS, "links": linked_rows(h)}),
	call("frappe.client.insert", lambda h: {"doc": {"doctype": "Address", **ADDRESS, "links": linked_rows(h)}}),
	Ask("/api/resource/Contact", lambda h: {"first_name": "x", "links": linked_rows(h)}),
	Ask("/api/resource/Event", lambda h: {**EVENT, "links": linked_rows(h)}),
	Ask("/api/resource/Event", lambda h: {**EVENT, "reference_doctype": CONTACT, "reference_docname": h.target}),
	Ask("/api/resource/Event", lambda h: {**EVENT, "event_participants": [{"reference_doctype": CONTACT, "reference_docname": h.target}]}),
	Ask("/api/resource/Communication", lambda h: {**MAIL, "reference_doctype": CONTACT, "reference_name": h.target}),
	Ask("/api/resource/Communication", lambda h: {**MAIL, "timeline_links": linked_rows(h)}),
]  # fmt: skip
# What Frappe keeps beside hidden records and lists by the rights on its own DocTypes.
BESIDE = [
	*(Ask(f"/api/resource/{table}", lambda h, parent=parent: {"parent": parent, "fields": '["*"]', "limit_page_length": 0}, "GET") for table, parent in (("Dynamic Link", "Address"), ("Dynamic Link", "Contact"), ("Dynamic Link", "Event"), ("Communication Link", "Communication"))),
	*(Ask(f"/api/resource/{doctype}", lambda h: {"fields": '["*"]', "limit_page_length": 0}, "GET") for doctype in ("Comment", "Communication")),
	*(call("frappe.desk.reportview.get", lambda h, doctype=doctype: {"doctype": doctype, "fields": '["name", "content", "reference_name"]', "page_length": 500}) for doctype in ("Comment", "Communication")),
	*(Ask(path, lambda h: {}, "GET") for path in ("/api/resource/Comment/{comment}", "/api/resource/Communication/{mail}", "/printview?doctype=Communication&name={mail}", "/printview?doctype=Comment&name={comment}")),
]  # fmt: skip
