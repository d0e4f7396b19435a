"""Every kind comes by every path: what was done, the record that it is about, and what the event carries."""

from collections.abc import Callable
from pathlib import Path

import frappe
import pytest
from frappe.desk.doctype.tag.tag import add_tag

from frappe_crm_app.intake.bulk_edit.api import delete, reassign
from frappe_crm_app.records.audiences.unsubscribing import unsubscribe
from frappe_crm_app.records.identity.api import merge, undo_merge
from frappe_crm_app.screens.board.api import move as move_on_board
from tests.factories import (
	lost_reason,
	make_contact,
	make_customer,
	make_deal,
	make_document,
	make_list,
	make_location,
	make_milestone,
	make_note,
	make_project,
	make_subscription,
	move,
	stage,
)
from tests.site.kit.domain_events.conftest import events, kinds_about

SITE_TESTS = Path(__file__).parents[2]
Done = tuple[str, dict]  # the record's name, what the event carries among others


def saved(doc, **values) -> Done:
	doc = frappe.get_doc(doc.doctype, doc.name)
	before = {field: doc.get(field) for field in values}
	doc.update(values)
	doc.save()
	return doc.name, {
		field: [before[field] if before[field] != "" else None, value] for field, value in values.items()
	}


def made(doc, **values) -> Done:
	return doc.name, {field: [None, value] for field, value in values.items()}


def deleted(doc) -> Done:
	frappe.delete_doc(doc.doctype, doc.name)
	return doc.name, {}


def reassigned(doc, field: str) -> Done:
	frappe.db.set_value(doc.doctype, doc.name, field, "Guest")
	reassign(doc.doctype, "Administrator", names=[doc.name])
	return doc.name, {field: ["Guest", "Administrator"]}


def merged(make: Callable) -> tuple[str, str, str]:
	keep, remove = make(), make()
	return keep.name, remove.name, merge(keep.name, remove.name)["merge"]


def after_merge(make: Callable) -> Done:
	keep, remove, _merge = merged(make)
	return keep, {"removed": [remove, None]}


def after_unmerge(make: Callable) -> Done:
	keep, remove, name = merged(make)
	undo_merge(name)
	return keep, {"removed": [None, remove]}


def deal_of_merged_contact() -> Done:
	keep, remove = make_contact(), make_contact()
	deal = make_deal(contact=remove.name)
	merge(keep.name, remove.name)
	return deal.name, {"contact": [remove.name, keep.name]}


def deal_of_unmerged_contact() -> Done:
	keep, remove = make_contact(), make_contact()
	deal = make_deal(contact=remove.name)
	name = merge(keep.name, remove.name)["merge"]
	frappe.db.delete("CRM Domain Event")
	undo_merge(name)
	return deal.name, {"contact": [keep.name, remove.name]}


def contact_of_renamed_customer() -> Done:
	customer = make_customer(customer_name="Acme")
	contact = make_contact(customer=customer.name)
	saved(customer, customer_name="Acme Inc")
	return contact.name, {"company_name": ["Acme", "Acme Inc"]}


def customer_of_deleted_contact() -> Done:
	contact = make_contact()
	customer = make_customer(primary_contact=contact.name)
	deleted(contact)
	return customer.name, {"primary_contact": [contact.name, None]}


def deal_of_employed_contact() -> Done:
	contact, customer = make_contact(), make_customer()
	deal = make_deal(contact=contact.name)
	saved(contact, customer=customer.name)
	return deal.name, {"customer": [None, customer.name]}


def note_on_moved_deal() -> Done:
	deal, contact = make_deal(), make_contact()
	note = make_note(deal)
	saved(deal, contact=contact.name)
	return note.name, {"contact": [None, contact.name]}


def location_that_is_primary_no_more() -> Done:
	customer = make_customer()
	first = make_location(customer=customer.name)
	make_location(customer=customer.name, is_primary=1)
	return first.name, {"is_primary": [1, 0]}


def tagged_in_the_desk() -> Done:
	contact = make_contact()
	add_tag("vip", "CRM Contact", contact.name)
	return contact.name, {"tag": [None, "vip"]}


def moved_on_the_board() -> Done:
	deal = make_deal()
	move_on_board("CRM Sales Deal", deal.name, stage("Qualified"))
	return deal.name, {"stage": [deal.stage, stage("Qualified")]}


def won() -> Done:
	deal = make_deal()
	move(deal, "Won")
	return deal.name, {"outcome": ["Open", "Won"]}


