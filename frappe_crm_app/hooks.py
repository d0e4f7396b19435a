from frappe_crm_app.addresses import functions as _functions_behind_addresses
from frappe_crm_app.automation.workflow_rules.frappe_engine import registered as _events_of_flows
from frappe_crm_app.kit.frappe_version import major_version as _major_version
from frappe_crm_app.visibility.guarded import GUARDED as _GUARDED

app_name = "frappe_crm_app"
app_title = "CRM Desk"
app_publisher = "The frappe_crm_app developers"
app_description = "A CRM that lives in the Frappe desk: contacts, customers, deals and follow-ups"
app_email = "maintainers@example.com"
app_license = "MIT"

add_to_apps_screen = [
	{
		"name": "frappe_crm_app",
		"logo": "/assets/frappe_crm_app/images/crm-desk.svg",
		"title": "CRM Desk",
		"route": "/app/crm-desk",
		"has_permission": "frappe_crm_app.visibility.users.has_crm_role",
	}
]

app_include_js = "crm_desk.bundle.js"
app_include_css = "crm_desk.bundle.css"
_LANDING = "frappe_crm_app.screens.today.landing"
if _major_version() < 16:
	on_session_creation = [f"{_LANDING}.land_on_15"]
else:
	get_website_user_home_page = f"{_LANDING}.home_page_on_16"
extend_bootinfo = ["frappe_crm_app.boot.extend", "frappe_crm_app.visibility.setup_links.hide_in_boot"]

before_install = ["frappe_crm_app.preconditions.before_install", "frappe_crm_app.install.before_install"]
after_install = "frappe_crm_app.install.after_install"
before_migrate = [
	"frappe_crm_app.preconditions.before_migrate",
	"frappe_crm_app.records.search.table.ensure_table",  # patches save records
]
after_migrate = ["frappe_crm_app.indexes.ensure_indexes"]
before_uninstall = "frappe_crm_app.uninstall.before_uninstall"
after_uninstall = "frappe_crm_app.uninstall.after_uninstall"
setup_wizard_complete = "frappe_crm_app.install.adopt_site_currency"

permission_query_conditions = dict.fromkeys(_GUARDED, "frappe_crm_app.visibility.record_hooks.condition")
has_permission = dict.fromkeys(_GUARDED, "frappe_crm_app.visibility.record_hooks.has_permission")

_SATELLITES = "frappe_crm_app.visibility.satellites"
permission_query_conditions |= dict.fromkeys(
	("Comment", "Communication", "Communication Link", "Dynamic Link", "File", "Tag Link"),
	f"{_SATELLITES}.condition",
) | {
	"Document Follow": f"{_SATELLITES}.condition_of_follows",
	"Event Participants": f"{_SATELLITES}.condition_of_participants",
}
has_permission |= {"Notification Log": f"{_SATELLITES}.owns_log"}
has_permission |= dict.fromkeys(("Comment", "Communication"), f"{_SATELLITES}.hangs_on_seen")
_VERSIONS = "frappe_crm_app.visibility.versions"
permission_query_conditions |= {
	"Version": f"{_VERSIONS}.condition",
	"Deleted Document": f"{_VERSIONS}.condition_of_deleted",
}
_PREPARED = "frappe_crm_app.visibility.prepared_reports"
permission_query_conditions |= {"Prepared Report": f"{_PREPARED}.condition"}
has_permission |= {"Prepared Report": f"{_PREPARED}.has_permission"}
has_permission |= {"Version": f"{_VERSIONS}.has_permission", "Deleted Document": f"{_VERSIONS}.reads_deleted"}
_BOARD_VIEWS = "frappe_crm_app.screens.board.views"
permission_query_conditions |= {"CRM Board View": f"{_BOARD_VIEWS}.condition"}
has_permission |= {"CRM Board View": f"{_BOARD_VIEWS}.has_permission"}
_ASSIGNMENTS = "frappe_crm_app.visibility.assignments"
_FILES = "frappe_crm_app.visibility.file_addresses"
_LINKS = "frappe_crm_app.visibility.foreign_links"
_NAMES = "frappe_crm_app.visibility.names"
_STORED_FILES = "frappe_crm_app.visibility.stored_files"
_EMAILED_REPORTS = "frappe_crm_app.visibility.emailed_reports"
before_write_file = [f"{_FILES}.note_written_file"]
extend_doctype_class = {"Version": ["frappe_crm_app.visibility.version_names.VersionWithNames"]}
if _major_version() < 16:
	override_doctype_class = {
		"Auto Email Report": f"{_EMAILED_REPORTS}.CRMAutoEmailReport",
		"File": f"{_STORED_FILES}.CRMFile",
	}
else:
	extend_doctype_class |= {
		"Auto Email Report": [f"{_EMAILED_REPORTS}.ReportOfItsWriter"],
		"File": [f"{_STORED_FILES}.FileOfItsOwn"],
	}
