"""An import with proof of consent: noted with its wording and the import, subscribed, undone with it, and lifting no withdrawal."""

import frappe
import pytest

from frappe_crm_app.intake.contact_import import api
from frappe_crm_app.kit.exceptions import ImportChoiceError
from frappe_crm_app.records.consent.appending import append
from tests.factories import make_contact, make_list
from tests.site.intake.contact_import.conftest import import_file, undo_import

ADA = ["Ada", "King", "ada@acme.example"]
BOB = ["Bob", "Reed", "bob@acme.example"]
EVE = ["Eve", "Moss"]
AGREED = {"has_consented": 1, "consent_wording": "Signed at our stand"}


def said(email: str) -> list[tuple]:
	contact = frappe.db.get_value("CRM Contact", {"email": email}, "name")
	fields = ["state", "source", "wording", "evidence_name"]
	rows = frappe.get_all(
		"CRM Consent", filters={"contact": contact}, fields=fields, order_by="occurred_on, state"
	)
	return [tuple(row[field] for field in fields) for row in rows]


def test_who_has_agreed_is_noted_with_wording_and_import_and_subscribed(upload_rows):
	news = make_list().name
	known = make_contact(email="bob@acme.example", email_opt_out=1)
	run = import_file(upload_rows(ADA, BOB, EVE), mailing_list=news, overwrite=1, **AGREED)
	assert said("ada@acme.example") == [("Given", "Import", "Signed at our stand", run.name)]
	assert said("bob@acme.example") == [("Withdrawn", "Desk", None, None)]
	assert frappe.db.get_value("CRM Contact", known.name, "email_opt_out") == 1
	held = frappe.get_all("CRM Subscription", fields=["address", "status", "wording", "evidence_name"])
	assert held == [
		{
			"address": "ada@acme.example",
			"status": "Subscribed",
			"wording": "Signed at our stand",
			"evidence_name": run.name,
		}
	]
	undo_import(run)
	assert not frappe.db.count("CRM Subscription")
	assert frappe.get_all("CRM Consent", pluck="contact") == [known.name]


def test_who_has_spoken_since_stays_when_the_import_is_undone(upload_rows):
	run = import_file(upload_rows(ADA, BOB), **AGREED)
	ada = frappe.db.get_value("CRM Contact", {"email": "ada@acme.example"}, "name")
	append(ada, "SMS", "Given", source="Message")
	frappe.db.commit()
	run = undo_import(run)
	assert (run.undone, run.kept) == (1, 1)
	assert frappe.get_all("CRM Contact", pluck="name") == [ada]


@pytest.mark.parametrize(
	"options",
	[
		{"has_consented": 1},
		{"mailing_list": "nothing"},
		{"has_consented": 1, "consent_wording": "", "mailing_list": ""},
	],
)
def test_a_consent_needs_its_wording_and_a_list_a_consent(upload_rows, options):
	with pytest.raises(ImportChoiceError):
		api.start(upload_rows(ADA), options=options)
	assert not frappe.db.count("CRM Contact Import")
