"""What is owed to respond.io, written in the transaction of the save."""

import frappe
import pytest

from frappe_crm_app.channels.respondio import api, outbox
from frappe_crm_app.channels.respondio.tasks import OUTBOX
from frappe_crm_app.kit.meeting_points import writing_in_bulk
from frappe_crm_app.kit.outbox.tasks import sweep, work_off
from frappe_crm_app.records.identity import api as identity_api
from tests.factories import make_contact, make_customer, make_form
from tests.site.channels.respondio.conftest import SYNC, row_of, sent

ADD_PROSPECT = OUTBOX.key
PHONE = "+14155550100"


def owed() -> int:
	return frappe.db.count(SYNC)


@pytest.fixture
def turned_on(settings):
	"""The sync is on, within the test's own transaction."""
	return settings()


def test_nothing_is_owed_while_the_sync_is_off():
	make_customer()
	assert owed() == 0


def test_a_new_prospect_is_owed_once(turned_on):
	customer = make_customer(phone=PHONE)
	customer.industry = "Steel"
	customer.save()
	assert row_of(customer).status == "Queued"


@pytest.mark.parametrize(
	("values", "count"),
	[
		({}, 1),
		({"customer_kind": "Person"}, 1),
		({"customer_kind": "Supplier"}, 0),
		({"relationship": "Client"}, 0),
		({"relationship": "Partner Prospect"}, 0),
	],
)
def test_prospects_that_are_sold_to_are_owed(turned_on, values, count):
	make_customer(**values)
	assert owed() == count


def test_partner_prospects_are_owed_where_chosen(settings):
	settings(send_partner_prospects=1, send_prospects=0)
	make_customer(relationship="Partner Prospect")
	make_customer()
	assert owed() == 1


def test_a_customer_that_becomes_a_prospect_is_owed_and_never_again(turned_on):
	customer = make_customer(relationship="Client")
	for relationship in ("Prospect", "Client", "Prospect"):
		customer.relationship = relationship
		customer.save()
	assert row_of(customer).status == "Queued"


def test_a_company_typed_on_a_contact_is_owed(turned_on):
	contact = make_contact(company_name="Blue Harbor", phone=PHONE)
	assert frappe.db.count(SYNC, {"customer": contact.customer}) == 1


@pytest.mark.parametrize(("is_sent", "count"), [(1, 1), (0, 0)])
def test_prospects_of_public_forms_are_owed_where_chosen(settings, is_sent, count):
	settings(send_form_prospects=is_sent)
	insert_from(make_form())
	assert owed() == count


def test_prospects_of_other_public_forms_are_not_owed(settings):
	chosen, other = make_form(), make_form()
	settings(send_form_prospects=1, forms=[{"lead_form": chosen.name}])
	insert_from(other)
	assert owed() == 0
	insert_from(chosen)
	make_customer()
	assert owed() == 2


def insert_from(form):
	"""Insert a prospect as the job of a public form does."""
	customer = frappe.new_doc("CRM Customer")
	customer.customer_name = f"From {form.form_title}"
	customer.flags.crm_lead_form = form.name
	customer.insert()


@pytest.fixture
def asleep(on, worker):
	"""The sync is on, and no job is enqueued."""
	worker.run()
	return worker


def test_the_job_waits_for_the_commit_and_a_rollback_forgets_it(asleep):
	make_customer(phone=PHONE)
	assert asleep.queued() == []
	frappe.db.rollback()
	frappe.db.commit()
	assert (owed(), asleep.queued()) == (0, [])
	make_customer(phone=PHONE)
	frappe.db.commit()
	assert asleep.queued() == [ADD_PROSPECT]


def test_one_job_is_enqueued_for_many_prospects_and_another_once_it_has_begun(asleep, peer):
	for number in range(3):
		make_customer(phone=f"+1415555010{number}")
		frappe.db.commit()
	assert asleep.queued() == [ADD_PROSPECT]
	asleep.run()
	assert (asleep.queued(), len(peer.contacts)) == ([], 3)
	make_customer(phone="+14155550109")
	frappe.db.commit()
	assert asleep.queued() == [ADD_PROSPECT]


def test_the_sweep_finds_what_a_crash_left_behind_and_only_that(on, peer):
	customer, waiting = make_customer(phone=PHONE), make_customer(phone="+14155550101")
	later = frappe.utils.add_to_date(frappe.utils.now_datetime(), hours=1)
	frappe.db.set_value(SYNC, row_of(waiting).name, {"status": "Waiting", "next_attempt_on": later})
	frappe.db.after_commit.reset()  # the process died before it could enqueue
	frappe.db.commit()
	assert OUTBOX.due(9) == [row_of(customer).name]
	work_off(OUTBOX.key)
	assert (row_of(customer).status, row_of(waiting).status) == ("Done", "Waiting")
	frappe.db.rollback()
	assert OUTBOX.due(9) == []