doc_events = {
	doctype: {"validate": [f"{_SATELLITES}.refuse_hidden_reference"]}
	for doctype in ("Comment", "Document Follow", "Energy Point Log", "Reminder", "Tag Link")
} | {
	"*": {
		"before_insert": [f"{_LINKS}.refuse_hidden_links", f"{_NAMES}.drop_given_name"],
		"before_validate": [
			f"{_LINKS}.refuse_hidden_links",
			f"{_NAMES}.name_rows_anew",
		],
		"before_rename": [f"{_NAMES}.refuse_rename"],
		"after_rename": [f"{_NAMES}.refuse_rename"],
		"validate": [f"{_FILES}.refuse_hidden_attachments"],
		"before_print": ["frappe_crm_app.visibility.printing.hide_links"],
	},
	"Address": {"validate": [f"{_LINKS}.keep_no_titles"]},
	"Auto Email Report": {"validate": [f"{_EMAILED_REPORTS}.refuse_rows_of_others"]},
	"Contact": {"validate": [f"{_LINKS}.keep_no_titles"]},
	"File": {
		"before_validate": [f"{_FILES}.keep_stored_file", f"{_FILES}.refuse_unread_content"],
		"validate": [f"{_SATELLITES}.{rule}" for rule in ("refuse_hidden_reference", "refuse_public_file")],
	},
	"ToDo": {
		"validate": [f"{_SATELLITES}.refuse_hidden_reference", f"{_ASSIGNMENTS}.mark_right"],
		"on_update": ["frappe_crm_app.visibility.cache.forget_given"],
		"on_trash": ["frappe_crm_app.visibility.cache.forget_given"],
	},
	"DocShare": {
		"on_update": ["frappe_crm_app.visibility.cache.forget_given", f"{_ASSIGNMENTS}.end_what_share_gave"],
		"on_trash": ["frappe_crm_app.visibility.cache.forget_given"],
		"after_delete": [f"{_ASSIGNMENTS}.end_what_share_gave"],
	},
}


_IDENTITY = "frappe_crm_app.records.identity"
doc_events["Tag Link"]["after_insert"] = [f"{_IDENTITY}.tagging.note_tag"]

# What follows from saving or deleting one of our records, in this order, in the transaction of the save.
_EVENTS = "frappe_crm_app.kit.domain_events.emitting"
_RESPONDIO = "frappe_crm_app.channels.respondio.outbox"
_WON_MAIL = "frappe_crm_app.channels.won_mail.outbox"
_CLOSING = "frappe_crm_app.records.follow_up.closing"
_HAVING = "frappe_crm_app.visibility.having"
_TOLD = "frappe_crm_app.channels.told"
_TELL_HOLDER, _TELL_FORMER = f"{_TOLD}.giving.tell_holder", f"{_TOLD}.giving.tell_former_holder"
_LIVE_BOARD = "frappe_crm_app.screens.board.live.announce_move"
_STAGES_OF_FORMS = "frappe_crm_app.intake.lead_forms.stages.refuse_archiving"
_RULES_OF_STAGE = "frappe_crm_app.automation.workflow_rules.archived_stages.tell_of_rules"
_VIEWS_OF_BOARD = "frappe_crm_app.screens.board.views.remove_of_pipeline"
_MAIL = "frappe_crm_app.records.mail"
_SEARCH = "frappe_crm_app.records.search.writing"
_PROJECTS = "frappe_crm_app.work.projects"
_TASKS = f"{_PROJECTS}.tasks"
_KEEP_TERMS, _FORGET_TERMS = f"{_SEARCH}.keep_terms", f"{_SEARCH}.forget_terms"
doc_events |= {
	"CRM Contact": {
		"onload": ["frappe_crm_app.screens.customer_page.contact.tell_form"],
		"on_update": [
			_KEEP_TERMS,
			f"{_HAVING}.follow_owner",
			_TELL_HOLDER,
			_TELL_FORMER,
			f"{_RESPONDIO}.note_change_of_contact",
			f"{_MAIL}.newcomers.follow_contact",
			f"{_EVENTS}.tell_saved",
		],
		"on_trash": [
			f"{_HAVING}.follow_many",
			"frappe_crm_app.intake.lead_forms.retention.forget_contact",
			f"{_RESPONDIO}.forget_contact",
			f"{_MAIL}.leaving.unlink",
			f"{_PROJECTS}.leaving.leave_projects",
		],
		"after_delete": [_FORGET_TERMS, f"{_EVENTS}.tell_deleted"],
	},
	"CRM Customer": {
		"on_update": [
			_KEEP_TERMS,
			f"{_HAVING}.follow_owner",
			_TELL_HOLDER,
			_TELL_FORMER,
			_LIVE_BOARD,
			f"{_RESPONDIO}.owe_customer",
			f"{_EVENTS}.tell_saved",
		],
		"on_trash": [f"{_HAVING}.follow_many", f"{_RESPONDIO}.forget_customer", f"{_MAIL}.leaving.unlink"],
		"after_delete": [_FORGET_TERMS, f"{_EVENTS}.tell_deleted"],
	},
	"CRM Sales Deal": {
		"onload": [f"{_CLOSING}.tell_form"],
		"validate": [f"{_CLOSING}.read_sent_plans"],
		"on_update": [
			_KEEP_TERMS,
			f"{_HAVING}.follow_change",
			"frappe_crm_app.records.pipeline.winning.make_client",
			_TELL_HOLDER,
			_TELL_FORMER,
			_LIVE_BOARD,
			f"{_WON_MAIL}.owe_won_mail",
			f"{_EVENTS}.tell_saved",
			f"{_CLOSING}.cancel_sent_plans",
		],
		"on_trash": [f"{_HAVING}.follow_many", f"{_WON_MAIL}.forget_deal", f"{_MAIL}.leaving.unlink"],
		"after_delete": [_FORGET_TERMS, "frappe_crm_app.records.deal_history.snapshots.forget_deal"],
	},
	"CRM Follow-up Note": {
		"before_validate": [f"{_TASKS}.rules.be_about_project"],
		"validate": ["frappe_crm_app.channels.reminders.due.keep_reminder_true", f"{_TASKS}.rules.keep_task"],
		"on_update": [
			f"{_HAVING}.follow_change",
			_TELL_HOLDER,
			_TELL_FORMER,
			f"{_TOLD}.mentions.tell_mentioned",
			f"{_EVENTS}.tell_saved",
		],
		"on_trash": [f"{_HAVING}.follow_many", f"{_TASKS}.leaving.leave_plan"],
	},
	"CRM Project": {
		"on_update": [_KEEP_TERMS, _TELL_HOLDER, _TELL_FORMER, f"{_EVENTS}.tell_saved"],
		"on_trash": [f"{_HAVING}.follow_many", f"{_MAIL}.leaving.unlink"],
		"after_delete": [_FORGET_TERMS],
	},
	"CRM Pipeline": {
		"validate": [_STAGES_OF_FORMS],
		"on_update": [_RULES_OF_STAGE],
		"on_trash": [_VIEWS_OF_BOARD],
	},
	"CRM Stage": {"validate": [_STAGES_OF_FORMS], "on_update": [_RULES_OF_STAGE]},
	"CRM Milestone": {"on_update": [f"{_EVENTS}.tell_saved"]},
	"CRM Location": {"on_update": [f"{_EVENTS}.tell_saved"], "on_trash": [f"{_HAVING}.follow_many"]},
	"CRM Mailbox Entry": {
		"after_insert": ["frappe_crm_app.screens.inbox.live.announce_entry"],
		"on_update": ["frappe_crm_app.screens.inbox.live.announce_entry"],
	},
	"Data Import": {"validate": ["frappe_crm_app.intake.frappe_import.cells.refuse_unreadable_cells"]},
}

