"""How many statements each endpoint and each page may send with warm caches, as data: by whom, what, the most.

The numbers are those of a whole request: session and permissions included, BEGIN and COMMIT not. They are the larger of what
MariaDB and PostgreSQL were sent. Every endpoint and every page of the app has its row here, or a test fails.
"""

import frappe

from frappe_crm_app.benchmark.rows import DOMAIN, MANAGER, PREFIX, REP, name_of, owner_of
from frappe_crm_app.kit.frappe_version import major_version
from tests.site.benchmark.desk import FIRST, OF_CONTACT, OF_CUSTOMER, SHOWN

ADMIN = "<admin>"
SYSTEM_MANAGER = "<system manager>"
GUEST = "Guest"
OTHER = owner_of(1)
ALONE = name_of(1)  # a mail that is a conversation of its own
PERIOD = {"start": "2026-01-01", "end": "2026-02-01"}
CONTACTS = ["<contact 0>", "<contact 1>", "<contact 2>"]
PAIR = {"doctype": "CRM Contact", "keep": "<contact 0>", "remove": "<contact 1>"}
LINK_QUERY = {"txt": "Lovelace", "searchfield": "name", "start": 0, "page_len": 20}
ANSWERS = {"first_name": "Ada", "last_name": "King", "email": f"king@{DOMAIN}", "message": "How much is it?"}
PEOPLE = [
	{"email": f"ada.0@{DOMAIN}", "job_title": "Captain"},
	*({"first_name": "Ada", "last_name": "New", "email": f"new.{number}@{DOMAIN}"} for number in range(3)),
]
COLUMNS = ["title", "customer", "customer.customer_name as customer_customer_name"]
CHART = {
	"name": "By outcome", "chart_name": "By outcome", "chart_type": "Group By", "type": "Bar", "document_type": "CRM Sales Deal",
	"group_by_type": "Count", "group_by_based_on": "outcome", "filters_json": "[]", "number_of_groups": 0,
}  # fmt: skip
GOAL = {
	"title": "Value", "doctype": "CRM Customer", "docname": FIRST, "goal_value_field": "account_value",
	"goal_total_field": "account_value", "goal_history_field": "annotations", "goal_doctype": "CRM Sales Deal",
	"goal_doctype_link": "customer", "goal_field": "value", "date_field": "creation", "filter_str": "", "aggregation": "sum",
}  # fmt: skip

STEP = {"action": "Call", "scheduled_on": "2099-01-01 10:00:00", "content": "Ask again"}
RULE = {
	"title": "Tag what moves", "record_type": "CRM Sales Deal", "trigger_type": "Event", "event_kind": "deal.stage_changed",
	"conditions": {"all": [{"field": "stage", "operator": "is", "value": "<stage>"}]},
	"steps": [{"step": "wait", "days": 3}, {"step": "tag", "tag": "Boats"}],
}  # fmt: skip