def test_the_sweep_wakes_a_worker_where_something_is_due(asleep):
	make_customer(phone=PHONE)
	frappe.db.after_commit.reset()
	frappe.db.commit()
	sweep()
	assert asleep.queued() == [ADD_PROSPECT]


def test_a_queue_of_ones_own_is_used(committed, settings):
	settings(queue="long")
	frappe.db.commit()
	from frappe.utils.background_jobs import get_queue

	assert ADD_PROSPECT in [job.kwargs["kwargs"].get("outbox") for job in get_queue("long").jobs]


def test_many_prospects_are_owed_by_a_handful_of_statements(turned_on, monkeypatch):
	with writing_in_bulk():
		names = [make_customer().name for _ in range(30)]
	assert owed() == 0
	statements, send = [], frappe.db.sql
	monkeypatch.setattr(
		frappe.db, "sql", lambda *args, **options: statements.append(args) or send(*args, **options)
	)
	outbox.owe_prospects(names)
	outbox.owe_prospects(names)
	monkeypatch.undo()
	assert owed() == 30
	assert len(statements) <= 8


def test_deleting_the_customer_takes_its_row_along(turned_on):
	customer = make_customer()
	customer.delete()
	assert owed() == 0


def test_deleting_the_contact_leaves_the_prospect_to_whoever_else_it_has(on, peer):
	customer = make_customer(phone=PHONE)
	unsent = make_contact(customer=customer.name, phone="+14155550101")
	frappe.db.set_value(SYNC, row_of(customer).name, "contact", unsent.name)
	unsent.delete()
	assert sent(customer).status == "Done"
	assert [contact["phone"] for contact in peer.contacts.values()] == [PHONE]


def test_a_deleted_contact_that_was_sent_stays_at_respond_io(on, peer):
	customer = make_customer()
	ada = make_contact(customer=customer.name, phone=PHONE)
	sent(customer)
	ada.delete()
	customer.update({"phone": "+14155550199"})
	customer.save()
	row = sent(customer)
	assert (row.status, row.contact) == ("Cancelled", None)
	assert [contact["phone"] for contact in peer.contacts.values()] == [PHONE]


@pytest.fixture
def two(on, peer):
	"""Two contacts of two prospects, both at respond.io."""
	contacts = []
	for number in range(2):
		customer = make_customer()
		contacts.append(make_contact(customer=customer.name, phone=f"+1415555010{number}"))
		sent(customer)
	return contacts


def send_merge() -> str:
	frappe.db.commit()
	name = frappe.db.get_value(SYNC, {"operation": "Merge Contacts"})
	OUTBOX.attempt(name)
	return frappe.db.get_value(SYNC, name, "status")


def test_merging_contacts_merges_them_at_respond_io(two, peer):
	keep, remove = two
	kept_id, _removed_id = sorted(peer.contacts)
	identity_api.merge(keep.name, remove.name)
	assert send_merge() == "Done"
	assert list(peer.contacts) == [kept_id]
	assert set(frappe.get_all(SYNC, pluck="respondio_contact_id")) == {str(kept_id)}


def test_a_merge_whose_answer_was_lost_is_not_failed_by_the_next_try(two, peer):
	keep, remove = two
	identity_api.merge(keep.name, remove.name)
	peer.contacts.pop(max(peer.contacts))
	assert send_merge() == "Done"


def test_a_merge_that_is_undone_before_it_was_sent_is_cancelled(two, peer):
	keep, remove = two
	merge = identity_api.merge(keep.name, remove.name)
	identity_api.undo_merge(merge["merge"] if isinstance(merge, dict) else merge)
	assert send_merge() == "Cancelled"
	assert len(peer.contacts) == 2


def test_of_a_merge_undone_afterwards_the_row_says_that_it_is_not_undone_there(two, peer):
	keep, remove = two
	merge = identity_api.merge(keep.name, remove.name)
	send_merge()
	identity_api.undo_merge(merge["merge"] if isinstance(merge, dict) else merge)
	row = frappe.get_doc(SYNC, {"contact": remove.name, "operation": "Add Prospect"})
	assert (row.status, "cannot be undone there" in row.last_error) == ("Cancelled", True)
	api.retry(row.name)
	frappe.db.commit()
	OUTBOX.attempt(row.name)
	assert len(peer.contacts) == 2


def test_a_person_who_is_there_twice_after_all_is_merged(on, peer):
	first, second = make_customer(phone=PHONE), make_customer(phone="+14155550101")
	ada = make_contact(phone="+14155550102")
	for customer in (first, second):
		sent(customer)
		frappe.db.set_value(SYNC, row_of(customer).name, {"contact": ada.name, "status": "Queued"})
		sent(customer)
	assert send_merge() == "Done"
	assert len(peer.contacts) == 1


def test_merging_with_somebody_who_is_not_there_owes_no_merge(two):
	other = make_contact()
	identity_api.merge(two[0].name, other.name)
	assert not frappe.db.exists(SYNC, {"operation": "Merge Contacts"})