# Where capabilities meet (`kit/meeting_points.py`); other apps may add to these.
_TIMELINE = "frappe_crm_app.screens.timeline"
crm_timeline_sources = [f"{_TIMELINE}.notes.NOTES", f"{_TIMELINE}.mails.MAILS"]
crm_timeline_sources += [f"{_TIMELINE}.own_mails.{source}" for source in ("OWN_MAILS", "EXCHANGED")]
crm_timeline_sources += [
	f"{_TIMELINE}.built_in.{source}" for source in ("COMMENTS", "STAGE_CHANGES", "FILES", "FIELD_CHANGES")
]
crm_timeline_sources += [f"{_PROJECTS}.timeline.PLAN_CHANGES"]
_BOARD = "frappe_crm_app.screens.board"
_UNANSWERED = "frappe_crm_app.screens.inbox.waiting_parts"
crm_card_facts = [
	f"{_BOARD}.next_steps.next_steps",
	f"{_UNANSWERED}.card_facts",
]
crm_today_parts = ["frappe_crm_app.screens.today.built_in.parts", f"{_UNANSWERED}.today_part"]
_DIGEST = "frappe_crm_app.channels.reminders.digest_parts"
crm_digest_parts = [
	f"{_DIGEST}.overdue",
	f"{_DIGEST}.today",
	f"{_UNANSWERED}.digest_part",
	f"{_DIGEST}.deals_without_next_step",
]
crm_mail_stored = [
	"frappe_crm_app.channels.mail.writing.bounces.heed",
	"frappe_crm_app.screens.inbox.live.announce_stored",
]
crm_mail_filers = [f"{_PROJECTS}.mails.file"]
crm_records_given = [f"{_TOLD}.many.tell_of_bulk_change"]
crm_records_taken = [f"{_TOLD}.many.tell_of_what_was_taken"]
_RULES = "frappe_crm_app.automation.workflow_rules"
crm_timeline_sources += [f"{_RULES}.timeline.RUNS_ABOUT", f"{_RULES}.timeline.RUNS_ABOUT_FORMS"]
_SAVED = "frappe_crm_app.kit.current_docs.note_saved"
doc_events["CRM Desk Settings"] = {
	"validate": [f"{_RULES}.office_hours.refuse_no_hours"],
	"on_update": [_SAVED],
}
doc_events["CRM Pipeline"]["on_update"].append(_SAVED)
doc_events["User"] = {"after_rename": [f"{_RULES}.renaming.follow_user"]}
crm_domain_event = [
	f"{_TOLD}.many.tell_of_import",
	f"{_RULES}.listening.heard",
	f"{_RULES}.frappe_engine.heard",
]
automation_events = [_events_of_flows()]
_STEPS = f"{_RULES}.steps"
crm_workflow_steps = [
	f"{_STEPS}.mail.MAIL",
	f"{_STEPS}.note.NOTE_STEP",
	f"{_STEPS}.notify.NOTIFY",
	f"{_STEPS}.fields.CHANGE",
	f"{_STEPS}.stage.STAGE",
	f"{_STEPS}.assign.ASSIGN",
	f"{_STEPS}.tag.TAG",
	f"{_STEPS}.waiting.WAIT",
	f"{_STEPS}.waiting.WAIT_FOR_EVENT",
	f"{_STEPS}.control.IF",
	f"{_STEPS}.control.REPEAT",
	f"{_STEPS}.control.STOP",
	f"{_STEPS}.webhook.WEBHOOK",
	"frappe_crm_app.channels.respondio.workflow_step.RESPONDIO",
	f"{_MAIL}.workflow_step.STRANGER",
	f"{_PROJECTS}.workflow_step.PROJECT_STEP",
]
_DEAL_PEOPLE = "frappe_crm_app.records.deal_people.merging"
crm_merging_rows = [
	"frappe_crm_app.records.identity.single_rows.keep_single",
	f"{_DEAL_PEOPLE}.keep_single_person",
]
crm_condition_links = {
	"CRM Contact": ["customer"],
	"CRM Customer": ["primary_contact"],
	"CRM Sales Deal": ["contact", "customer"],
	"CRM Follow-up Note": ["contact", "customer", "deal"],
	"CRM Location": ["contact", "customer"],
	"CRM Lead Submission": ["contact"],
	"CRM Mail": ["customer"],
	"CRM Project": ["contact", "customer", "deal"],
	"CRM Milestone": ["project"],
}
crm_search_sources = [
	f"{_IDENTITY}.search_sources.CONTACTS",
	f"{_IDENTITY}.search_sources.CUSTOMERS",
	"frappe_crm_app.records.pipeline.search.DEALS",
	f"{_PROJECTS}.search.PROJECTS",
]
crm_merging = [f"{_SEARCH}.forget_merged", f"{_RESPONDIO}.owe_merge", f"{_HAVING}.follow_many"]
crm_unmerged = [
	f"{_DEAL_PEOPLE}.settle_people",
	f"{_SEARCH}.rewrite_after_unmerge",
	f"{_RESPONDIO}.undo_merge",
	f"{_HAVING}.follow_many",
]
crm_import_chunk_written = [
	f"{_RESPONDIO}.owe_imported",
	f"{_HAVING}.follow_many",
	f"{_MAIL}.newcomers.follow_import",
]
crm_import_chunk_undoing = [f"{_RESPONDIO}.cancel_unsent", f"{_HAVING}.follow_many"]

