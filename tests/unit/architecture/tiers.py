"""Which tier each package and each DocType belongs to: a new one gets its line here."""

# From the ground up. A tier imports those before it; the siblings in one row do not import each other.
TIERS = (
	("kit",),
	("visibility",),
	("records",),
	("screens", "intake", "channels", "automation", "bridges"),
)
# Wiring and tools above all tiers: they may import everything, and nothing imports them.
SHELL = frozenset(
	{
		"addresses",
		"boot",
		"preconditions",
		"hooks",
		"install",
		"leftovers",
		"uninstall",
		"indexes",
		"commands",
		"patches",
		"www",
		"demo",
		"benchmark",
	}
)
# Schema and what is no Python.
OTHERS = frozenset({"frappe_crm_app", "public", "templates", "desktop_icon", "workspace_sidebar"})

# A controller belongs to its capability's tier; its `options.py` holds words only and stands below all tiers.
TIER_OF_DOCTYPE = {
	"crm_bulk_change": "intake",
	"crm_contact": "records",
	"crm_contact_affiliation": "records",
	"crm_contact_email": "records",
	"crm_contact_phone": "records",
	"crm_contact_import": "intake",
	"crm_contact_import_row": "intake",
	"crm_currency_rate": "records",
	"crm_customer": "records",
	"crm_customer_relation": "records",
	"crm_customer_user": "records",
	"crm_deal_contact": "records",
	"crm_deal_lost_reason": "records",
	"crm_deal_snapshot": "records",
	"crm_desk_settings": "records",
	"crm_domain_event": "kit",
	"crm_event_occasion": "kit",
	"crm_follow_up_note": "records",
	"crm_lead_form": "intake",
	"crm_lead_form_person": "intake",
	"crm_lead_submission": "intake",
	"crm_location": "records",
	"crm_mail": "records",
	"crm_mail_copy": "records",
	"crm_mail_folder": "records",
	"crm_mail_link": "records",
	"crm_mail_participant": "records",
	"crm_mailbox": "records",
	"crm_mailbox_entry": "records",
	"crm_mailbox_role": "records",
	"crm_merge": "records",
	"crm_message": "channels",
	"crm_pipeline": "records",
	"crm_pipeline_card_field": "records",
	"crm_record_scope": "visibility",
	"crm_respondio_event": "channels",
	"crm_respondio_form": "channels",
	"crm_respondio_settings": "channels",
	"crm_respondio_source": "channels",
	"crm_respondio_sync": "channels",
	"crm_respondio_webhook_key": "channels",
	"crm_sales_deal": "records",
	"crm_sales_role": "visibility",
	"crm_salesperson": "visibility",
	"crm_salesperson_role": "visibility",
	"crm_source": "records",
	"crm_stage": "records",
	"crm_stage_change": "records",
	"crm_stage_required_field": "records",
	"crm_won_mail": "channels",
	"crm_workflow_rule": "automation",
	"crm_workflow_rule_version": "automation",
	"crm_workflow_run": "automation",
	"crm_workflow_step": "automation",
}
# What else the Frappe module holds.
TIER_OF_FOLDER = {
	"dashboard_chart": "screens",
	"number_card": "screens",
	"page": "screens",
	"report": "screens",
	"web_form": "intake",
	"workspace": "screens",
	"workspace_sidebar": "screens",
	"desktop_icon": "screens",
}
