"""From a stranger's form to a lead in the desk."""

import csv
import io
import json

import frappe
import pytest
from frappe.utils import add_days, nowdate

from frappe_crm_app.screens.today.api import get_today
from tests.factories import insert, make_contact, make_customer, make_form, stage
from tests.site.intake.lead_forms.conftest import ADA, only_submission, submissions

TEXTS = ("Data", "Small Text", "Long Text")


def contact_of(email: str = ADA["email"]):
	return frappe.get_doc("CRM Contact", {"email": email})


def notes_of(contact) -> list:
	return frappe.get_all(
		"CRM Follow-up Note",
		filters={"contact": contact.name},
		fields=["content", "subject", "status", "customer"],
	)


def test_a_submission_becomes_a_lead_by_the_job(stranger, form, worker, make_user):
	owner = make_user("CRM Sales Rep")
	source = frappe.db.get_value("CRM Source", {"source_name": "Event"})
	form.update({"lead_owner": owner, "source": source, "stage": stage("First Contact", "Follow-up")})
	form.save()
	answer = stranger.send(
		form, **ADA, phone="+1 415 555 0100", company_name="Blue Harbor", message="Call me", utm_source="ads"
	)
	assert answer.json()["message"] == {"message": form.success_message, "redirect_to": None}
	assert only_submission().status == "Received"
	worker.run()

	contact = contact_of()
	customer = frappe.get_doc("CRM Customer", contact.customer)
	submission = only_submission()
	assert (submission.status, submission.contact) == ("Processed", contact.name)
	assert (contact.status, contact.source, contact.contact_owner) == ("Lead", source, owner)
	assert (contact.phone, contact.company_name) == ("+14155550100", "Blue Harbor")
	assert (contact.first_utm_source, contact.last_utm_source) == ("ads", "ads")
	assert (customer.customer_name, customer.customer_kind) == ("Blue Harbor", "Company")
	assert (customer.relationship, customer.stage) == ("Prospect", form.stage)
	assert (customer.salesperson, customer.primary_contact) == (owner, contact.name)
	(note,) = notes_of(contact)
	assert "Call me" in note.content
	assert "ada@example.com" in note.content
	assert (note.status, note.customer) == ("Done", customer.name)
	(told,) = frappe.get_all("Notification Log", {"for_user": owner}, ["document_name", "subject"])
	assert told.document_name == contact.name
	assert "Ada King" in told.subject
	frappe.set_user(owner)
	(new,) = get_today(only="new_leads")["parts"]
	assert [row["name"] for row in new["rows"]] == [contact.name]


def test_without_an_account_to_send_from_the_lead_is_made_and_its_owner_told_in_the_desk(
	stranger, form, work_off, make_user, monkeypatch
):
	def none_found(*arguments, **options):
		raise frappe.OutgoingEmailError("No outgoing Email Account")

	owner = make_user("CRM Sales Rep")
	form.update({"lead_owner": owner, "mail_owner": 1})
	form.save()
	stranger.send(form, **ADA)
	monkeypatch.setattr(frappe, "sendmail", none_found)
	work_off()
	assert only_submission().status == "Processed"
	assert frappe.get_all("Notification Log", {"for_user": owner}, pluck="document_name") == [
		contact_of().name
	]


def managers_of_site() -> set[str]:
	with_role = frappe.get_all("Has Role", {"role": "CRM Manager", "parenttype": "User"}, pluck="parent")
	people = {"name": ("in", with_role), "enabled": 1}
	return {user for user in frappe.get_all("User", people, pluck="name") if user != "Administrator"}