_DEALS, _NOTES = "frappe_crm_app.records.pipeline.event_kinds", "frappe_crm_app.records.follow_up.event_kinds"
crm_event_kinds = [
	f"{_IDENTITY}.event_kinds.CONTACT_KINDS",
	f"{_IDENTITY}.event_kinds.CUSTOMER_KINDS",
	f"{_DEALS}.DEAL_KINDS",
	f"{_NOTES}.NOTE_KINDS",
	f"{_IDENTITY}.event_kinds.LOCATION_KINDS",
	f"{_MAIL}.event_kinds.MAIL_KINDS",
	f"{_PROJECTS}.event_kinds.PROJECT_KINDS",
	f"{_PROJECTS}.event_kinds.MILESTONE_KINDS",
	"frappe_crm_app.intake.lead_forms.event_kinds.FORM_KINDS",
	"frappe_crm_app.intake.contact_import.event_kinds.IMPORT_KINDS",
]
crm_time_checks = [
	f"{_NOTES}.IS_DUE",
	f"{_NOTES}.IS_OVERDUE",
	f"{_DEALS}.PAST_CLOSE_DATE",
	f"{_DEALS}.IS_ROTTING",
	f"{_DEALS}.IS_WITHOUT_NEXT_STEP",
	f"{_MAIL}.event_kinds.IS_UNANSWERED",
	f"{_PROJECTS}.event_kinds.IS_OVERDUE",
]

_FETCHING = "frappe_crm_app.channels.mail.fetching"
doc_events["CRM Mailbox"] = {"validate": [f"{_FETCHING}.health.keep_fetching_true"]}

