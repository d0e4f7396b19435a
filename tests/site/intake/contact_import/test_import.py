"""What an import writes."""

import json

import frappe
import pytest

from frappe_crm_app.intake.contact_import import api, running
from frappe_crm_app.kit.exceptions import ImportChoiceError, ImportStateError
from tests.factories import insert, make_contact, make_customer
from tests.site.intake.contact_import.conftest import contact, counts, import_file

ADA = ["Ada", "King", "ada@acme.example", "(415) 555-0100", "Acme", "Buyer", "Qualified", "7"]


def test_a_row_becomes_a_contact_as_saving_it_would_have_made_it(upload_rows, make_user):
	user = make_user("CRM Manager")
	frappe.set_user(user)
	import_file(upload_rows(ADA))
	frappe.set_user("Administrator")
	made = contact("ada@acme.example")
	values = (made.full_name, made.phone, made.company_name, made.job_title, made.status, made.external_id)
	assert values == ("Ada King", "+14155550100", "Acme", "Buyer", "Qualified", "7")
	assert (made.contact_type, made.contact_owner, made.owner, made.modified_by) == (
		"Customer",
		user,
		user,
		user,
	)
	assert made.creation == made.modified
	assert made.email_opt_out == 0
	before = made.as_dict()
	made.save()
	assert {name: made.get(name) for name in before if name != "modified"} == {
		name: before[name] for name in before if name != "modified"
	} | {"modified_by": "Administrator", "doctype": made.doctype, "affiliations": []}


def test_the_company_is_text_and_makes_and_links_no_customer(upload_rows):
	customer = make_customer(customer_name="Acme")
	import_file(upload_rows(ADA))
	assert contact("ada@acme.example").customer is None
	assert frappe.get_all("CRM Customer", pluck="name") == [customer.name]


def test_a_known_contact_is_updated_and_empty_cells_change_nothing(upload_rows):
	known = make_contact(email="ada@acme.example", phone="+14155550199", job_title="Buyer", status="Customer")
	run = import_file(upload_rows(["Ada", "Lovelace", "ADA@Acme.example", "", "", "Director"]))
	known.reload()
	assert counts(run) == (0, 1, 0, 0, 0)
	assert (known.full_name, known.phone, known.job_title) == ("Ada Lovelace", "+14155550199", "Director")
	assert known.status == "Customer"


def test_an_update_counts_as_an_edit(upload_rows):
	known = make_contact(email="ada@acme.example", job_title="Buyer")
	import_file(upload_rows(["Ada", "King", "ada@acme.example", "", "", "Director"]))
	with pytest.raises(frappe.TimestampMismatchError):
		known.save()
	version = frappe.get_last_doc("Version", {"docname": known.name})
	assert ["job_title", "Buyer", "Director"] in json.loads(version.data)["changed"]


def test_a_linked_customer_keeps_its_spelling(upload_rows):
	known = make_contact(email="ada@acme.example", company_name="Acme Ltd")
	import_file(upload_rows(["Ada", "King", "ada@acme.example", "", "ACME"]))
	known.reload()
	assert (known.company_name, bool(known.customer)) == ("Acme Ltd", True)


def test_importing_a_file_again_changes_nothing(upload):
	import_file(upload("hubspot_style.csv"))
	before = frappe.get_all("CRM Contact", fields=["name", "modified"], order_by="name")
	assert counts(import_file(upload("hubspot_style.csv"))) == (0, 0, 120, 0, 0)
	assert frappe.get_all("CRM Contact", fields=["name", "modified"], order_by="name") == before


def test_the_second_of_two_samples_updates_the_people_of_the_first(upload):
	assert counts(import_file(upload("hubspot_style.csv"))) == (120, 0, 0, 0, 0)
	assert counts(import_file(upload("google_style.csv"))) == (60, 0, 20, 0, 0)
	assert frappe.db.count("CRM Contact") == 180