def test_every_manager_hears_of_a_lead_until_the_form_has_an_owner(stranger, form, work_off, make_user):
	two, managers = {make_user("CRM Manager"), make_user("CRM Manager")}, managers_of_site()
	assert two <= managers
	form.update({"lead_owner": None})
	form.save()
	stranger.send(form, **ADA)
	work_off()
	about = {"document_name": contact_of().name}
	assert set(frappe.get_all("Notification Log", about, pluck="for_user")) == managers
	owner = make_user("CRM Sales Rep")
	form.update({"lead_owner": owner})
	form.save()
	stranger.send(form, **ADA | {"email": "other@example.com"})
	work_off()
	other = frappe.db.get_value("CRM Contact", {"email": "other@example.com"})
	assert frappe.get_all("Notification Log", {"document_name": other}, pluck="for_user") == [owner]


def test_a_known_contacts_consent_is_changed_only_by_what_was_confirmed(stranger, form, work_off):
	form.update({"consent_text": "I agree to more.", "double_opt_in": 1, "confirm_within_days": 7}).save()
	known = make_contact(email="ada@example.com")
	known.db_set({"consent_text": "I agree.", "consent_on": "2026-01-01 10:00:00"})
	frappe.db.commit()
	stranger.send(form, **ADA, consent=True)
	work_off()
	assert known.reload().consent_text == "I agree."
	(submission,) = submissions()
	frappe.db.set_value(
		submission.doctype, submission.name, {"status": "Received", "confirmed_on": frappe.utils.now()}
	)
	frappe.db.commit()
	work_off()
	assert known.reload().consent_text == "I agree to more."
	assert known.consent_on == submission.received_on


def test_a_known_contact_keeps_owner_and_status_and_gets_the_note(stranger, form, work_off, make_user):
	owner, other = make_user("CRM Sales Rep"), make_user("CRM Sales Rep")
	form.update({"lead_owner": other, "consent_text": "I agree."})
	form.save()
	known = make_contact(email="ada@example.com", status="Customer", contact_owner=owner)
	stranger.send(
		form, first_name="Someone", last_name="Else", email=" ADA@example.com ", consent=True, utm_term="a"
	)
	work_off()
	known.reload()
	assert (known.status, known.contact_owner, known.first_name) == ("Customer", owner, "Ada")
	assert (known.consent_text, known.consent_on, known.last_utm_term) == (None, None, "a")
	assert not known.customer
	assert len(notes_of(known)) == 1
	assert frappe.db.exists("Notification Log", {"for_user": owner, "document_name": known.name})
	assert not frappe.db.exists("Notification Log", {"for_user": other})


def test_first_touch_stays_and_last_touch_follows(stranger, form, work_off):
	for source in ("letter", "fair"):
		stranger.send(form, **ADA, message=source, utm_source=source, referrer=f"https://{source}.example")
		work_off()
	contact = contact_of()
	assert (contact.first_utm_source, contact.last_utm_source) == ("letter", "fair")
	assert (contact.first_referrer, contact.last_referrer) == (
		"https://letter.example",
		"https://fair.example",
	)
	assert contact.first_touch_on < contact.last_touch_on


def test_click_ids_are_kept_whole_and_other_tracking_refuses_nothing(stranger, form, work_off):
	click = "f" * 300
	stranger.send(form, **ADA, gclid="G1", fbclid=click, msclkid="M1", gad_source="1", utm_id="x")
	work_off()
	contact = contact_of()
	assert (contact.first_gclid, contact.first_fbclid, contact.last_msclkid) == ("G1", click, "M1")


def test_a_lead_who_leaves_a_phone_alone_is_one_however_often_sent(stranger, form, work_off):
	for message in ("Call me", "Did you get this?"):
		stranger.send(form, first_name="Ada", last_name="King", phone="(202) 555-0143", message=message)
		work_off()
	stranger.send(form, first_name="Bob", last_name="King", phone="(202) 555-0143", message="Me too")
	work_off()
	found = frappe.get_all(
		"CRM Contact", {"phone": "+12025550143"}, pluck="full_name", order_by="creation asc"
	)
	assert found == ["Ada King", "Bob King"]
	assert len(notes_of(frappe.get_doc("CRM Contact", {"full_name": "Ada King"}))) == 2