# What is owed and worked off by jobs (`kit/outbox/`): one sweep looks into all of these.
crm_outboxes = [
	"frappe_crm_app.channels.won_mail.tasks.OUTBOX",
	"frappe_crm_app.channels.mail.writing.tasks.OUTBOX",
	"frappe_crm_app.intake.lead_forms.tasks.OUTBOX",
	"frappe_crm_app.channels.respondio.tasks.OUTBOX",
	"frappe_crm_app.channels.respondio.tasks.EVENTS",
	"frappe_crm_app.channels.reminders.tasks.REMINDERS",
	"frappe_crm_app.channels.reminders.tasks.DIGESTS",
	"frappe_crm_app.kit.domain_events.tasks.OUTBOX",
	f"{_RULES}.tasks.RUNS",
	f"{_RULES}.tasks.REQUESTS",
	f"{_RULES}.tasks.TRIGGERS",
	f"{_FETCHING}.tasks.OUTBOX",
]

_ENDPOINTS = "frappe_crm_app.visibility.desk_endpoints"
override_whitelisted_methods = _functions_behind_addresses() | {
	"frappe.client.get": f"{_ENDPOINTS}.get",
	"frappe.core.doctype.deleted_document.deleted_document.bulk_restore": f"{_ENDPOINTS}.bulk_restore",
	"frappe.core.doctype.deleted_document.deleted_document.restore": f"{_ENDPOINTS}.restore",
	"frappe.desk.desktop.get_desktop_page": "frappe_crm_app.visibility.setup_links.get_desktop_page",
	"frappe.desk.doctype.dashboard_chart.dashboard_chart.get": f"{_ENDPOINTS}.get_chart",
	"frappe.desk.doctype.tag.tag.get_tagged_docs": f"{_ENDPOINTS}.get_tagged_docs",
	"frappe.desk.form.load.getdoc": f"{_ENDPOINTS}.getdoc",
	"frappe.desk.form.load.get_docinfo": f"{_ENDPOINTS}.get_docinfo",
	"frappe.desk.form.save.cancel": f"{_ENDPOINTS}.cancel",
	"frappe.desk.form.save.savedocs": f"{_ENDPOINTS}.savedocs",
	"frappe.desk.form.utils.get_next": f"{_ENDPOINTS}.get_next",
	"frappe.desk.listview.get_group_by_count": f"{_ENDPOINTS}.get_group_by_count",
	"frappe.desk.notifications.get_open_count": f"{_ENDPOINTS}.get_open_count",
	"frappe.desk.query_report.export_query": "frappe_crm_app.screens.lists.exports.export_report",
	"frappe.desk.reportview.export_query": "frappe_crm_app.screens.lists.exports.export_list",
	"frappe.desk.reportview.get": f"{_ENDPOINTS}.get_rows",
	"frappe.desk.search.get_link_title": f"{_ENDPOINTS}.get_link_title",
	"frappe.desk.search.search_link": f"{_ENDPOINTS}.search_link",
	"frappe.desk.search.search_widget": f"{_ENDPOINTS}.search_widget",
	"frappe.email.relink": f"{_ENDPOINTS}.relink",
	"frappe.utils.global_search.search": f"{_ENDPOINTS}.search",
	"frappe.utils.goal.get_monthly_goal_graph_data": f"{_ENDPOINTS}.get_monthly_goal_graph_data",
	"frappe.workflow.doctype.workflow.workflow.get_workflow_state_count": f"{_ENDPOINTS}.get_workflow_state_count",
	"frappe.website.doctype.web_form.web_form.accept": "frappe_crm_app.intake.lead_forms.web_form.accept",
	"frappe.website.doctype.web_form.web_form.get_form_data": f"{_ENDPOINTS}.get_form_data",
}
if _major_version() < 16:
	override_whitelisted_methods |= {
		"frappe.client.validate_link": f"{_ENDPOINTS}.validate_link",
		"frappe.geo.utils.get_coords": f"{_ENDPOINTS}.get_coords",
	}
else:
	override_whitelisted_methods |= {
		"frappe.client.validate_link_and_fetch": f"{_ENDPOINTS}.validate_link_and_fetch",
		"frappe.desk.form.save.discard": f"{_ENDPOINTS}.discard",
	}
auth_hooks = [
	"frappe_crm_app.visibility.request_guard.guard.guard_request",
	f"{_IDENTITY}.email_filters.filter_as_stored",
]

before_request = [
	"frappe_crm_app.kit.error_answers.hide_traceback_on_our_paths",
	"frappe_crm_app.kit.statement_limits.limit_statements",
]
before_job = ["frappe_crm_app.visibility.follow_mails.before_job"]
after_request = [
	"frappe_crm_app.visibility.permlevels.leave_out_hidden_fields",
	"frappe_crm_app.kit.statement_limits.answer_costly",
	"frappe_crm_app.kit.error_answers.answer_conflicts",
	"frappe_crm_app.kit.error_answers.refuse_unreadable_json",
	"frappe_crm_app.kit.error_answers.say_wrong_argument",
	"frappe_crm_app.intake.lead_forms.headers.tell_browsers",
]
update_website_context = [
	"frappe_crm_app.intake.lead_forms.web_form.add_to_page",
	"frappe_crm_app.visibility.web_form_options.limit_on_page",
]

