"""Whatever is sent to the endpoints of writing is refused in a sentence, or kept as it is."""

import inspect

import frappe
import pytest

from frappe_crm_app.channels.mail.writing import api
from tests.factories import make_contact, make_mail, make_mailbox
from tests.site.bad_input import faults_of

ENDPOINTS = sorted(
	name
	for name, function in inspect.getmembers(api, inspect.isfunction)
	if function.__module__ == api.__name__
)


@pytest.fixture
def good(make_user) -> dict[str, dict]:
	"""Arguments with which each endpoint does something, by its name."""
	rep = make_user("CRM Sales Rep")
	mailbox = make_mailbox(rep)
	frappe.db.set_value(
		"Email Account", mailbox.email_account, {"smtp_server": "localhost", "no_smtp_authentication": 1}
	)
	contact = make_contact(email="grace@navy.example", contact_owner=rep)
	received = make_mail(mailbox, sender="grace@navy.example").mail
	frappe.get_doc(
		{"doctype": "Email Template", "name": "Boats", "subject": "Boats", "response": "Dear"}
	).insert()
	frappe.set_user(rep)
	draft = api.save_draft(to=contact.email, subject="Boats", html="<p>They come</p>")["draft"]
	record = {"doctype": "CRM Contact", "name": contact.name}
	return {
		"prepare_mail": record,
		"prepare_reply": {"mail": received},
		"save_draft": {"draft": draft},
		"send_mail": {"to": contact.email},
		"fill_template": {"template": "Boats", **record},
		"get_remarks": {"to": contact.email},
		**{name: {"mail": draft} for name in ("get_draft", "send", "undo_send", "hurry", "discard_draft")},
	}


@pytest.mark.parametrize("name", ENDPOINTS)
def test_nothing_that_is_sent_is_a_fault(name, good):
	faults = list(faults_of(getattr(api, name), good.get(name, {})))
	assert not faults, "\n".join(faults)