# Each endpoint: who asks, how, what for, and the most statements. Where Frappe's own is replaced, Frappe's path is called.
ENDPOINTS = {
	"visibility.api.explain": (REP, "GET", OF_CONTACT, 10),
	"visibility.api.who_can_see": (MANAGER, "GET", OF_CONTACT, 163),
	"visibility.api.get_users": (MANAGER, "GET", {"text": "more."}, 2),
	"visibility.api.assign_roles": (ADMIN, "POST", {"user": "<holder>", "roles": ["CRM Viewer"]}, 540),
	"visibility.api.get_manager_filters": (MANAGER, "GET", {}, 3),
	"visibility.api.set_absence": (REP, "POST", {"away_from": "2099-01-01", "away_until": "2099-01-09"}, 22),
	"visibility.api.apply_preset": (ADMIN, "POST", {"preset": "Sales floor"}, 2481),
	"work.projects.api.get_project": (REP, "GET", {"project": FIRST}, 12),
	"work.projects.api.get_plan": (REP, "GET", {"project": FIRST}, 9),
	"work.projects.api.preview_template": (REP, "GET", {"project": "<project>", "template": "<template>"}, 5),
	"work.projects.api.apply_template": (REP, "POST", {"project": "<project>", "template": "<template>"}, 12),
	"work.projects.api.start_from_deal": (REP, "POST", {"deal": "<won deal>", "template": "<template>"}, 60),
	"work.projects.api.get_consequence": (REP, "GET", {"project": "<project>", "item": "<task>", "due_on": "2099-01-20"}, 8),
	"work.projects.api.reschedule": (REP, "POST", {"project": "<project>", "item": "<task>", "due_on": "2099-01-20"}, 30),
	"work.projects.api.undo": (REP, "POST", {"change": "<change>"}, 35),
	"work.projects.api.assign_group": (REP, "POST", {"project": "<project>", "group": "Crew", "task": "<task>"}, 60),
	"work.projects.api.move_task": (REP, "POST", {"task": "<task>", "milestone": ""}, 30),
	"screens.calendar.api.get_milestones": (REP, "GET", PERIOD, 5),
	"pipeline.api.get_setup": (REP, "GET", {}, 5),
	"pipeline.api.get_board": (REP, "GET", {"pipeline": "<pipeline>"}, 5),
	"pipeline.api.get_column": (REP, "GET", {"pipeline": "<pipeline>", "stage": "<stage>"}, 3),
	"pipeline.api.get_changes": (REP, "GET", {"pipeline": "<pipeline>", "names": SHOWN}, 5),
	"pipeline.api.watch": (REP, "POST", {"pipeline": "<pipeline>"}, 1),
	"pipeline.api.get_details": (REP, "GET", {"doctype": "CRM Sales Deal", "name": SHOWN[1]}, 10),
	"pipeline.api.move": (REP, "POST", {"doctype": "CRM Sales Deal", "name": FIRST, "stage": "<next stage>"}, 27),
	"screens.deal_page.api.get_deal_page": (REP, "GET", {"deal": SHOWN[1]}, 7),
	"timeline.api.get_timeline": (REP, "GET", OF_CONTACT, 4),
	"customer_overview.api.get_overview": (REP, "GET", {"customer": FIRST}, 7),
	"customer_overview.api.get_sections": (REP, "GET", {"customer": FIRST}, 13),
	"customer_overview.api.get_deal_sections": (REP, "GET", {"deal": FIRST}, 3),
	"customer_overview.api.get_contact_tabs": (REP, "GET", {"contact": FIRST}, 7),
	"list_views.api.get_chips": (REP, "GET", {"doctype": "CRM Contact"}, 2),
	"list_views.api.get_deal_counts": (REP, "GET", {"doctype": "CRM Contact", "names": SHOWN}, 2),
	"list_views.api.get_contact_counts": (REP, "GET", {"names": SHOWN}, 2),
	"calendar.api.get_follow_ups": (REP, "GET", PERIOD, 2),
	"calendar.api.get_expected_closings": (REP, "GET", PERIOD, 6),
	"screens.today.api.get_setup": (REP, "GET", {}, 2),
	"screens.today.api.get_today": (REP, "GET", {}, 8),
	"screens.today.api.get_number": (REP, "GET", {"filters": {"part": "overdue"}}, 2),
	"screens.today.api.finish": (
		REP, "POST", {"doctype": "CRM Sales Deal", "name": FIRST, "happened": "Called", "next_step": STEP}, 44,
	),
	"screens.today.api.snooze": (
		REP, "POST", {"doctype": "CRM Sales Deal", "name": FIRST, "until": "2099-01-01 10:00:00"}, 27,
	),
	"screens.inbox.api.get_setup": (REP, "GET", {}, 2),
	"screens.inbox.api.get_page": (REP, "GET", {}, 6),
	"screens.inbox.api.get_thread": (REP, "GET", {"thread": FIRST}, 7),
	"screens.inbox.api.get_body": (REP, "GET", {"mail": FIRST}, 2),
	"screens.inbox.api.get_person": (REP, "GET", {"mail": FIRST}, 5),
	"screens.inbox.api.watch": (REP, "POST", {}, 1),
	"screens.inbox.api.mark": (REP, "POST", {"names": [FIRST], "is_read": 1}, 3),
	"screens.inbox.api.file": (REP, "POST", {"names": [FIRST], "folder": "Archive"}, 3),
	"screens.inbox.api.put_back": (REP, "POST", {"names": [FIRST], "folder": "Archive"}, 3),
	"screens.inbox.api.assign": (REP, "POST", {"names": [FIRST], "user": OTHER}, 25),
	"screens.inbox.api.tag": (REP, "POST", {"names": [ALONE], "tag": "Boats"}, 20),
	"screens.inbox.api.link": (
		REP, "POST", {"mail": FIRST, "doctype": "CRM Sales Deal", "name": FIRST}, 20,
	),
	"screens.inbox.api.unlink": (
		REP, "POST", {"mail": FIRST, "doctype": "CRM Contact", "name": FIRST}, 20,
	),
	"screens.inbox.api.make_contact": (REP, "POST", {"mail": ALONE}, 60),
	"screens.inbox.api.make_deal": (REP, "POST", {"mail": ALONE}, 80),
	"screens.inbox.api.make_follow_up": (REP, "POST", {"mail": ALONE}, 80),
	"screens.inbox.api.who_can_read": (REP, "GET", {"entry": FIRST}, 500),
	"screens.inbox.api.share": (REP, "POST", {"entry": ALONE, "sharing_level": "Subject"}, 20),
	"reminders.api.get_preferences": (REP, "GET", {}, 0),
	"reminders.api.set_preferences": (REP, "POST", {"reminder_mail": 0, "digest": 0}, 17),
	"identity.api.get_possible_duplicates": (REP, "GET", OF_CONTACT, 7),
	"identity.api.find_duplicates": (
		REP, "GET", {"doctype": "CRM Contact", "values": {"first_name": "Ada", "last_name": "Lovelace", "phone": "+14155550100"}}, 7,
	),
	"identity.api.get_differences": (REP, "GET", PAIR, 13),
	"identity.api.merge": (REP, "POST", PAIR, 102),
	"identity.api.undo_merge": (MANAGER, "POST", {"merge_name": "<merge>"}, 54),
	"identity.api.upsert_contacts": (REP, "POST", {"contacts": PEOPLE}, 22),
	"identity.search.find_contacts": (REP, "GET", {"doctype": "CRM Contact", **LINK_QUERY}, 4),
	"identity.search.find_customers": (REP, "GET", {"doctype": "CRM Customer", **LINK_QUERY}, 4),
	"records.pipeline.search.find_deals": (REP, "GET", {"doctype": "CRM Sales Deal", **LINK_QUERY}, 4),
	"records.search.api.find": (REP, "GET", {"text": "Lovelace"}, 4),
	"visibility.people_search.find_users": (REP, "GET", {"doctype": "User", **LINK_QUERY}, 3),
	"bulk_edit.api.reassign": (MANAGER, "POST", {"doctype": "CRM Contact", "to_user": OTHER, "names": CONTACTS}, 62),
	"bulk_edit.api.move": (MANAGER, "POST", {"doctype": "CRM Sales Deal", "names": [FIRST], "stage": "<next stage>"}, 40),
	"bulk_edit.api.get_stages": (REP, "GET", {"doctype": "CRM Sales Deal"}, 2),
	"bulk_edit.api.delete": (ADMIN, "POST", {"doctype": "CRM Contact", "names": CONTACTS}, 142),
	"bulk_edit.api.hand_over": (MANAGER, "POST", {"from_user": "<holder>", "to_user": OTHER}, 93),
	"bulk_edit.api.get_state": (REP, "GET", {"bulk_change": FIRST}, 1),
	"contact_import.api.process": (REP, "POST", {"file_url": "<file>"}, 11),
	"contact_import.api.start": (REP, "POST", {"file_url": "<file>"}, 10),
	"contact_import.api.undo": (REP, "POST", {"import_name": FIRST}, 5),
	"contact_import.api.get_state": (REP, "GET", {"import_name": FIRST}, 4),
	"contact_import.api.download_rejected": (REP, "GET", {"import_name": FIRST}, 3),
	"public_lead_form.api.get_token": (GUEST, "POST", {"form": "<form>"}, 0),
	"public_lead_form.api.submit": (GUEST, "POST", {"form": "<form>", "answers": ANSWERS, "token": "<token>"}, 6),
	"public_lead_form.api.confirm": (GUEST, "POST", {"key": "<key>"}, 4),
	"intake.lead_forms.web_form.accept": (
		GUEST, "POST", {"web_form": "crm-get-in-touch", "data": {**ANSWERS, "consent": "1"}}, 8,
	),
	"public_lead_form.api.release": (MANAGER, "POST", {"names": ["<Quarantined>"]}, 5),
	"public_lead_form.api.discard": (MANAGER, "POST", {"names": ["<Quarantined>"]}, 21),
	"public_lead_form.api.retry": (MANAGER, "POST", {"names": ["<Failed>"]}, 5),
	"automation.workflow_rules.api.get_buttons": (REP, "GET", {"doctype": "CRM Sales Deal", "name": FIRST}, 8),
	"automation.workflow_rules.api.press": (
		REP, "POST", {"rule": "<button>", "doctype": "CRM Sales Deal", "name": FIRST}, 12,
	),
	"automation.workflow_rules.editor.api.get_rules": (MANAGER, "GET", {}, 9),
	"automation.workflow_rules.editor.api.get_rule": (MANAGER, "GET", {"name": "<button>"}, 7),
	"automation.workflow_rules.editor.api.get_catalog": (MANAGER, "GET", {"record_type": "CRM Sales Deal"}, 7),
	"automation.workflow_rules.editor.api.check": (MANAGER, "POST", {"rule": RULE}, 7),
	"automation.workflow_rules.editor.api.save": (ADMIN, "POST", {"rule": RULE}, 20),
	"automation.workflow_rules.editor.api.turn": (ADMIN, "POST", {"name": "<button>", "is_on": 0}, 19),
	"automation.workflow_rules.editor.api.remove": (ADMIN, "POST", {"name": "<button>"}, 60),
	"automation.workflow_rules.editor.api.get_runs": (MANAGER, "GET", {"rule": FIRST}, 9),
	"automation.workflow_rules.editor.api.retry_run": (ADMIN, "POST", {"run": "<failed run>"}, 13),
	"automation.workflow_rules.editor.api.get_run_steps": (MANAGER, "GET", {"run": FIRST}, 7),
	"automation.workflow_rules.proof.api.backtest": (MANAGER, "POST", {"rule": RULE, "days": 30}, 12),
	"automation.workflow_rules.proof.api.try_on": (
		MANAGER, "POST", {"rule": RULE, "doctype": "CRM Sales Deal", "name": FIRST}, 20,
	),
	"automation.workflow_rules.proof.api.explain": (REP, "GET", {"doctype": "CRM Sales Deal", "name": FIRST}, 14),
	"channels.mail.api.get_signature": (REP, "GET", {}, 1),
	"channels.mail.fetching.api.disconnect": (REP, "POST", {"mailbox": FIRST}, 40),
	"channels.mail.fetching.api.check": (REP, "POST", {"mailbox": FIRST}, 20),
	"channels.mail.fetching.api.get_state": (REP, "GET", {"mailbox": FIRST}, 8),
	"channels.mail.fetching.api.choose_folders": (REP, "POST", {"mailbox": FIRST, "folder_names": ["INBOX"]}, 20),
	"channels.mail.writing.api.get_mailboxes": (REP, "GET", {}, 4),
	"channels.mail.writing.api.prepare_mail": (REP, "GET", {"doctype": "CRM Sales Deal", "name": FIRST}, 12),
	"channels.mail.writing.api.prepare_reply": (REP, "GET", {"mail": "<mail>", "kind": "reply_all"}, 14),
	"channels.mail.writing.api.get_draft": (REP, "GET", {"mail": "<draft>"}, 10),
	"channels.mail.writing.api.save_draft": (
		REP, "POST", {"draft": "<draft>", "to": f"ada@{DOMAIN}", "subject": "Offer", "html": "<p>Dear Ada</p>"}, 30,
	),
	"channels.mail.writing.api.send": (REP, "POST", {"mail": "<draft>"}, 40),
	"channels.mail.writing.api.send_mail": (REP, "POST", {"to": f"ada@{DOMAIN}", "subject": "Offer"}, 60),
	"channels.mail.writing.api.undo_send": (REP, "POST", {"mail": "<owed mail>"}, 30),
	"channels.mail.writing.api.hurry": (REP, "POST", {"mail": "<owed mail>"}, 8),
	"channels.mail.writing.api.discard_draft": (REP, "POST", {"mail": "<unwanted draft>"}, 40),
	"channels.mail.writing.api.get_templates": (REP, "GET", {"doctype": "CRM Sales Deal", "name": FIRST}, 25),
	"channels.mail.writing.api.fill_template": (
		REP, "GET", {"template": f"{PREFIX}offer", "doctype": "CRM Sales Deal", "name": FIRST}, 25,
	),
	"channels.mail.writing.api.get_remarks": (REP, "GET", {"to": f"ada@{DOMAIN}"}, 6),
	"channels.won_mail.api.retry": (MANAGER, "POST", {"name": FIRST}, 8),
	"respondio.api.get_sync_state": (REP, "GET", OF_CUSTOMER, 10),
	"respondio.api.retry": (REP, "POST", {"name": FIRST}, 10),
	"respondio.api.retry_all_failed": (MANAGER, "POST", {}, 3),
	"respondio.api.test_connection": (ADMIN, "POST", {}, 1),
	"respondio.webhook.receive": (GUEST, "POST", {"event_type": "message.received", "event_id": "new"}, 4),
	"visibility.desk_endpoints.get": (REP, "GET", {"doctype": "CRM Contact", "filters": {"name": FIRST}}, 5),
	"visibility.desk_endpoints.validate_link": (
		REP, "GET", {"doctype": "CRM Contact", "docname": FIRST, "fields": ["email"]}, 7,
	),
	"visibility.desk_endpoints.validate_link_and_fetch": (
		REP, "POST", {"doctype": "CRM Contact", "docname": FIRST, "fields_to_fetch": ["email"]}, 12,
	),
	"visibility.desk_endpoints.restore": (SYSTEM_MANAGER, "POST", {"name": "<deleted>"}, 27),
	"visibility.desk_endpoints.bulk_restore": (SYSTEM_MANAGER, "POST", {"docnames": ["<deleted>"]}, 27),
	"visibility.desk_endpoints.get_chart": (REP, "GET", {"chart": CHART, "no_cache": 1}, 1),
	"visibility.desk_endpoints.get_tagged_docs": (REP, "GET", {"doctype": "CRM Contact", "tag": "Boats"}, 2),
	"visibility.desk_endpoints.getdoc": (REP, "GET", OF_CONTACT, 45),
	"visibility.desk_endpoints.get_docinfo": (REP, "GET", OF_CONTACT, 45),
	"visibility.desk_endpoints.get_rows": (REP, "POST", {"doctype": "CRM Sales Deal", "fields": COLUMNS}, 3),
	"visibility.desk_endpoints.get_next": (
		REP, "GET", {"doctype": "CRM Contact", "value": FIRST, "prev": 0, "filters": [], "sort_field": "modified"}, 7,
	),
	"visibility.desk_endpoints.get_group_by_count": (
		REP, "GET", {"doctype": "CRM Contact", "current_filters": [], "field": "status"}, 2,
	),
	"visibility.desk_endpoints.get_open_count": (REP, "GET", OF_CUSTOMER, 13),
	"visibility.desk_endpoints.get_link_title": (REP, "GET", {"doctype": "CRM Contact", "docname": FIRST}, 6),
	"visibility.desk_endpoints.search_link": (REP, "GET", {"doctype": "CRM Contact", "txt": "Lovelace"}, 4),
	"visibility.desk_endpoints.search_widget": (REP, "GET", {"doctype": "CRM Contact", "txt": "Lovelace"}, 4),
	"visibility.desk_endpoints.relink": (
		REP, "POST", {"name": FIRST, "reference_doctype": "CRM Customer", "reference_name": FIRST}, 21,
	),
	"visibility.desk_endpoints.get_coords": (
		MANAGER, "GET", {"doctype": "CRM Location", "filters": [], "type": "coordinates"}, 2,
	),
	"visibility.desk_endpoints.search": (REP, "GET", {"text": "Lovelace"}, 9),
	"visibility.desk_endpoints.get_monthly_goal_graph_data": (MANAGER, "GET", GOAL, 7),
	"visibility.desk_endpoints.get_workflow_state_count": (
		MANAGER, "GET", {"doctype": "CRM Contact", "workflow_state_field": "status", "states": []}, 2,
	),
}  # fmt: skip