def lost() -> Done:
	deal = make_deal()
	move(deal, "Lost", lost_reason=lost_reason())
	return deal.name, {"outcome": ["Open", "Lost"], "lost_reason": [None, lost_reason()]}


def reopened() -> Done:
	deal = move(make_deal(), "Won")
	move(deal, "Negotiation")
	return deal.name, {"outcome": ["Won", "Open"]}


def moved_customer() -> Done:
	customer = make_customer()
	stages = frappe.get_all(
		"CRM Stage", filters={"pipeline": customer.pipeline}, order_by="position", pluck="name"
	)
	return saved(customer, stage=stages[1])


def planned() -> frappe.model.document.Document:
	return make_note(make_deal(), scheduled_on="2099-01-01 10:00:00", status="Open")


def bulk_deleted() -> Done:
	contact = make_contact()
	delete("CRM Contact", names=[contact.name])
	return contact.name, {"first_name": ["Ada", None]}


def subscribed() -> Done:
	contact, news = make_contact(), make_list()
	make_subscription(contact, news.name)
	return contact.name, {"mailing_list": [None, news.name]}


def unsubscribed() -> Done:
	contact, news = make_contact(), make_list()
	make_subscription(contact, news.name)
	unsubscribe(contact.name, contact.email or "", source="API", lists=[news.name])
	return contact.name, {"mailing_list": [None, news.name], "status": [None, "Unsubscribed"]}


PATHS = {
	"contact.created": [lambda: made(make_contact(first_name="Ann", email="ann@acme.example"), first_name="Ann", email="ann@acme.example")],
	"contact.updated": [lambda: saved(make_contact(), job_title="Boss"), contact_of_renamed_customer],
	"contact.deleted": [lambda: deleted(make_contact()), bulk_deleted],
	"contact.merged": [lambda: after_merge(make_contact)],
	"contact.unmerged": [lambda: after_unmerge(make_contact)],
	"contact.status_changed": [lambda: saved(make_contact(), status="Customer")],
	"contact.owner_changed": [lambda: saved(make_contact(), contact_owner="Guest"), lambda: reassigned(make_contact(), "contact_owner")],
	"contact.tagged": [tagged_in_the_desk],
	"contact.opted_out": [lambda: saved(make_contact(), email_opt_out=1)],
	"customer.created": [lambda: made(make_customer(customer_name="Acme"), customer_name="Acme"), lambda: (make_contact(company_name="Acme").customer, {"customer_name": [None, "Acme"]})],
	"customer.updated": [lambda: saved(make_customer(), industry="Steel"), customer_of_deleted_contact],
	"customer.deleted": [lambda: deleted(make_customer())],
	"customer.merged": [lambda: after_merge(make_customer)],
	"customer.unmerged": [lambda: after_unmerge(make_customer)],
	"customer.relationship_changed": [lambda: saved(make_customer(), relationship="Client")],
	"customer.stage_changed": [moved_customer],
	"customer.owner_changed": [lambda: reassigned(make_customer(), "salesperson")],
	"deal.created": [lambda: made(make_deal(title="Cranes"), title="Cranes", value=1000)],
	"deal.updated": [lambda: saved(make_deal(), description="Boats"), deal_of_merged_contact, deal_of_unmerged_contact, deal_of_employed_contact],
	"deal.stage_changed": [moved_on_the_board],
	"deal.won": [won, lambda: made(make_deal(stage=stage("Won")), outcome="Won")],
	"deal.lost": [lost],
	"deal.reopened": [reopened],
	"deal.value_changed": [lambda: saved(make_deal(), value=5)],
	"deal.owner_changed": [lambda: reassigned(make_deal(), "deal_owner")],
	"note.created": [lambda: made(make_note(make_deal(), subject="Call"), subject="Call")],
	"note.updated": [lambda: saved(make_note(make_deal()), content="Changed"), note_on_moved_deal],
	"note.completed": [lambda: saved(planned(), status="Done")],
	"note.cancelled": [lambda: saved(planned(), status="Cancelled")],
	"location.created": [lambda: made(make_location(city="Oslo"), city="Oslo")],
	"location.updated": [lambda: saved(make_location(), city="Oslo"), location_that_is_primary_no_more],
	"milestone.created": [lambda: made(make_milestone(make_project(), title="Go"), title="Go")],
	"document.added": [lambda: made(make_document(title="Plan"), title="Plan")],
	"document.version_added": [lambda: (make_document(name="a.txt").name, {"file_name": [None, "a.txt"]})],
	"subscription.confirmed": [subscribed],
	"subscription.ended": [unsubscribed],
}  # fmt: skip
# By the file of `tests/site` that does it.
ELSEWHERE = {
	"deal.close_date_passed": "kit/domain_events/test_occasions.py",
	"deal.rotting": "kit/domain_events/test_occasions.py",
	"deal.without_next_step": "kit/domain_events/test_occasions.py",
	"note.due": "kit/domain_events/test_occasions.py",
	"note.overdue": "kit/domain_events/test_occasions.py",
	"form.submission_received": "kit/domain_events/test_intake.py",
	"form.submission_quarantined": "kit/domain_events/test_intake.py",
	"form.submission_confirmed": "kit/domain_events/test_intake.py",
	"import.completed": "kit/domain_events/test_intake.py",
	"import.undone": "kit/domain_events/test_intake.py",
	"mail.received": "kit/domain_events/test_mails.py",
	"mail.sent": "kit/domain_events/test_mails.py",
	"mail.answered": "kit/domain_events/test_mails.py",
	"mail.bounced": "kit/domain_events/test_mails.py",
	"project.created": "work/projects/test_events.py",
	"project.updated": "work/projects/test_events.py",
	"project.status_changed": "work/projects/test_events.py",
	"milestone.done": "work/projects/test_events.py",
	"milestone.overdue": "work/projects/test_events.py",
	"document.added": "work/documents/test_events.py",
	"document.version_added": "work/documents/test_events.py",
	"mail.unanswered": "kit/domain_events/test_occasions.py",
	"campaign.sent": "channels/campaigns/test_events.py",
	"campaign.clicked": "channels/campaigns/test_events.py",
	"message.received": "channels/messaging/test_rules.py",
	"message.sent": "channels/messaging/test_rules.py",
	"message.failed": "channels/messaging/test_rules.py",
	"quote.sent": "selling/quotes/test_accepting.py",
	"quote.viewed": "selling/quotes/test_accepting.py",
	"quote.accepted": "selling/quotes/test_accepting.py",
	"quote.declined": "selling/quotes/test_accepting.py",
	"quote.expired": "selling/quotes/test_expiring.py",
	**{
		f"event.{what}": "kit/domain_events/test_meetings.py"
		for what in ("created", "updated", "cancelled", "invited", "answered", "attended")
	},
}