@pytest.mark.parametrize(
	("creation", "company", "kind"),
	[
		("Company or Person", "", "Person"),
		("Company or Person", "Blue Harbor", "Company"),
		("Company Only", "", None),
		("Company Only", "Blue Harbor", "Company"),
		("None", "Blue Harbor", None),
	],
)
def test_the_form_says_what_becomes_the_customer(stranger, form, work_off, creation, company, kind):
	form.customer_creation = creation
	form.save()
	stranger.send(form, **ADA, company_name=company)
	work_off()
	contact = contact_of()
	assert (
		contact.customer and frappe.db.get_value("CRM Customer", contact.customer, "customer_kind")
	) == kind
	assert contact.company_name == ("Ada King" if kind == "Person" else company or None)


def test_a_company_that_is_there_is_linked_as_it_is(stranger, form, work_off):
	client = make_customer(customer_name="Blue Harbor", relationship="Client")
	stranger.send(form, **ADA, company_name="blue  harbor")
	work_off()
	assert contact_of().customer == client.name
	assert frappe.db.get_value("CRM Customer", client.name, "relationship") == "Client"


def test_a_company_that_the_leads_owner_does_not_see_stays_text(stranger, work_off, make_user):
	rep = make_user("CRM Sales Rep")
	hidden = make_customer(customer_name="Blue Harbor", profile_visibility="Private")
	stranger.send(make_form(lead_owner=rep), **ADA, company_name="blue  harbor")
	work_off()
	contact = contact_of()
	assert (contact.contact_owner, contact.customer, contact.company_name) == (rep, None, "blue harbor")
	assert frappe.get_all("CRM Customer", {"customer_name_key": hidden.customer_name_key}, pluck="name") == [
		hidden.name
	]
	frappe.set_user(rep)
	assert not frappe.has_permission("CRM Customer", "read", hidden.name)


def test_people_take_turns(stranger, work_off, make_user):
	people = [make_user("CRM Sales Rep") for _ in range(3)]
	form = make_form(assignment="Round Robin", people=[{"user": user} for user in people])
	frappe.db.set_value("User", people[1], "enabled", 0)
	frappe.clear_document_cache("User", people[1])
	for number in range(4):
		stranger.send(form, **ADA | {"email": f"ada{number}@example.com"})
		work_off()
	owners = [contact_of(f"ada{number}@example.com").contact_owner for number in range(4)]
	assert owners == [people[0], people[2]] * 2


def test_who_is_away_has_no_turn_unless_all_are(stranger, work_off, make_user):
	people = [make_user("CRM Sales Rep") for _ in range(2)]
	form = make_form(assignment="Round Robin", people=[{"user": user} for user in people])
	for number, user in enumerate(people):
		insert("CRM Salesperson", {"user": user, "away_from": add_days(nowdate(), -1)})
		for mail in "ab":
			stranger.send(form, **ADA | {"email": f"{mail}{number}@example.com"})
			work_off()
	owners = [contact_of(f"{mail}{number}@example.com").contact_owner for number in range(2) for mail in "ab"]
	assert owners[:2] == [people[1]] * 2
	assert set(owners[2:]) == set(people)


def test_the_same_sent_twice_is_one_lead(stranger, form, work_off):
	token = stranger.token(form)
	answers = {stranger.send(form, token, **ADA).text for _ in range(2)}
	work_off()
	answers.add(stranger.send(form, **ADA).text)  # the page gone back to, with a new token
	work_off()
	assert len(answers) == 1
	assert only_submission().status == "Processed"
	assert len(notes_of(contact_of())) == 1