# Endpoints that are not counted, and why.
UNCOUNTED = {
	"channels.mail.fetching.api.connect": "It asks mail servers, a few times in ten minutes at most.",
	"visibility.desk_endpoints.savedocs": "It is a save, which `test_budgets.py` counts, and `getdoc`.",
	"visibility.desk_endpoints.cancel": "No DocType of ours is submitted; it is Frappe's otherwise.",
	"visibility.desk_endpoints.discard": "No DocType of ours is submitted; it is Frappe's otherwise, and Frappe 15 has none.",
	"visibility.desk_endpoints.get_form_data": "It is Frappe's, with what the page of a form, which is counted, sends more.",
	"visibility.stored_files.FileOfItsOwn.optimize_file": "It is Frappe's, of the stored file.",
	"screens.lists.exports.export_list": "It is Frappe's, whose file it rewrites in memory.",
	"screens.lists.exports.export_report": "It is Frappe's, whose file it rewrites in memory.",
}

# Endpoints that replace what only one Frappe has, with its version.
OF_ONE_VERSION = {
	"visibility.desk_endpoints.get_coords": 15,
	"visibility.desk_endpoints.validate_link": 15,
	"visibility.desk_endpoints.validate_link_and_fetch": 16,
}

# Endpoints that Frappe 15's own function makes impossible to call on PostgreSQL.
BROKEN_ON_POSTGRES = {
	"visibility.desk_endpoints.relink": "Frappe writes a text in double quotes, which PostgreSQL takes for a column.",
	"visibility.desk_endpoints.get_monthly_goal_graph_data": "Frappe adds up the name of the column instead of the column.",
}

