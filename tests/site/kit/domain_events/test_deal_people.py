"""A deal whose people change is a deal that changes."""

import frappe

from tests.factories import make_contact, make_deal
from tests.site.kit.domain_events.conftest import events


def test_people_who_join_and_leave_are_told(listeners):
	listeners.want("deal.updated")
	deal, mary = make_deal(contact=make_contact().name), make_contact()
	doc = frappe.get_doc(deal.doctype, deal.name)
	doc.append("people", {"contact": mary.name, "deal_role": "Buyer"})
	doc.save()
	frappe.delete_doc("CRM Contact", mary.name)
	joined, left = (event.changes["people"] for event in events(reference_name=deal.name))
	assert joined[0] is None
	assert [person["deal_role"] for person in joined[1]] == ["Buyer", None]
	assert left == [[{"contact": mary.name, "deal_role": "Buyer"}], None]
