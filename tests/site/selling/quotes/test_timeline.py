import frappe

from frappe_crm_app.screens.timeline.api import get_timeline
from frappe_crm_app.selling.quotes.accepting import decline
from tests.factories import make_contact, make_customer, make_deal


def entries(record) -> list[dict]:
	answer = get_timeline(record.doctype, record.name)
	return [entry for entry in answer["entries"] if entry["source"] == "quote"]


def test_a_quote_stands_in_the_timelines_of_its_deal_and_its_people(sent):
	customer = make_customer()
	contact = make_contact(customer=customer.name)
	deal = make_deal(contact=contact.name, currency="USD")
	quote = decline(sent(deal=deal.name, title="Cranes"), "Too dear")
	for record in (deal, contact, customer):
		(entry,) = entries(record)
		assert entry["headline"] == f"Quote {quote.display_number}: Declined"
		assert entry["text"].splitlines() == ["Cranes", "1,190.00 USD", "Too dear"]


def test_a_quote_for_a_contact_alone_stands_in_its_timeline(sent):
	contact = make_contact()
	quote = sent(contact=contact.name)
	assert [entry["status"] for entry in entries(contact)] == ["Sent"]
	assert frappe.db.get_value("CRM Quote", quote.name, "reference_name") == contact.name
