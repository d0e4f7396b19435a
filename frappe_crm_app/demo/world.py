"""Everything that the demo writes."""

from dataclasses import dataclass

from frappe_crm_app.demo.mail_records import Mail, MailAccount, Mailbox, MailboxEntry, MailFolder
from frappe_crm_app.demo.quote_records import Product, Quote, TaxClass
from frappe_crm_app.demo.records import (
	Contact,
	Customer,
	Deal,
	Event,
	Location,
	Note,
	Record,
	Salesperson,
	StaffMember,
	StageChange,
)


@dataclass(frozen=True)
class World:
	"""Everything that one run writes."""

	staff: tuple[StaffMember, ...]
	salespeople: tuple[Salesperson, ...]
	customers: tuple[Customer, ...]
	contacts: tuple[Contact, ...]
	deals: tuple[Deal, ...]
	stage_changes: tuple[StageChange, ...]
	locations: tuple[Location, ...]
	notes: tuple[Note, ...]
	mail_accounts: tuple[MailAccount, ...]
	mailboxes: tuple[Mailbox, ...]
	mail_folders: tuple[MailFolder, ...]
	mails: tuple[Mail, ...]
	mailbox_entries: tuple[MailboxEntry, ...]
	mailing_lists: tuple[Record, ...]
	segments: tuple[Record, ...]
	subscriptions: tuple[Record, ...]
	consents: tuple[Record, ...]
	campaigns: tuple[Record, ...]
	campaign_links: tuple[Record, ...]
	campaign_recipients: tuple[Record, ...]
	campaign_clicks: tuple[Record, ...]
	messages: tuple[Record, ...]
	tax_classes: tuple[TaxClass, ...]
	products: tuple[Product, ...]
	quotes: tuple[Quote, ...]
	project_templates: tuple[Record, ...]
	projects: tuple[Record, ...]
	milestones: tuple[Record, ...]
	tasks: tuple[Note, ...]
	events: tuple[Event, ...]