def test_the_dirty_sample_comes_in_as_far_as_it_can(upload):
	assert counts(import_file(upload("dirty.csv"))) == (7, 0, 0, 5, 1)
	keiko = contact("keiko.moreno250@cedarpineltd.example")
	assert (keiko.job_title, keiko.status, keiko.phone) == ("Director", "Qualified", "+12025550250")
	assert contact("priya.castro255@aguilalogistica.example").company_name.startswith("=HYPERLINK")
	assert "<script>" not in contact("quentin.okafor256@quarrystonegmbh.example").company_name
	assert contact("santiago.nilsson258@orchardsystems.example").status == "Lead"
	assert contact("tove.petrov259@tundraoutfitters.example").full_name == "💼 Tove שלום"


def test_one_person_in_two_chunks_is_one_contact(upload_rows, monkeypatch):
	monkeypatch.setattr("frappe_crm_app.intake.contact_import.running.CHUNK", 1)
	run = import_file(upload_rows(ADA, ["Ada", "Lovelace", "ada@acme.example"], ["Bob", "Reed"]))
	assert counts(run) == (2, 0, 0, 0, 1)
	assert contact("ada@acme.example").full_name == "Ada Lovelace"


def test_rows_without_email_are_matched_by_external_id(upload_rows):
	known = make_contact(external_id="7")
	run = import_file(upload_rows(["Ada", "King", "", "", "", "Buyer", "", "7"], ["Bob", "Reed"]))
	assert counts(run) == (1, 1, 0, 0, 0)
	assert frappe.db.get_value("CRM Contact", known.name, "job_title") == "Buyer"


def test_a_new_email_comes_in_by_the_external_id(upload_rows):
	known = make_contact(external_id="7", email="old@acme.example")
	import_file(upload_rows(ADA))
	assert frappe.db.get_value("CRM Contact", known.name, "email") == "ada@acme.example"


def test_email_of_one_and_external_id_of_another_skip_the_row(upload_rows):
	make_contact(email="ada@acme.example")
	make_contact(external_id="7")
	assert counts(import_file(upload_rows(ADA))) == (0, 0, 0, 1, 0)


def tags_of(doc) -> list[str]:
	"""As they are stored: Frappe 16 stores no comma before the first, and its `get_tags` leaves that one out."""
	stored = frappe.db.get_value(doc.doctype, doc.name, "_user_tags") or ""
	return [tag for tag in stored.split(",") if tag]


def test_options_are_given_to_new_contacts_only(upload_rows, make_user):
	seller, source = make_user("CRM Manager"), frappe.get_all("CRM Source", pluck="name")[0]
	known = make_contact(first_name="Bob", email="bob@acme.example")
	run = import_file(
		upload_rows(ADA, ["Bob", "Reed", "bob@acme.example"]),
		source=source,
		contact_owner=seller,
		tag="Fair, 2026",
	)
	assert run.tag == "Fair 2026"
	made = contact("ada@acme.example")
	assert (made.source, made.contact_owner, tags_of(made)) == (source, seller, ["Fair 2026"])
	known.reload()
	assert (known.source, known.contact_owner, tags_of(known)) == (None, "Administrator", [])
	assert frappe.get_all("Tag Link", {"tag": "Fair 2026"}, pluck="document_name") == [made.name]


def test_only_who_may_reassign_gives_contacts_to_others(upload_rows, make_user):
	other = make_user("CRM Manager")
	frappe.set_user(make_user("CRM Sales Rep"))
	with pytest.raises(frappe.PermissionError):
		api.start(upload_rows(ADA), None, {"contact_owner": other})


def test_a_salesperson_updates_their_own_contacts_and_shared_ones_only(upload_rows, make_user):
	seller = make_user("CRM Sales Rep")
	make_contact(email="ada@acme.example", job_title="Queen")
	make_contact(first_name="Bob", email="bob@acme.example", contact_owner=seller)
	shared = make_contact(first_name="Cy", email="cy@acme.example")
	frappe.share.add(shared.doctype, shared.name, seller, write=1)
	frappe.set_user(seller)
	run = import_file(
		upload_rows(
			ADA,
			["Bob", "Reed", "bob@acme.example", "", "", "Director"],
			["Cy", "Young", "cy@acme.example", "", "", "Director"],
			["Di", "Fox", "di@acme.example"],
		)
	)
	assert counts(run) == (1, 2, 0, 1, 0)
	frappe.set_user("Administrator")
	assert contact("ada@acme.example").job_title == "Queen"
	assert contact("bob@acme.example").job_title == contact("cy@acme.example").job_title == "Director"
	assert contact("di@acme.example").contact_owner == seller
	(row,) = frappe.get_all("CRM Contact Import Row", {"outcome": "Skipped"}, ["file_row", "reason"])
	assert (row.file_row, row.reason) == (2, "There is such a contact already, and you may not change it.")


