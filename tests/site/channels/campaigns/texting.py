"""SMS and WhatsApp campaigns to people who have agreed, by the messaging service on loopback."""

import frappe
from frappe.model.document import Document
from frappe.utils import add_to_date, now_datetime

from frappe_crm_app.channels.campaigns import api as campaigns
from frappe_crm_app.channels.messaging.tasks import ASKING, MESSAGE
from frappe_crm_app.channels.messaging.tasks import OUTBOX as MESSAGES
from tests.factories import make_consent, make_contact, make_segment
from tests.site.channels.campaigns.conftest import CAMPAIGN, RECIPIENT, work_off

PHONE = "+1415555{:04}"


def texting(number: int, channel: str = "SMS", provider: str = "asked", **values) -> Document:
	"""Insert a campaign to so many people who have agreed to it."""
	segment = make_segment(kind="Chosen")
	for place in range(number):
		contact = make_contact(first_name=f"Ada{place}", phone=PHONE.format(place))
		make_consent(contact, channel)
		join(segment.name, contact)
	usual = {
		"doctype": CAMPAIGN,
		"campaign_name": "Cranes",
		"channel": channel,
		"message": "Hello {{ first_name }}",
		"provider": provider,
		"provider_channel": "1" if channel == "SMS" else "2",
		"audience": [{"kind": "CRM Segment", "audience": segment.name}],
	}
	made = frappe.get_doc(usual | values).insert()
	frappe.db.commit()
	return made


def join(segment: str, contact: Document) -> None:
	frappe.get_doc({"doctype": "CRM Segment Member", "segment": segment, "contact": contact.name}).db_insert()


def start(made: Document) -> None:
	"""Start a campaign, and owe its first messages."""
	campaigns.start(made.name)
	work_off(made.name)


def messages_of(made: Document) -> list[frappe._dict]:
	frappe.db.commit()
	rows = frappe.get_all(RECIPIENT, {"campaign": made.name}, pluck="name")
	filters = {"campaign_recipient": ("in", rows or [""])}
	return frappe.get_all(MESSAGE, filters, ["name", "status", "contact"], order_by="creation asc, name asc")


def deliver(made: Document) -> None:
	"""Do what the job does for messages that are owed, whenever they are due."""
	past = add_to_date(now_datetime(), minutes=-1)
	for message in messages_of(made):
		if message.status == "Owed":
			frappe.db.set_value(MESSAGE, message.name, "next_attempt_on", past)
			frappe.db.commit()
			MESSAGES.attempt(message.name)
	frappe.db.commit()


def ask_about(made: Document) -> None:
	"""Do what the job does that asks about messages."""
	for message in messages_of(made):
		frappe.db.set_value(MESSAGE, message.name, "ask_on", add_to_date(now_datetime(), minutes=-1))
		frappe.db.commit()
		ASKING.attempt(message.name)
	frappe.db.commit()
