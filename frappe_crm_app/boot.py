"""What the desk's scripts know of the CRM from the start, as `frappe.boot.crm`: values of enumerations, and their colors.

Frappe calls `extend` for each page load, after what it caches: a new version's scripts never meet the values of the old one.
Nothing here depends on who asks, except for the language of labels, and nothing is read from the database at every page load.
"""

from frappe_crm_app.automation.workflow_rules.timeline import RuleSource
from frappe_crm_app.frappe_crm_app.doctype.crm_bulk_change import options as bulk_change
from frappe_crm_app.frappe_crm_app.doctype.crm_campaign import options as campaign
from frappe_crm_app.frappe_crm_app.doctype.crm_campaign_recipient import options as campaign_recipient
from frappe_crm_app.frappe_crm_app.doctype.crm_contact import options as contact
from frappe_crm_app.frappe_crm_app.doctype.crm_contact_import import options as contact_import
from frappe_crm_app.frappe_crm_app.doctype.crm_customer import options as customer
from frappe_crm_app.frappe_crm_app.doctype.crm_deal_contact.options import DealRole
from frappe_crm_app.frappe_crm_app.doctype.crm_domain_event import options as domain_event
from frappe_crm_app.frappe_crm_app.doctype.crm_follow_up_note import options as note
from frappe_crm_app.frappe_crm_app.doctype.crm_lead_form import options as lead_form
from frappe_crm_app.frappe_crm_app.doctype.crm_lead_submission import options as submission
from frappe_crm_app.frappe_crm_app.doctype.crm_message import options as message
from frappe_crm_app.frappe_crm_app.doctype.crm_pipeline.options import Tracks
from frappe_crm_app.frappe_crm_app.doctype.crm_project import options as project
from frappe_crm_app.frappe_crm_app.doctype.crm_quote import options as quote
from frappe_crm_app.frappe_crm_app.doctype.crm_quote_mail import options as quote_mail
from frappe_crm_app.frappe_crm_app.doctype.crm_record_scope.options import SCOPED_RECORDS
from frappe_crm_app.frappe_crm_app.doctype.crm_respondio_event import options as respondio_event
from frappe_crm_app.frappe_crm_app.doctype.crm_respondio_sync import options as respondio_sync
from frappe_crm_app.frappe_crm_app.doctype.crm_sales_product.options import Recurrence
from frappe_crm_app.frappe_crm_app.doctype.crm_stage import options as stage
from frappe_crm_app.frappe_crm_app.doctype.crm_won_mail import options as won_mail
from frappe_crm_app.kit.enums import StrEnum
from frappe_crm_app.kit.resumable_job.status import WorkStatus
from frappe_crm_app.records.follow_up.reference import SOURCES
from frappe_crm_app.records.identity.choice import Side
from frappe_crm_app.records.pipeline.money import base_currency
from frappe_crm_app.records.trades.choosing import chosen_trade
from frappe_crm_app.screens.timeline.own_mails import MailSource
from frappe_crm_app.screens.timeline.rows import Source
from frappe_crm_app.setup_guide.demo_work import DemoStatus
from frappe_crm_app.visibility.guards import REASSIGNING
from frappe_crm_app.visibility.labels import labels
from frappe_crm_app.visibility.presets import Preset
from frappe_crm_app.visibility.roles import CRMRole

ENUMS = (
	campaign.CampaignStatus,
	campaign.FollowsWho,
	campaign_recipient.RecipientStatus,
	contact.ContactType,
	contact_import.ImportMode,
	contact_import.ImportStatus,
	contact_import.SharedEmails,
	contact_import.ShownRows,
	customer.Relationship,
	note.Action,
	message.MessageStatus,
	note.NoteStatus,
	lead_form.FormStatus,
	submission.SubmissionStatus,
	project.ProjectStatus,
	quote.QuoteStatus,
	respondio_sync.SyncStatus,
	stage.Outcome,
	won_mail.WonMailStatus,
	CRMRole,
	DealRole,
	DemoStatus,
	MailSource,
	Preset,
	Recurrence,
	RuleSource,
	Side,
	Source,
	Tracks,
	WorkStatus,
)
# By the field whose value lists and forms show with a color.
COLORS = {
	"CRM Bulk Change": {"status": bulk_change.COLOR_OF_STATUS},
	"CRM Campaign": {"status": campaign.COLOR_OF_STATUS},
	"CRM Campaign Recipient": {"status": campaign_recipient.COLOR_OF_STATUS},
	"CRM Contact": {"status": contact.COLOR_OF_STATUS, "contact_type": contact.COLOR_OF_TYPE},
	"CRM Contact Import": {"status": contact_import.COLOR_OF_STATUS},
	"CRM Customer": {"relationship": customer.COLOR_OF_RELATIONSHIP},
	"CRM Domain Event": {"status": domain_event.COLOR_OF_STATUS},
	"CRM Follow-up Note": {"status": note.COLOR_OF_STATUS},
	"CRM Lead Form": {"status": lead_form.COLOR_OF_STATUS},
	"CRM Lead Submission": {"status": submission.COLOR_OF_STATUS},
	"CRM Message": {"status": message.COLOR_OF_STATUS},
	"CRM Project": {"status": project.COLOR_OF_STATUS, "health": project.COLOR_OF_HEALTH},
	"CRM Quote": {"status": quote.COLOR_OF_STATUS},
	"CRM Quote Mail": {"status": quote_mail.COLOR_OF_STATUS},
	"CRM Respondio Event": {"status": respondio_event.COLOR_OF_STATUS},
	"CRM Respondio Sync": {"status": respondio_sync.COLOR_OF_STATUS},
	"CRM Sales Deal": {"outcome": stage.COLOR_OF_OUTCOME},
	"CRM Stage": {"outcome": stage.COLOR_OF_OUTCOME},
	"CRM Won Mail": {"status": won_mail.COLOR_OF_STATUS},
}


def extend(bootinfo: dict) -> None:
	"""Add `{enums: {enumeration: {member: value}}, colors: {doctype: {fieldname: {value: color}}}, ...}` as `crm`."""
	bootinfo["crm"] = {
		"enums": {enum.__name__: values_of(enum) for enum in ENUMS},
		"colors": {
			doctype: {fieldname: by_value(colors) for fieldname, colors in fields.items()}
			for doctype, fields in COLORS.items()
		},
		"call_outcomes": [outcome.value for outcome in note.CallOutcome],
		"offered_actions": [action.value for action in note.OFFERED_ACTIONS],
		"labels": labels(),
		"reassigning_roles": list(REASSIGNING),
		"noted_records": list(SOURCES),
		"scoped_records": list(SCOPED_RECORDS),
		"trade": chosen_trade(),
		"base_currency": base_currency(),
	}


def values_of(enum: type[StrEnum]) -> dict[str, str]:
	"""Return the values by the names that Python code calls them."""
	return {member.name: member.value for member in enum}


def by_value(colors: dict[StrEnum, str]) -> dict[str, str]:
	"""Return colors by plain strings: Frappe 16's JSON takes no others as keys."""
	return {member.value: color for member, color in colors.items()}