def test_new_contacts_are_found_by_the_search_bar(upload_rows):
	import_file(upload_rows(ADA))
	found = frappe.db.sql(
		"select name, title, content from `__global_search` where doctype = 'CRM Contact'", as_dict=True
	)
	assert [(row.name, row.title) for row in found] == [(contact("ada@acme.example").name, "Ada King")]
	assert "ada@acme.example" in found[0].content


def test_nobody_is_mailed(upload):
	import_file(upload("hubspot_style.csv"))
	assert frappe.db.count("Email Queue") == 0


def test_a_prospect_is_made_for_each_new_contact_when_wanted(upload_rows):
	import_file(upload_rows(ADA, ["Bob", "Reed", "bob@acme.example"]), create_prospects=1)
	kinds = {
		email: frappe.db.get_value(
			"CRM Customer", contact(email).customer, ["customer_name", "customer_kind", "relationship"]
		)
		for email in ("ada@acme.example", "bob@acme.example")
	}
	assert kinds == {
		"ada@acme.example": ("Acme", "Company", "Prospect"),
		"bob@acme.example": ("Bob Reed", "Person", "Prospect"),
	}


@pytest.mark.parametrize(("options", "owed"), [({}, 0), ({"send_to_respondio": 1}, 2)])
def test_new_prospects_are_sent_to_respond_io_only_when_wanted(upload_rows, sync_is_on, options, owed):
	known = make_customer(customer_name="Globex")
	frappe.db.delete("CRM Respondio Sync")
	rows = [ADA, ["Bob", "Reed", "bob@acme.example"], ["Cy", "Old", "cy@globex.example", "", "Globex"]]
	import_file(upload_rows(*rows), create_prospects=1, **options)
	customers = set(frappe.get_all("CRM Respondio Sync", {"status": "Queued"}, pluck="customer"))
	assert len(customers) == frappe.db.count("CRM Respondio Sync") == owed
	assert known.name not in customers


def test_what_is_sent_to_respond_io_are_prospects_of_the_import(upload_rows):
	with pytest.raises(ImportChoiceError, match="Only new prospects are sent"):
		import_file(upload_rows(ADA), send_to_respondio=1)


def test_an_import_that_goes_on_owes_no_prospect_twice(upload_rows, sync_is_on, monkeypatch):
	monkeypatch.setattr(running, "CHUNK_OF_DOCUMENTS", 1)
	name = api.start(
		upload_rows(ADA, ["Bob", "Reed", "bob@acme.example"]),
		options={"create_prospects": 1, "send_to_respondio": 1},
	)
	frappe.db.commit()
	write, calls = running.write_ledger, iter([None])

	def die(*arguments):
		if next(calls, "now") == "now":
			raise ZeroDivisionError
		return write(*arguments)

	monkeypatch.setattr(running, "write_ledger", die)
	with pytest.raises(ZeroDivisionError):
		running.run(name)
	frappe.db.rollback()
	assert frappe.db.count("CRM Respondio Sync") == 1
	monkeypatch.setattr(running, "write_ledger", write)
	running.run(name)
	assert frappe.db.count("CRM Respondio Sync") == frappe.db.count("CRM Customer") == 2


# --- rules of the site's own ---