@pytest.mark.parametrize(("kind", "do"), [(kind, do) for kind, paths in PATHS.items() for do in paths])
def test_what_is_done_is_written_down(listeners, kind, do):
	listeners.want(kind)
	name, carried = do()
	found = events(kind=kind, reference_name=name)
	assert len(found) == 1, events()
	(event,) = found
	assert {field: event.changes.get(field) for field in carried} == carried
	assert (event.actor, event.depth, event.cause_event, event.status) == ("Administrator", 0, None, "Told")
	assert {row.kind for row in events()} == {kind}  # nothing to which nobody listens


def test_every_kind_has_its_path_here(site):
	from frappe_crm_app.kit.domain_events.kinds import all_kinds

	assert set(all_kinds()) == set(PATHS) | set(ELSEWHERE)
	assert all((SITE_TESTS / file).read_text().count(f'"{kind}"') for kind, file in ELSEWHERE.items())


def test_nothing_is_written_where_nobody_listens():
	for do in [do for paths in PATHS.values() for do in paths]:
		do()
	assert events() == []


def test_a_save_that_is_several_things_says_each(listeners):
	listeners.want()
	deal = make_deal()
	frappe.db.delete("CRM Domain Event")
	move(deal, "Won", deal_owner="Guest")
	assert kinds_about(deal.name) == ["deal.updated", "deal.stage_changed", "deal.won", "deal.owner_changed"]


def test_a_save_that_is_undone_says_nothing(listeners):
	listeners.want()
	frappe.db.savepoint("before_saving")
	make_contact()
	frappe.db.rollback(save_point="before_saving")
	assert events() == []


def test_the_same_values_as_text_are_no_change(listeners):
	deal = make_deal(expected_close_date="2026-12-24", value=1000.5)
	listeners.want()
	doc = frappe.get_doc("CRM Sales Deal", deal.name)
	doc.update({"expected_close_date": "2026-12-24", "value": "1000.50"})
	doc.save()
	assert events() == []


def test_rows_of_a_table_are_carried(listeners):
	listeners.want("contact.updated")
	contact, customer = make_contact(), make_customer()
	saved(contact, affiliations=[{"customer": customer.name, "role": "Buyer"}])
	(event,) = events()
	before, after = event.changes["affiliations"]
	assert (before, [(row["customer"], row["role"]) for row in after]) == (None, [(customer.name, "Buyer")])