GETDOC = "frappe.desk.form.load.getdoc"
OF_FRAPPE = "Frappe reads the attachments of each mail of the first page, and the title of each record linked in a table's rows."
# What grows all the same, and why: `(row, path of the request)`. The budgets are those of the larger site.
GROWING = {
	("visibility.api.who_can_see", "frappe_crm_app.visibility.api.who_can_see"): (
		"It asks each person of the CRM, at most 500, the questions that decide, three statements each; records add nothing."
	),
	("screens.inbox.api.who_can_read", "frappe_crm_app.screens.inbox.api.who_can_read"): (
		"It asks each person of the CRM, at most 500, what decides; mails add nothing."
	),
	("visibility.desk_endpoints.getdoc", GETDOC): OF_FRAPPE,
	("visibility.desk_endpoints.get_docinfo", "frappe.desk.form.load.get_docinfo"): OF_FRAPPE,
	("Form/CRM Contact", GETDOC): OF_FRAPPE,
	("Form/CRM Customer", GETDOC): OF_FRAPPE,
	("Form/CRM Project", GETDOC): OF_FRAPPE,
}

# Each page: who opens it, and the most statements of all requests with which the desk fills it (`desk.py`). Of these, Frappe's own, which
# 15.41 did not send: 15.101 reads a report with its three tables once more to check the filters (`validate_filters_permissions`), and for
# each page of the site it reads all workspaces that a guest sees, twice, a form's page four times (`website.utils.get_boot_data`).
PAGES = {
	"Workspaces/CRM Desk": (REP, 399),
	"page/crm-board": (REP, 15),
	"page/crm-import-contacts": (REP, 10),
	"page/crm-inbox": (REP, 16),
	"page/crm-rules": (MANAGER, 12),
	"page/crm-today": (REP, 13),
	"page/crm-users": (MANAGER, 6),
	"List/CRM Bulk Change": (REP, 13),
	"List/CRM Contact": (REP, 15),
	"List/CRM Contact Import": (REP, 13),
	"List/CRM Contact Import Row": (REP, 14),
	"List/CRM Customer": (REP, 15),
	"List/CRM Deal Lost Reason": (REP, 11),
	"List/CRM Deal Snapshot": (REP, 11),
	"List/CRM Domain Event": (MANAGER, 11),
	"List/CRM Event Occasion": (MANAGER, 11),
	"List/CRM Follow-up Note": (REP, 12),
	"List/CRM Lead Form": (REP, 11),
	"List/CRM Lead Submission": (REP, 11),
	"List/CRM Location": (REP, 12),
	"List/CRM Mail": (REP, 11),
	"List/CRM Mail Copy": (REP, 11),
	"List/CRM Mail Folder": (REP, 11),
	"List/CRM Mailbox": (REP, 11),
	"List/CRM Mailbox Entry": (REP, 11),
	"List/CRM Merge": (REP, 13),
	"List/CRM Milestone": (REP, 12),
	"List/CRM Pipeline": (REP, 11),
	"List/CRM Plan Change": (REP, 12),
	"List/CRM Project": (REP, 13),
	"List/CRM Project Template": (REP, 11),
	"List/CRM Record Scope": (MANAGER, 11),
	"List/CRM Respondio Event": (MANAGER, 11),
	"List/CRM Respondio Sync": (REP, 12),
	"List/CRM Sales Deal": (REP, 12),
	"List/CRM Sales Role": (REP, 11),
	"List/CRM Salesperson": (REP, 11),
	"List/CRM Source": (REP, 11),
	"List/CRM Stage": (REP, 11),
	"List/CRM Stage Change": (REP, 11),
	"List/CRM Won Mail": (MANAGER, 11),
	"List/CRM Workflow Rule": (MANAGER, 11),
	"List/CRM Workflow Rule Version": (MANAGER, 11),
	"List/CRM Workflow Run": (REP, 11),
	"List/CRM Workflow Step": (REP, 11),
	"Form/CRM Bulk Change": (REP, 14),
	"Form/CRM Contact": (REP, 66),
	"Form/CRM Contact Import": (REP, 14),
	"Form/CRM Contact Import Row": (REP, 17),
	"Form/CRM Customer": (REP, 101),
	"Form/CRM Deal Lost Reason": (REP, 14),
	"Form/CRM Deal Snapshot": (REP, 21),
	"Form/CRM Desk Settings": (MANAGER, 18),
	"Form/CRM Domain Event": (MANAGER, 18),
	"Form/CRM Event Occasion": (MANAGER, 14),
	"Form/CRM Follow-up Note": (REP, 24),
	"Form/CRM Lead Form": (REP, 19),
	"Form/CRM Lead Submission": (REP, 20),
	"Form/CRM Location": (REP, 19),
	"Form/CRM Mail": (REP, 22),
	"Form/CRM Mail Copy": (REP, 20),
	"Form/CRM Mail Folder": (REP, 20),
	"Form/CRM Mailbox": (REP, 20),
	"Form/CRM Mailbox Entry": (REP, 20),
	"Form/CRM Merge": (REP, 16),
	"Form/CRM Milestone": (REP, 24),
	"Form/CRM Pipeline": (REP, 15),
	"Form/CRM Plan Change": (REP, 24),
	"Form/CRM Project": (REP, 103),
	"Form/CRM Project Template": (REP, 16),
	"Form/CRM Record Scope": (MANAGER, 14),
	"Form/CRM Respondio Event": (MANAGER, 15),
	"Form/CRM Respondio Settings": (ADMIN, 17),
	"Form/CRM Respondio Sync": (REP, 19),
	"Form/CRM Sales Deal": (REP, 34),
	"Form/CRM Sales Role": (REP, 14),
	"Form/CRM Salesperson": (REP, 17),
	"Form/CRM Source": (REP, 14),
	"Form/CRM Stage": (REP, 18),
	"Form/CRM Stage Change": (REP, 22),
	"Form/CRM Won Mail": (MANAGER, 16),
	"Form/CRM Workflow Rule": (MANAGER, 16),
	"Form/CRM Workflow Rule Version": (MANAGER, 15),
	"Form/CRM Workflow Run": (REP, 22),
	"Form/CRM Workflow Step": (REP, 22),
	"Calendar/CRM Follow-up Note": (REP, 12),
	"Calendar/CRM Milestone": (REP, 18),
	"Calendar/CRM Sales Deal": (REP, 16),
	"query-report/CRM New Contacts by Source": (REP, 36),
	"query-report/CRM Pipeline by Stage": (REP, 36),
	"query-report/CRM Possible Duplicates": (REP, 38),
	"query-report/CRM Won Value by Month": (REP, 35),
	"site//confirm-lead": (GUEST, 22),
	"site//get-in-touch/new": (GUEST, 47),
}