standard_queries = {
	"CRM Contact": "frappe_crm_app.records.identity.search.find_contacts",
	"CRM Customer": "frappe_crm_app.records.identity.search.find_customers",
	"CRM Sales Deal": "frappe_crm_app.records.pipeline.search.find_deals",
}

global_search_doctypes = {
	"Default": [
		{"doctype": "CRM Contact"},
		{"doctype": "CRM Customer"},
		{"doctype": "CRM Sales Deal"},
		{"doctype": "CRM Location"},
		{"doctype": "CRM Follow-up Note"},
		{"doctype": "CRM Quote"},
		{"doctype": "CRM Project"},
		{"doctype": "CRM Milestone"},
	]
}

# Of rows that agree in these columns, each record has one: where a merge finds two, the removed record's is put aside.
crm_merge_doubles = {
	"Communication Link": ["parent"],
	"CRM Contact Affiliation": ["parent"],
	"CRM Customer Relation": ["parent", "relation"],
	"CRM Deal Contact": ["parent"],
	"CRM Mail Link": ["parent"],
	"CRM Project Customer": ["parent"],
	"CRM Project Participant": ["parent"],
	"Document Follow": ["user"],
	"DocShare": ["user", "everyone"],
	"Dynamic Link": ["parenttype", "parent"],
	"Event Participants": ["parent"],
	"Tag Link": ["tag"],
}
# Told as it was: no merge rewrites it.
crm_history = ["CRM Contact Import Row", "CRM Deal Snapshot", "CRM Merge"]
ignore_links_on_delete = [
	"CRM Contact Import Row",
	"CRM Deal Snapshot",
	"CRM Consent",
	"CRM Domain Event",
	"CRM Merge",
	"CRM Respondio Event",
	"CRM Respondio Sync",
	"CRM Segment Member",
	"CRM Subscription",
]

default_log_clearing_doctypes = {"CRM Domain Event": 90, "CRM Respondio Event": 90, "CRM Workflow Run": 90}

_ERPNEXT, _HELPDESK = "frappe_crm_app.bridges.erpnext.sections", "frappe_crm_app.bridges.helpdesk.sections"
_OF_PROJECTS = f"{_PROJECTS}.sections"
crm_customer_sections = [
	f"{_OF_PROJECTS}.projects_of_customer",
	f"{_ERPNEXT}.quotations",
	f"{_ERPNEXT}.invoices",
	f"{_ERPNEXT}.projects",
	f"{_HELPDESK}.tickets",
	f"{_ERPNEXT}.issues",
	f"{_ERPNEXT}.assets",
]
crm_deal_sections = [f"{_OF_PROJECTS}.projects_of_deal"]
crm_contact_sections = [
	f"{_OF_PROJECTS}.CONTACT_PROJECTS",
	f"{_ERPNEXT}.projects",
	f"{_HELPDESK}.tickets",
	f"{_ERPNEXT}.issues",
]

scheduler_events = {
	"cron": {
		"*/5 * * * *": [
			"frappe_crm_app.intake.contact_import.tasks.resume_silent_imports",
			"frappe_crm_app.intake.bulk_edit.tasks.resume_silent_changes",
			"frappe_crm_app.kit.domain_events.tasks.enqueue_occasions",
		],
		"* * * * *": [
			"frappe_crm_app.kit.outbox.tasks.sweep",
			"frappe_crm_app.kit.domain_events.tasks.ask_who_listens",
		],
	},
	"hourly": ["frappe_crm_app.intake.lead_forms.tasks.ask_those_left_out"],
	"hourly_long": ["frappe_crm_app.records.deal_history.tasks.take_missing_snapshots"],
	"daily": ["frappe_crm_app.intake.lead_forms.tasks.keep_retention"],
}

_AUDIENCES, _CONSENT = "frappe_crm_app.records.audiences", "frappe_crm_app.records.consent"
crm_event_kinds += [f"{_AUDIENCES}.event_kinds.SUBSCRIPTION_KINDS"]
crm_timeline_sources += [f"{_TIMELINE}.consents.CONSENTS"]
crm_merging_rows += [f"{_CONSENT}.merging.keep_strictest", f"{_AUDIENCES}.merging.keep_strictest"]
crm_unmerged += [f"{_CONSENT}.merging.take_back"]
_SUBSCRIPTIONS = "frappe_crm_app.intake.subscriptions"
crm_subscription_pending = [f"{_SUBSCRIPTIONS}.tasks.wake"]
crm_submission_processed = [f"{_SUBSCRIPTIONS}.from_forms.subscribe_sender"]
crm_outboxes += [f"{_SUBSCRIPTIONS}.tasks.OUTBOX"]
crm_merge_doubles |= {"CRM Segment Member": ["segment"], "CRM Subscription": ["mailing_list"]}
# Messages to people, and what they answer.
_MESSAGING = "frappe_crm_app.channels.messaging"
crm_messaging_providers = ["frappe_crm_app.channels.respondio.provider.RESPONDIO"]
crm_outboxes += [f"{_MESSAGING}.tasks.OUTBOX", f"{_MESSAGING}.tasks.ASKING"]
crm_event_kinds += [f"{_MESSAGING}.event_kinds.MESSAGE_KINDS"]
crm_timeline_sources += [f"{_MESSAGING}.timeline.MESSAGES"]
crm_workflow_steps += [f"{_MESSAGING}.workflow_step.MESSAGE_STEP"]
crm_condition_links["CRM Message"] = ["contact"]
doc_events["CRM Contact"]["on_trash"] += [f"{_MESSAGING}.leaving.forget_contact"]
ignore_links_on_delete += ["CRM Message"]

