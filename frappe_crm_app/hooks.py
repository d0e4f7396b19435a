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
		"has_permission": "frappe_crm_app.visibility.roles.has_crm_role",
	}
]

before_install = "frappe_crm_app.install.before_install"
after_install = "frappe_crm_app.install.after_install"
after_migrate = ["frappe_crm_app.indexes.ensure_indexes"]
before_uninstall = "frappe_crm_app.uninstall.before_uninstall"
after_uninstall = "frappe_crm_app.uninstall.after_uninstall"
setup_wizard_complete = "frappe_crm_app.install.adopt_site_currency"

before_request = ["frappe_crm_app.error_answers.hide_traceback_on_our_paths"]

standard_queries = {
	"CRM Contact": "frappe_crm_app.identity.search.find_contacts",
	"CRM Customer": "frappe_crm_app.identity.search.find_customers",
}

global_search_doctypes = {
	"Default": [
		{"doctype": "CRM Contact"},
		{"doctype": "CRM Customer"},
		{"doctype": "CRM Sales Deal"},
		{"doctype": "CRM Location"},
		{"doctype": "CRM Follow-up Note"},
	]
}

ignore_links_on_delete = ["CRM Contact Import Row"]

scheduler_events = {
	"cron": {
		"*/5 * * * *": [
			"frappe_crm_app.won_mail.tasks.enqueue_owed_mails",
			"frappe_crm_app.contact_import.tasks.resume_silent_imports",
		]
	}
}

export_python_type_annotations = True
