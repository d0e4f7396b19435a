"""What each role is told over HTTP: nothing of a deal that it does not see, not even that there is one."""

import frappe
import pytest

from tests.factories import make_contact, make_customer, make_deal, make_note, move
from tests.site.screens.timeline.test_related import make_mail

PATH = "/api/method/frappe_crm_app.timeline.api.get_timeline"
# Who sees the deal, besides its customer: managers and viewers all, the two reps each what is theirs, the factory only itself.
SEES = {
	"CRM Admin": True,
	"CRM Manager": True,
	"CRM Viewer": True,
	"CRM Account Rep": True,  # of a client
	"CRM Sales Rep": False,
	"CRM Partner Manager": False,
	"CRM External": False,
}


@pytest.fixture(autouse=True)
def _committed(committed: None) -> None:
	"""Another process answers."""


@pytest.mark.parametrize("role", SEES)
def test_who_does_not_see_a_deal_hears_nothing_of_it_from_its_customer(api, make_user, role):
	user = make_user(role)
	customer = make_customer(
		customer_name="Blue Harbor",
		relationship="Client",
		salesperson=user,
		linked_users=[{"user": user}] if role == "CRM External" else [],
	)
	contact = make_contact(customer=customer.name, contact_owner=user)
	deal = make_deal(title="Confidential cranes", contact=contact.name)
	deal = move(deal, "Qualified")
	make_mail(customer, "Good morning")
	make_mail(deal, "Confidential offer", contact, customer)
	make_note(deal, subject="Confidential talk", status="Done")
	frappe.db.commit()
	answer = api(user).get(PATH, params={"doctype": customer.doctype, "name": customer.name})
	assert answer.status_code == 200, answer.text
	assert "Good morning" in answer.text
	assert ("Confidential" in answer.text) == SEES[role]
	assert (deal.name in answer.text) == SEES[role]


def test_a_hidden_record_is_refused_like_one_that_is_not_there(api, make_user):
	deal = make_deal()
	frappe.db.commit()
	client = api(make_user("CRM Sales Rep"))
	hidden, missing = (
		client.get(PATH, params={"doctype": deal.doctype, "name": name}) for name in (deal.name, "nothing")
	)
	assert hidden.status_code == missing.status_code == 403