# Campaigns to many people, and what comes back.
_CAMPAIGNS = "frappe_crm_app.channels.campaigns"
crm_outboxes += [f"{_CAMPAIGNS}.tasks.OUTBOX"]
crm_event_kinds += [f"{_CAMPAIGNS}.event_kinds.CAMPAIGN_KINDS"]
crm_timeline_sources += [f"{_CAMPAIGNS}.timeline.CAMPAIGNS"]
crm_mail_stored += [f"{_CAMPAIGNS}.returns.heed"]
crm_unsubscribed = [f"{_CAMPAIGNS}.returns.unsubscribed"]
crm_lists_of_recipient = [f"{_CAMPAIGNS}.returns.lists_of"]
crm_message_changed = [f"{_CAMPAIGNS}.message_sending.follow_message"]
crm_merge_doubles["CRM Campaign Recipient"] = ["campaign", "channel"]
crm_merging_rows += [f"{_CAMPAIGNS}.merging.keep_what_says_most"]
crm_unmerged += [f"{_CAMPAIGNS}.merging.end_waiting"]
doc_events["CRM Contact"]["on_trash"] += [f"{_CAMPAIGNS}.leaving.forget_contact"]
ignore_links_on_delete += ["CRM Campaign Recipient"]
_QUOTES = "frappe_crm_app.selling.quotes"
for _doctype in ("CRM Contact", "CRM Customer", "CRM Sales Deal"):
	doc_events[_doctype]["on_trash"] = [
		f"{_QUOTES}.removal.refuse_deleting_quoted",
		f"{_QUOTES}.removal.remove_drafts",
		*doc_events[_doctype]["on_trash"],
	]
doc_events["File"]["before_validate"].append(f"{_QUOTES}.stored_pdf.refuse_changing")
crm_file_leaving = [f"{_QUOTES}.stored_pdf.refuse_losing"]
doc_events["CRM Desk Settings"]["validate"].append(f"{_QUOTES}.settings.refuse_bad_settings")
crm_timeline_sources += [f"{_QUOTES}.timeline.QUOTES"]
crm_event_kinds += [f"{_QUOTES}.event_kinds.QUOTE_KINDS"]
crm_condition_links["CRM Quote"] = ["deal", "contact", "customer"]
crm_outboxes += [f"{_QUOTES}.tasks.OUTBOX"]
scheduler_events["daily_long"] = [f"{_QUOTES}.tasks.pass_days"]

_QUOTE_DESK = "frappe_crm_app.selling.quote_desk"
doc_events["CRM Quote"] = {
	"on_update": [_KEEP_TERMS],
	"after_insert": [f"{_QUOTES}.existing.forget"],
	"on_trash": [f"{_QUOTES}.renewal.forget_renewal"],
	"after_delete": [_FORGET_TERMS],
}
crm_customer_sections.insert(0, f"{_QUOTE_DESK}.sections.of_customer")
crm_deal_sections.insert(0, f"{_QUOTE_DESK}.sections.of_deal")
crm_contact_sections.append(f"{_QUOTE_DESK}.sections.OF_CONTACT")
crm_timeline_sources += [f"{_QUOTE_DESK}.timeline.DONE"]
crm_card_facts += [f"{_QUOTE_DESK}.cards.card_facts"]
crm_today_parts += [f"{_QUOTE_DESK}.agenda.today_parts"]
crm_search_sources += [f"{_QUOTE_DESK}.search.QUOTES"]
standard_queries["CRM Quote"] = f"{_QUOTE_DESK}.search.find_quotes"

_ACCEPTANCE = "frappe_crm_app.selling.acceptance"
crm_quote_link = [f"{_ACCEPTANCE}.links.make"]
crm_quote_links_revoking = [f"{_ACCEPTANCE}.links.revoke"]
crm_outboxes += [f"{_ACCEPTANCE}.tasks.OUTBOX"]
ignore_links_on_delete += [
	"CRM Quote Acceptance",
	"CRM Quote Certificate",
	"CRM Quote Link",
]  # a draft has none
after_request += [f"{_ACCEPTANCE}.headers.tell_browsers"]