def test_notifications_of_the_site_run_for_imported_contacts(upload_rows):
	notification = frappe.get_doc(
		{
			"doctype": "Notification",
			"name": frappe.generate_hash(length=10),
			"subject": "New contact",
			"document_type": "CRM Contact",
			"event": "New",
			"channel": "System Notification",
			"message": "Hello",
			"recipients": [{"receiver_by_role": "System Manager"}],
			"set_property_after_alert": "job_title",
			"property_value": "Greeted",
			"enabled": 1,
		}
	).insert()
	frappe.cache.delete_value("notifications")
	try:
		file_url = upload_rows(ADA)
		assert api.process(file_url)["slower_because"] == ["The site has a Notification on contacts."]
		assert counts(import_file(file_url)) == (1, 0, 0, 0, 0)
		assert contact("ada@acme.example").job_title == "Greeted"
	finally:
		notification.delete()
		frappe.db.commit()
		frappe.cache.delete_value("notifications")


def test_what_an_event_of_another_app_refuses_is_skipped_with_its_sentence(upload_rows, monkeypatch):
	hooks = frappe.get_doc_hooks()
	event = {"CRM Contact": {"validate": ["frappe.utils.refuse_bob"]}}
	monkeypatch.setattr(frappe.utils, "refuse_bob", refuse_bob, raising=False)
	monkeypatch.setattr(frappe, "get_doc_hooks", lambda: {**hooks, **event})
	run = import_file(upload_rows(ADA, ["Bob", "Reed", "bob@acme.example"]))
	assert counts(run) == (1, 0, 0, 1, 0)
	rows = frappe.get_all("CRM Contact Import Row", {"outcome": "Skipped"}, ["file_row", "reason"])
	assert [(row.file_row, row.reason) for row in rows] == [(3, "No more Bobs.")]


def refuse_bob(doc, method=None):
	if doc.first_name == "Bob":
		frappe.throw("No more Bobs.")


# --- the same file, the same mapping ---


def test_a_file_that_is_being_imported_is_refused(upload):
	api.start(upload("hubspot_style.csv"))
	with pytest.raises(ImportStateError, match=r"being imported already"):
		api.start(upload("hubspot_style.csv", "the-same.csv"))
	assert frappe.db.count("CRM Contact Import") == 1


def test_a_mapping_is_remembered_for_the_same_headers(upload):
	mapping = {"Vorname": "first_name", "Nachname": "last_name", "Email": ""}
	import_file(upload(b"Vorname,Nachname,Email\nAda,King,ada@acme.example\n"), mapping)
	assert frappe.db.get_value("CRM Contact", {"last_name": "King"}, "email") is None
	answer = api.process(upload(b"Vorname,Nachname,Email\nBob,Reed,bob@acme.example\n"))
	assert (answer["mapping"], answer["to_create"]) == (mapping, 1)


def test_an_import_that_breaks_off_in_the_middle_of_the_file_writes_nothing(upload):
	content = b"First Name,Last Name\n" + b"Ada,King\n" * 10 + b'"Bob,Reed\n' + b"Cy,Young\n" * 50_000
	run = import_file(upload(content))
	assert run.status == "Failed"
	assert "Row 12" in run.failure
	assert frappe.db.count("CRM Contact") == 0


# --- what was not taken ---


def test_rows_not_taken_come_back_as_csv_with_reasons_and_without_formulas(upload_rows, api, make_user):
	user = make_user("CRM Manager")
	frappe.set_user(user)
	run = import_file(
		upload_rows(["=1+1", "", "x@acme.example"], ADA, ["Bob", "Reed", "bad", "+14155550100"])
	)
	answer = api(user).get(
		"/api/method/frappe_crm_app.contact_import.api.download_rejected", params={"import_name": run.name}
	)
	lines = answer.content.decode("utf-8-sig").splitlines()
	assert lines == [
		"First Name,Last Name,Email,Phone,Company,Job Title,Status,External ID,Row,Reason",
		"'=1+1,,x@acme.example,,,,,,2,Last name is missing.",
		"Bob,Reed,bad,'+14155550100,,,,,4,“bad” is not an email address.",
	]


def test_imports_of_others_are_not_shown_to_salespeople(upload_rows, make_user):
	run = import_file(upload_rows(ADA))
	frappe.set_user(make_user("CRM Sales Rep"))
	for call in (api.get_state, api.download_rejected, api.undo):
		with pytest.raises(frappe.PermissionError):
			call(run.name)
	assert frappe.get_list("CRM Contact Import") == []
	assert frappe.get_list("CRM Contact Import Row") == []