# The same on Frappe 16, where it sends more: every request asks once who is logged in, every list once what is shared, and a
# deletion locks and looks for more.
ON_16 = {
	"bulk_edit.api.delete": 184,
	"bulk_edit.api.get_state": 2,
	"calendar.api.get_expected_closings": 8,
	"calendar.api.get_follow_ups": 3,
	"channels.mail.api.get_signature": 2,
	"contact_import.api.download_rejected": 4,
	"contact_import.api.get_state": 6,
	"customer_overview.api.get_deal_sections": 4,
	"customer_overview.api.get_overview": 8,
	"identity.api.find_duplicates": 8,
	"identity.api.get_possible_duplicates": 8,
	"identity.search.find_contacts": 6,
	"identity.search.find_customers": 5,
	"records.pipeline.search.find_deals": 5,
	"records.search.api.find": 5,
	"list_views.api.get_chips": 3,
	"list_views.api.get_deal_counts": 3,
	"pipeline.api.get_board": 5,
	"pipeline.api.get_changes": 5,
	"pipeline.api.get_details": 11,
	"screens.deal_page.api.get_deal_page": 8,
	"pipeline.api.get_setup": 6,
	"public_lead_form.api.discard": 30,
	"reminders.api.get_preferences": 1,
	"respondio.api.test_connection": 5,
	"timeline.api.get_timeline": 5,
	"visibility.api.get_manager_filters": 4,
	"visibility.api.get_users": 3,
	"visibility.desk_endpoints.get": 7,
	"visibility.desk_endpoints.get_chart": 3,
	"visibility.desk_endpoints.get_group_by_count": 4,
	"visibility.desk_endpoints.get_monthly_goal_graph_data": 8,
	"visibility.desk_endpoints.get_next": 8,
	"visibility.desk_endpoints.get_open_count": 17,
	"visibility.desk_endpoints.get_rows": 5,
	"visibility.desk_endpoints.get_tagged_docs": 4,
	"visibility.desk_endpoints.get_workflow_state_count": 3,
	"visibility.desk_endpoints.search": 11,
	"visibility.desk_endpoints.search_link": 6,
	"visibility.desk_endpoints.search_widget": 6,
	"Calendar/CRM Follow-up Note": 18,
	"Calendar/CRM Sales Deal": 23,
	"Form/CRM Contact Import Row": 18,
	"Form/CRM Follow-up Note": 24,
	"Form/CRM Lead Form": 20,
	"Form/CRM Lead Submission": 21,
	"Form/CRM Location": 20,
	"Form/CRM Merge": 17,
	"Form/CRM Respondio Sync": 20,
	"Form/CRM Sales Deal": 37,
	"Form/CRM Stage": 19,
	"Form/CRM Stage Change": 22,
	"List/CRM Bulk Change": 14,
	"List/CRM Contact": 21,
	"List/CRM Contact Import": 14,
	"List/CRM Contact Import Row": 17,
	"List/CRM Customer": 21,
	"List/CRM Deal Lost Reason": 12,
	"List/CRM Domain Event": 12,
	"List/CRM Event Occasion": 12,
	"List/CRM Follow-up Note": 16,
	"List/CRM Lead Form": 12,
	"List/CRM Lead Submission": 14,
	"List/CRM Location": 16,
	"List/CRM Merge": 14,
	"List/CRM Pipeline": 12,
	"List/CRM Record Scope": 12,
	"List/CRM Respondio Event": 12,
	"List/CRM Respondio Sync": 16,
	"List/CRM Sales Deal": 17,
	"List/CRM Sales Role": 12,
	"List/CRM Salesperson": 12,
	"List/CRM Source": 12,
	"List/CRM Stage": 12,
	"List/CRM Stage Change": 14,
	"List/CRM Won Mail": 12,
	"List/CRM Workflow Rule": 12,
	"List/CRM Workflow Rule Version": 12,
	"List/CRM Workflow Run": 14,
	"List/CRM Workflow Step": 14,
	"Workspaces/CRM Desk": 370,
	"page/crm-board": 16,
	"page/crm-import-contacts": 13,
	"page/crm-today": 14,
	"page/crm-users": 7,
	"query-report/CRM New Contacts by Source": 35,
	"query-report/CRM Pipeline by Stage": 35,
	"query-report/CRM Possible Duplicates": 37,
	"query-report/CRM Won Value by Month": 34,
}

# And on PostgreSQL with Frappe 15, which asks for the names of all tables as a record is saved.
ON_POSTGRES = {
	"automation.workflow_rules.editor.api.save": 40,
	"automation.workflow_rules.editor.api.turn": 40,
	"visibility.api.set_absence": 40,
	"identity.api.merge": 94,
	"visibility.api.apply_preset": 2602,
}

# Likewise the measures of `frappe_crm_app/benchmark`.
MEASURES_ON_16 = {
	"customers-rep": 2,
	"list-rep": 2,
	"list-account-rep": 2,
	"notes-rep": 2,
	"notes-account-rep": 2,
	"count-rep": 2,
	"link-search": 5,
	"chart-stages": 13,
	"search": 10,  # the titles of what was found, asked for each DocType
}
MEASURES_ON_POSTGRES = {
	"insert": 11,
	"insert-deal": 10,
	"move": 25,
	"save": 16,
	"won": 23,
}


def of_this_site(on_16: dict[str, int], on_postgres: dict[str, int]) -> dict[str, int]:
	"""Return the budgets that are other than elsewhere on the running Frappe and its database."""
	return (on_16 if major_version() >= 16 else {}) | (on_postgres if frappe.db.db_type == "postgres" else {})