# Documents: what they are about, who has which version.
_DOCUMENTS = "frappe_crm_app.work.documents"
doc_events["CRM Document"] = {
	"on_update": [_KEEP_TERMS, f"{_EVENTS}.tell_saved"],
	"after_delete": [_FORGET_TERMS],
}
for _doctype in (
	"CRM Contact",
	"CRM Customer",
	"CRM Sales Deal",
	"CRM Project",
	"CRM Follow-up Note",
	"CRM Quote",
):
	doc_events[_doctype].setdefault("on_trash", []).append(f"{_DOCUMENTS}.leaving.detach")
doc_events["File"]["before_validate"].append(f"{_DOCUMENTS}.versions.refuse_changing")
crm_file_leaving += [f"{_DOCUMENTS}.versions.refuse_losing"]
crm_mail_sent = [f"{_DOCUMENTS}.deliveries.note_mail"]
crm_outboxes += [f"{_DOCUMENTS}.tasks.OUTBOX"]
crm_event_kinds += [f"{_DOCUMENTS}.event_kinds.DOCUMENT_KINDS"]
crm_timeline_sources += [f"{_DOCUMENTS}.timeline.VERSIONS", f"{_DOCUMENTS}.timeline.OPENED"]
crm_customer_sections += [f"{_DOCUMENTS}.sections.of_customer"]
crm_deal_sections += [f"{_DOCUMENTS}.sections.of_deal"]
crm_project_sections = [f"{_DOCUMENTS}.sections.of_project"]
crm_contact_sections += [f"{_DOCUMENTS}.sections.OF_CONTACT"]
crm_search_sources += [f"{_DOCUMENTS}.search.DOCUMENTS"]
standard_queries["CRM Document"] = f"{_DOCUMENTS}.search.find_documents"
global_search_doctypes["Default"].append({"doctype": "CRM Document"})
crm_merge_doubles |= {"CRM Document Link": ["parent"], "CRM Document Assignee": ["parent"]}
ignore_links_on_delete += ["CRM Document Delivery", "CRM Document Public Link"]
after_request += [f"{_DOCUMENTS}.sharing.headers.tell_browsers"]
scheduler_events["daily_long"] += [f"{_DOCUMENTS}.tasks.remove_unnamed_files"]
crm_room_parts = [f"{_DOCUMENTS}.sharing.rooms.of_project"]

# Events: in the calendar, by mail, in feeds and in rooms.
_MEETINGS = "frappe_crm_app.work.events"
_ONE_CALENDAR = "frappe_crm_app.screens.calendar.sources"
crm_calendar_sources = [
	f"{_MEETINGS}.calendar_source.EVENTS",
	*(f"{_ONE_CALENDAR}.{source}" for source in ("FOLLOW_UPS", "MILESTONES", "CLOSINGS")),
]
doc_events["CRM Event"] = {
	"on_update": [_TELL_HOLDER, _TELL_FORMER, f"{_EVENTS}.tell_saved"],
	"on_trash": [f"{_DOCUMENTS}.leaving.detach"],
}
for _doctype in ("CRM Contact", "CRM Customer", "CRM Sales Deal", "CRM Project"):
	doc_events[_doctype]["on_trash"] += [f"{_MEETINGS}.leaving.leave_events"]
crm_timeline_sources += [f"{_MEETINGS}.timeline.EVENTS"]
crm_event_kinds += [f"{_MEETINGS}.event_kinds.EVENT_KINDS"]
crm_condition_links["CRM Event"] = []
crm_customer_sections += [f"{_MEETINGS}.sections.events_of_customer"]
crm_deal_sections += [f"{_MEETINGS}.sections.events_of_deal"]
crm_project_sections += [f"{_MEETINGS}.sections.events_of_project"]
crm_contact_sections += [f"{_MEETINGS}.sections.CONTACT_EVENTS"]
crm_outboxes += [f"{_MEETINGS}.invitations.tasks.OUTBOX"]
crm_mail_stored += [f"{_MEETINGS}.invitations.replies.heed"]
crm_submission_processed += [f"{_MEETINGS}.registering.register_sender"]
crm_merge_doubles |= {"CRM Event Attendee": ["parent"], "CRM Event Link": ["parent"]}
ignore_links_on_delete += ["CRM Event Mail", "CRM Room Link", "CRM Room View", "CRM Calendar Feed"]
after_request += [f"{_MEETINGS}.headers.tell_browsers"]
default_log_clearing_doctypes["CRM Room View"] = 365
global_search_doctypes["Default"].append({"doctype": "CRM Event"})

# The quick log of phones.
_QUICK_LOG = "frappe_crm_app.screens.quick_log"
page_renderer = [f"{_QUICK_LOG}.files.QuickLogFile"]
after_request += [f"{_QUICK_LOG}.headers.tell_browsers"]
default_log_clearing_doctypes["CRM Quick Log Entry"] = 90
ignore_links_on_delete += ["CRM Quick Log Entry"]

export_python_type_annotations = True
