"""Puts the demo together."""

from frappe_crm_app.demo.campaigns import campaigns, with_invalid_emails
from frappe_crm_app.demo.customers import customers
from frappe_crm_app.demo.deal_people import with_people
from frappe_crm_app.demo.deals import deals, stage_changes
from frappe_crm_app.demo.mails import correspondence
from frappe_crm_app.demo.meetings import events
from frappe_crm_app.demo.notes import notes
from frappe_crm_app.demo.people import contacts
from frappe_crm_app.demo.places import locations
from frappe_crm_app.demo.plans import plan_customers, plan_deals
from frappe_crm_app.demo.projects import projects
from frappe_crm_app.demo.quotes import products, quotes, tax_classes
from frappe_crm_app.demo.setting import Setting
from frappe_crm_app.demo.streams import stream
from frappe_crm_app.demo.subjects import Cast
from frappe_crm_app.demo.team import TEAM, salespeople
from frappe_crm_app.demo.world import World


def generate(setting: Setting) -> World:
	"""Return all rows of the demo: the same for the same setting, and of the same shape on every day.

	Each kind draws from a random stream of its own, so that a change to one leaves the others as they are.
	"""
	deal_plans = plan_deals(stream("deal plans"), setting)
	customer_plans = plan_customers(stream("customer plans"), setting, deal_plans)
	people = contacts(stream("contacts"), setting, customer_plans)
	accounts = customers(stream("customers"), setting, customer_plans, people)
	opportunities = deals(stream("deals"), setting, deal_plans, customer_plans, people)
	opportunities = with_people(stream("deal people"), opportunities, people)
	sites = locations(stream("locations"), setting, customer_plans, people)
	cast = Cast(setting, accounts, people, opportunities, sites, customer_plans, deal_plans)
	mails = correspondence(stream("mails"), cast)
	marketing = campaigns(stream("campaigns"), cast)
	work = projects(setting, opportunities, people)
	return World(
		staff=TEAM,
		salespeople=salespeople(setting),
		customers=accounts,
		contacts=with_invalid_emails(people, marketing.sent),
		deals=opportunities,
		stage_changes=stage_changes(setting, opportunities, deal_plans, customer_plans),
		locations=sites,
		notes=notes(stream("notes"), cast),
		mail_accounts=mails.accounts,
		mailboxes=mails.mailboxes,
		mail_folders=mails.folders,
		mails=mails.mails,
		mailbox_entries=mails.entries,
		mailing_lists=marketing.lists,
		segments=marketing.segments,
		subscriptions=marketing.subscriptions,
		consents=marketing.consents,
		campaigns=marketing.campaigns,
		campaign_links=marketing.sent.links,
		campaign_recipients=marketing.sent.recipients,
		campaign_clicks=marketing.sent.clicks,
		messages=marketing.sent.messages,
		tax_classes=tax_classes(setting),
		products=products(setting),
		quotes=quotes(stream("quotes"), setting, opportunities, people),
		project_templates=work.templates,
		projects=work.projects,
		milestones=work.milestones,
		tasks=work.tasks,
		events=events(setting, opportunities, people),
	)
