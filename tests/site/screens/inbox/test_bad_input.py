"""Whatever is sent to the inbox's endpoints is refused in a sentence, or does what it says."""

import inspect

import frappe
import pytest

from frappe_crm_app.screens.inbox import api
from tests.factories import make_contact
from tests.site.bad_input import faults_of
from tests.site.screens.inbox.mailboxes import make_mail, make_mailbox

ENDPOINTS = sorted(
	name
	for name, function in inspect.getmembers(api, inspect.isfunction)
	if function.__module__ == api.__name__
)


@pytest.fixture
def good(make_user) -> dict[str, dict]:
	"""Arguments with which each endpoint does something, by its name."""
	rep = make_user("CRM Sales Rep")
	contact = make_contact(email="ada@engines.example", contact_owner=rep)
	stored = make_mail(make_mailbox(rep))
	thread = frappe.db.get_value("CRM Mail", stored.mail, "thread")
	frappe.set_user(rep)
	mail, names = {"mail": stored.mail}, {"names": [stored.entry]}
	record = {"doctype": "CRM Contact", "name": contact.name}
	return {
		"get_thread": {"thread": thread},
		"mark": names,
		"file": {**names, "folder": "Archive"},
		"put_back": {**names, "folder": "Archive"},
		"assign": {**names, "user": rep},
		"tag": {**names, "tag": "hot"},
		"link": {**mail, **record},
		"unlink": {**mail, **record},
		"who_can_read": {"entry": stored.entry},
		"share": {"entry": stored.entry, "sharing_level": "Subject"},
		**dict.fromkeys(("get_body", "get_person", "make_contact", "make_deal", "make_follow_up"), mail),
	}


@pytest.mark.parametrize("name", ENDPOINTS)
def test_nothing_that_is_sent_is_a_fault(name, good):
	faults = list(faults_of(getattr(api, name), good.get(name, {})))
	assert not faults, "\n".join(faults)
