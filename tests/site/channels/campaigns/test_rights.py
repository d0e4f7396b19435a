"""Who makes and sends campaigns, and over whom."""

import frappe
import pytest

from tests.factories import make_contact, make_customer
from tests.site.channels.campaigns.conftest import CAMPAIGN, RECIPIENT, audience_of, send, work_off

API = "/api/method/frappe_crm_app.channels.campaigns.api."
MAKERS, OTHERS = ("CRM Admin", "CRM Manager", "CRM Marketer"), ("CRM Sales Rep", "CRM Viewer")
READING = ("get_campaign", "explain_audience", "get_recipients", "export")
WRITING = ("check", "start", "pause", "resume", "cancel")


@pytest.mark.parametrize("role", MAKERS)
def test_these_make_campaigns_and_send_them(campaign, peer, api, make_user, role):
	client = api(make_user(role))
	shared = campaign(2)
	frappe.db.set_value("Email Account", shared.sender, "enable_outgoing", 1)
	frappe.db.delete("CRM Mailbox", {"email_account": shared.sender})  # an account of the whole site
	frappe.db.commit()
	values = {
		"campaign_name": "Boats",
		"channel": "Email",
		"subject": "Boats",
		"content": "<p>Boats</p>",
		"sender": shared.sender,
		"audience": audience_of(shared),
	}
	made = client.post(f"/api/resource/{CAMPAIGN}", json=values)
	assert made.status_code == 200, made.text
	name = made.json()["data"]["name"]
	for method in READING:
		assert client.get(f"{API}{method}", params={"name": name}).status_code == 200, method
	assert (
		client.post(f"{API}send_test", json={"name": name, "addresses": ["me@x.example"]}).status_code == 200
	)
	answer = client.post(f"{API}start", json={"name": name})
	assert answer.json()["message"] == {"status": "Scheduled"}
	work_off(name)
	assert len(peer.taken) == 3


@pytest.mark.parametrize("role", [*OTHERS, None])
def test_nobody_else_does_anything_with_them(campaign, peer, api, make_user, role):
	made = campaign(1)
	send(made)
	client = api(make_user(role) if role else None)
	for method in READING:
		assert client.get(f"{API}{method}", params={"name": made.name}).status_code == 403, method
	for method in WRITING:
		assert client.post(f"{API}{method}", json={"name": made.name}).status_code == 403, method
	recipient = frappe.get_all(RECIPIENT, {"campaign": made.name}, pluck="name")[0]
	body = {"recipient": recipient, "was_sent": 1}
	assert client.post(f"{API}settle_unsure", json=body).status_code == 403
	assert client.get(f"{API}get_campaigns").status_code == 403
	assert client.get(f"/api/resource/{CAMPAIGN}/{made.name}").status_code == 403
	body = {"name": made.name, "addresses": ["me@x.example"]}
	assert client.post(f"{API}send_test", json=body).status_code == 403
	assert len(peer.taken) == 1


def test_it_goes_to_those_whom_its_releaser_sees(campaign, peer, api, make_user):
	made = campaign(1)
	private = make_customer(profile_visibility="Private", relationship="Client")
	hidden = make_contact(customer=private.name, email="hidden@people.example")
	member = {"doctype": "CRM Segment Member", "segment": made.audience[0].audience, "contact": hidden.name}
	frappe.get_doc(member).db_insert()
	frappe.db.set_value("Email Account", made.sender, "enable_outgoing", 1)
	frappe.db.delete("CRM Mailbox", {"email_account": made.sender})
	frappe.db.commit()
	client = api(make_user("CRM Marketer"))
	assert client.post(f"{API}start", json={"name": made.name}).status_code == 200
	work_off(made.name)
	assert len(peer.taken) == 1
	assert not frappe.db.exists(RECIPIENT, {"campaign": made.name, "contact": hidden.name})


def test_nobody_sends_by_a_colleagues_own_mailbox(campaign, peer, api, make_user):
	made = campaign(1)
	client = api(make_user("CRM Admin"))
	answer = client.post(f"{API}start", json={"name": made.name})
	assert answer.status_code == 417
	assert "Choose another sender" in answer.text
	work_off(made.name)
	assert peer.taken == []


@pytest.mark.parametrize("name", ["nothing", "", "1=1"])
def test_what_is_no_campaign_is_not_found(site, api, make_user, name):
	client = api(make_user("CRM Marketer"))
	assert client.get(f"{API}get_campaign", params={"name": name}).status_code == 404


def test_the_rows_cannot_be_written(campaign, peer, api):
	made = campaign(1)
	send(made)
	client = api("Administrator")
	recipient = frappe.get_all(RECIPIENT, {"campaign": made.name}, pluck="name")[0]
	answer = client.put(f"/api/resource/{RECIPIENT}/{recipient}", json={"status": "Pending"})
	assert answer.status_code in (403, 417)
	assert client.delete(f"/api/resource/{CAMPAIGN}/{made.name}").status_code in (403, 417)
	client.put(f"/api/resource/{CAMPAIGN}/{made.name}", json={"status": "Draft", "campaign_name": "Other"})
	stored = frappe.db.get_value(CAMPAIGN, made.name, ["status", "campaign_name"])
	assert stored == ("Finished", "Other")