def two_emails(**values):
	return make_contact(
		email="ada@acme.example",
		emails=[{"email": "ada@acme.example"}, {"email": "ada@home.example"}],
		**values,
	)


@pytest.mark.parametrize("by_documents", [False, True])
def test_a_row_with_a_further_email_is_that_contact_whose_primary_one_stays(upload_rows, by_documents):
	known = two_emails(job_title="Buyer")
	file_url = upload_rows(["Ada", "King", "ADA@home.example", "", "", "Director"])
	run = import_file(file_url, create_prospects=by_documents)
	known.reload()
	assert counts(run) == (0, 1, 0, 0, 0)
	assert (known.email, known.job_title) == ("ada@acme.example", "Director")
	assert [row.email for row in known.emails] == ["ada@acme.example", "ada@home.example"]


def test_rows_with_both_emails_of_a_contact_are_about_one(upload_rows):
	known = two_emails()
	run = import_file(
		upload_rows(
			["Ada", "King", "ada@home.example", "", "", "Buyer"],
			["Ada", "King", "ada@acme.example", "", "", "Director"],
			["Bob", "Reed", "bob@acme.example"],
		)
	)
	assert counts(run) == (1, 1, 0, 0, 1)
	assert (known.reload().email, known.job_title) == ("ada@acme.example", "Director")


def test_a_further_email_of_one_and_the_external_id_of_another_are_two_contacts(upload_rows):
	two_emails()
	make_contact(external_id="7")
	run = import_file(upload_rows(["Ada", "King", "ada@home.example", "", "", "", "", "7"]))
	assert counts(run) == (0, 0, 0, 1, 0)


def test_an_updated_contact_is_still_found_by_its_further_email(upload_rows):
	known = two_emails()
	import_file(upload_rows(["Ada", "King", "ada@acme.example", "", "", "Director"]))
	content = frappe.db.get_value("__global_search", {"name": known.name}, "content", order_by=None)
	assert "ada@home.example" in content


def test_the_preview_shows_the_primary_email_of_who_is_known_by_another(upload_rows):
	two_emails()
	answer = api.process(upload_rows(["Ada", "King", "ada@home.example"]))
	assert (answer["to_create"], answer["to_update"]) == (0, 1)
	assert answer["preview"][0]["values"]["email"] == "ada@acme.example"


def test_a_source_of_the_crm_is_taken_whatever_its_case_and_another_is_a_remark(upload):
	known, listed = (insert("CRM Source", {"source_name": name}) for name in ("Trade Fair 9", "List 9"))
	lines = ["First Name,Last Name,Email,Lead Source", "Ada,King,ada@acme.example,trade fair 9"]
	file_url = upload("\n".join([*lines, "Bob,Reed,bob@acme.example,Pigeon"]).encode())
	notes = [row["notes"] for row in api.process(file_url)["preview"]]
	assert notes == [[], ["There is no source “Pigeon”; it is not taken."]]
	import_file(file_url, source=listed.name)
	assert contact("ada@acme.example").source == known.name


def test_the_key_of_another_system_does_not_make_somebody_else_of_a_contact(upload):
	known = make_contact(first_name="Ada", last_name="King", external_id="51", email="ada@acme.example")
	lines = ["Person - ID,Person - Name,Person - Email", "51,Bob Reed,bob@acme.example"]
	file_url = upload("\n".join(lines).encode())
	assert "may be of another system" in api.process(file_url)["problems"][0]["reason"]
	assert counts(import_file(file_url)) == (0, 0, 0, 1, 0)
	assert frappe.db.get_value("CRM Contact", known.name, "full_name") == "Ada King"


def test_an_import_is_called_as_its_file_was(upload_rows):
	upload_rows(["Ada", "King"])
	file_url = upload_rows(["Bob", "Reed"])
	assert file_url != "/private/files/people.csv"
	assert import_file(file_url).file_name == "people.csv"