def test_a_failing_job_says_why_and_can_be_retried(stranger, form, work_off, api, make_user):
	frappe.make_property_setter(
		{
			"doctype": "CRM Contact",
			"fieldname": "job_title",
			"property": "reqd",
			"value": "1",
			"property_type": "Check",
		}
	)
	frappe.clear_cache(doctype="CRM Contact")
	try:
		stranger.send(form, **ADA)
		work_off()
		failed = only_submission()
		assert failed.status == "Failed"
		assert "job_title" in failed.reason
		assert not frappe.db.exists("CRM Contact", {"email": ADA["email"]})
	finally:
		frappe.db.delete("Property Setter", {"doc_type": "CRM Contact", "field_name": "job_title"})
		frappe.clear_cache(doctype="CRM Contact")
	manager = api(make_user("CRM Manager"))
	answer = manager.post(
		"/api/method/frappe_crm_app.public_lead_form.api.retry", json={"names": [failed.name]}
	)
	assert answer.json()["message"] == {"done": 1, "refused": []}
	work_off()
	assert only_submission().status == "Processed"


def test_what_is_no_name_or_phone_still_becomes_a_lead(stranger, form, work_off):
	stranger.send(
		form, email="ada@example.com", first_name="<script></script>", phone="ring me", message="Hi"
	)
	work_off()
	contact = contact_of()
	assert (contact.first_name, contact.phone) == ("ada", None)
	(note,) = notes_of(contact)
	assert "ring me" in note.content
	assert "<" not in note.content


def test_nothing_begins_a_formula_when_it_is_exported(stranger, form, work_off, api, make_user):
	formula = '=HYPERLINK("https://evil.example")'
	answers = dict.fromkeys(("first_name", "last_name", "company_name", "message", "utm_source"), formula)
	stranger.send(form, **answers, email="ada@example.com", phone="+1 415 555 0100")
	work_off()
	assert only_submission().phone == "+1 415 555 0100"
	manager = api(make_user("CRM Manager"))
	for doctype in ("CRM Lead Submission", "CRM Contact", "CRM Customer", "CRM Follow-up Note"):
		columns = [field.fieldname for field in frappe.get_meta(doctype).fields if field.fieldtype in TEXTS]
		fields = json.dumps([f"`tab{doctype}`.`{column}`" for column in columns])
		body = {"doctype": doctype, "file_format_type": "CSV", "fields": fields, "title": "All"}
		answer = manager.post("/api/method/frappe.desk.reportview.export_query", data=body)
		cells = [cell for row in csv.reader(io.StringIO(answer.text)) for cell in row]
		assert any("HYPERLINK" in cell for cell in cells), doctype
		assert not [cell for cell in cells if cell.startswith(("=", "@"))], doctype


def test_a_contact_takes_its_submissions_along(stranger, form, work_off):
	stranger.send(form, **ADA)
	work_off()
	contact = contact_of()
	frappe.delete_doc("CRM Contact", contact.name)
	frappe.db.commit()
	assert not submissions()


def test_the_prospect_says_from_which_form_it_is(stranger, form, work_off):
	"""The respond.io sync reads this as the customer is inserted."""
	seen = []
	from frappe_crm_app.frappe_crm_app.doctype.crm_customer.crm_customer import CRMCustomer

	before, CRMCustomer.after_insert = (
		getattr(CRMCustomer, "after_insert", None),
		lambda doc: seen.append(doc.flags.crm_lead_form),
	)
	try:
		stranger.send(form, **ADA)
		stranger.send(form, **ADA | {"email": "b@example.com", "company_name": "Blue Harbor"})
		work_off()
	finally:
		if before:
			CRMCustomer.after_insert = before
		else:
			del CRMCustomer.after_insert
	assert seen == [form.name, form.name]


def test_who_writes_from_a_further_address_is_that_contact(stranger, form, work_off):
	known = make_contact(email="king@acme.example", emails=[{"email": ADA["email"]}], status="Customer")
	stranger.send(form, **ADA, message="Call me")
	work_off()
	assert only_submission().contact == known.name
	assert (known.reload().email, known.status) == ("king@acme.example", "Customer")
	assert len(notes_of(known)) == 1
	assert frappe.db.count("CRM Contact") == 1
