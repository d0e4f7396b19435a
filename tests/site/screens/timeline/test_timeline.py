"""One timeline of everything that happened to a record."""

from dataclasses import replace

import frappe
import pytest
from frappe.utils import add_days, add_to_date, now_datetime

from frappe_crm_app.kit.set_based import insert_records
from frappe_crm_app.kit.timeline_source import TimelineSource
from frappe_crm_app.screens.timeline.api import get_timeline
from frappe_crm_app.screens.timeline.rows import Source
from frappe_crm_app.visibility.cache import forget_now
from tests.factories import insert, make_contact, make_customer, make_deal, make_note, move
from tests.site.screens.timeline.pages import all_pages


def sources(doc, **options) -> list[str]:
	page = get_timeline(doc.doctype, doc.name, **options)
	return [entry["source"] for entry in page["planned"] + page["entries"]]


@pytest.fixture
def eventful():
	"""A deal to which one thing of each kind happened."""
	deal = make_deal(contact=make_contact().name)
	make_note(deal, content="<b>Asked</b> for <i>a quote</i>", is_private=0)
	deal.reload()
	deal.source = frappe.get_all("CRM Source", {"source_name": "Event"}, pluck="name")[0]
	deal.save(ignore_version=False)
	deal = move(deal, "Qualified")
	deal.add_comment("Comment", "<p>Well <script>alert(1)</script>done</p>")
	mail = {"doctype": "Communication", "communication_type": "Communication", "subject": "Offer"}
	link = {"reference_doctype": deal.doctype, "reference_name": deal.name, "sent_or_received": "Sent"}
	frappe.get_doc({**mail, **link, "content": "<p>Dear Ada</p>", "sender": "g@example.com"}).insert()
	file = {"doctype": "File", "file_name": "offer.txt", "content": "x", "is_private": 1}
	attached = {"attached_to_doctype": deal.doctype, "attached_to_name": deal.name}
	frappe.get_doc({**file, **attached}).insert()
	return deal


def test_everything_is_told_once_in_words(eventful):
	entries = get_timeline(eventful.doctype, eventful.name)["entries"]
	told = {entry["source"]: entry for entry in entries}
	assert set(told) == {"note", "mail", "comment", "stage", "file", "change"}
	assert told["note"]["text"] == "Asked for a quote"
	assert "<p>" not in told["comment"]["text"]
	assert (told["mail"]["subject"], told["mail"]["text"]) == ("Offer", "Dear Ada")
	assert (told["stage"]["from_stage"], told["stage"]["to_stage"]) == ("Lead", "Qualified")
	assert told["file"]["file_name"].startswith("offer")
	assert told["change"]["changes"] == [{"label": "Source", "before": "", "after": "Event"}]
	assert all(entry["by_name"] for entry in entries)
	moments = [entry["happened_on"] for entry in entries]
	assert moments == sorted(moments, reverse=True)


def test_going_on_meets_every_entry_once_although_many_are_of_one_moment(eventful):
	for number in range(9):
		note = make_note(eventful, content=f"Call {number}")
		frappe.db.set_value("CRM Follow-up Note", note.name, "completed_on", "2026-01-01 10:00:00")
	frappe.db.set_value("Comment", {"reference_name": eventful.name}, "creation", "2026-01-01 10:00:00")
	whole = get_timeline(eventful.doctype, eventful.name, page_length=100)["entries"]
	assert all_pages(eventful, 2) == [(entry["source"], entry["name"]) for entry in whole]


def test_a_customers_timeline_holds_the_notes_on_its_deals():
	customer = make_customer()
	make_note(make_deal(customer=customer.name), scheduled_on=add_days(now_datetime(), 1))
	assert "note" in sources(customer)


def test_sources_are_chosen(eventful):
	assert set(sources(eventful, sources='["note", "mail"]')) == {"note", "mail"}


@pytest.mark.parametrize(
	"options",
	[
		{"cursor": "yesterday"},
		{"cursor": "2026-01-01|x|y"},
		{"page_length": 0},
		{"page_length": 101},
		{"sources": '["gossip"]'},
		{"sources": "no json"},
		{"sources": '{"note": 1}'},
	],
)
def test_questions_that_make_no_sense_are_refused_in_a_sentence(options):
	deal = make_deal()
	with pytest.raises(frappe.ValidationError):
		get_timeline(deal.doctype, deal.name, **options)


def test_there_is_no_timeline_of_what_is_not_ours_and_none_for_who_may_not_read(make_user):
	deal = make_deal()
	with pytest.raises(frappe.ValidationError):
		get_timeline("User", "Administrator")
	frappe.set_user(make_user("Desk User"))
	with pytest.raises(frappe.PermissionError):
		get_timeline(deal.doctype, deal.name)


def test_a_page_takes_four_statements(eventful, count_queries):
	get_timeline(eventful.doctype, eventful.name)
	assert count_queries(lambda: get_timeline(eventful.doctype, eventful.name)) <= 4


def test_a_page_takes_at_most_eight_statements_with_cold_caches(eventful, count_queries, make_user):
	frappe.set_user(make_user("CRM Account Rep", "CRM Partner Manager"))
	frappe.db.set_value(eventful.doctype, eventful.name, "deal_owner", frappe.session.user)
	get_timeline(eventful.doctype, eventful.name)
	forget_now()
	assert count_queries(lambda: get_timeline(eventful.doctype, eventful.name)) <= 8


def test_private_notes_are_told_only_to_their_own(make_user):
	rep, colleague = make_user("CRM Sales Rep"), make_user("CRM Sales Rep")
	deal = make_deal(deal_owner=rep)
	frappe.set_user(rep)
	make_note(deal, subject="Mine", is_private=1)
	frappe.set_user("Administrator")
	make_note(deal, subject="Kept from the rep", is_private=1)
	make_note(deal, subject="For all")
	frappe.set_user(rep)
	told = {entry.get("subject") for entry in get_timeline(deal.doctype, deal.name)["entries"]}
	assert told == {"Mine", "For all"}
	frappe.set_user(colleague)
	with pytest.raises(frappe.PermissionError):
		get_timeline(deal.doctype, deal.name)


def test_a_page_of_very_many_entries_takes_no_more(count_queries, full_size, make_user):
	contact = make_contact().name
	stamp = now_datetime()
	standard = ("name", "owner", "creation", "modified", "modified_by", "docstatus", "idx")
	rows = [
		(f"{contact}{number:05}", "Administrator", add_to_date(stamp, minutes=-number), stamp, "Administrator", 0, 0,
		"Call", f"Call {number}", contact, "Done", "CRM Contact", contact, 0)
		for number in range(5_000 if full_size else 500)
	]  # fmt: skip
	fields = ("action", "subject", "contact", "status", "reference_doctype", "reference_name", "is_private")
	insert_records("CRM Follow-up Note", (*standard, *fields), rows)
	frappe.set_user(make_user("CRM Viewer"))
	page = get_timeline("CRM Contact", contact)
	assert [entry["subject"] for entry in page["entries"]] == [f"Call {number}" for number in range(20)]
	following = get_timeline("CRM Contact", contact, cursor=page["next_cursor"])
	assert following["entries"][0]["subject"] == "Call 20"
	assert count_queries(lambda: get_timeline("CRM Contact", contact)) <= 4
	forget_now()
	assert count_queries(lambda: get_timeline("CRM Contact", contact)) <= 8


VISITS = TimelineSource(
	name="visit",
	doctype="Event",
	is_about=lambda doctype, name: frappe.qb.DocType("Event").description == f"{doctype} {name}",
	columns=lambda event: {"by": event.owner, "subject": event.subject, "scheduled_on": event.starts_on},
	entries=lambda doctype, rows: {
		row.name: {"headline": f"Visit: {row.subject}", "source": "gossip"} for row in rows
	},
)


def visit(doc, subject: str, **values) -> str:
	event = {"subject": subject, "starts_on": "2026-12-01 10:00:00", "event_type": "Public", **values}
	return insert("Event", {**event, "description": f"{doc.doctype} {doc.name}"}).name


def test_another_app_adds_a_source(eventful, another_app):
	another_app(crm_timeline_sources=[VISITS])
	name = visit(eventful, "The harbor")
	entries = get_timeline(eventful.doctype, eventful.name)["entries"]
	assert {entry["source"] for entry in entries} == {*Source, "visit"}
	(told,) = [entry for entry in entries if entry["source"] == "visit"]
	assert (told["name"], told["headline"], told["by"]) == (name, "Visit: The harbor", "Administrator")
	assert sources(eventful, sources='["visit"]') == ["visit"]


def test_another_apps_source_whose_record_is_named_stands_with_related_records(another_app):
	def record(todo):
		return todo.reference_type, todo.reference_name

	tasks = TimelineSource(
		name="task",
		doctype="ToDo",
		is_about=lambda doctype, name: (
			(frappe.qb.DocType("ToDo").reference_type == doctype)
			& (frappe.qb.DocType("ToDo").reference_name == name)
		),
		columns=lambda todo: {"by": todo.owner, "subject": todo.description},
		entries=lambda doctype, rows: {row.name: {"headline": row.subject} for row in rows},
		record=record,
	)
	another_app(crm_timeline_sources=[tasks])
	contact = make_contact()
	deal = make_deal(title="Cranes", contact=contact.name)
	for number in range(5):
		reference = {"reference_type": deal.doctype, "reference_name": deal.name}
		todo = insert("ToDo", {"description": f"Task {number}", **reference})
		frappe.db.set_value("ToDo", todo.name, "creation", "2026-01-01 10:00:00")
	page = get_timeline(contact.doctype, contact.name, sources='["task"]')
	assert {entry["about"]["title"] for entry in page["entries"]} == {"Cranes"}
	assert all_pages(contact, 2)[-5:] == [("task", entry["name"]) for entry in page["entries"]]


def test_of_another_apps_source_each_reads_what_frappe_lets_them(another_app, make_user):
	another_app(crm_timeline_sources=[VISITS])
	rep = make_user("CRM Sales Rep")
	deal = make_deal(deal_owner=rep)
	names = [
		visit(deal, f"Visit {number}", event_type=("Private", "Public")[number % 2]) for number in range(9)
	]
	for number, name in enumerate(names):
		frappe.db.set_value("Event", name, "creation", add_to_date(deal.creation, minutes=number // 4))
	frappe.set_user(rep)
	seen, cursor = [], None
	while True:
		page = get_timeline(deal.doctype, deal.name, cursor=cursor, page_length=1, sources='["visit"]')
		assert len(page["entries"]) == 1
		seen += [entry["name"] for entry in page["entries"]]
		cursor = page["next_cursor"]
		if not cursor:
			break
	assert sorted(seen) == sorted(names[1::2])


@pytest.mark.parametrize(
	"broken",
	[
		{"doctype": "Fleet Visit"},
		{"is_about": lambda doctype, name: frappe.qb.DocType("Event").no_such_column == name},
		{"columns": lambda event: {"text": event.no_such_column}},
		{"entries": lambda doctype, rows: {row.name: {}["subject"] for row in rows}},
	],
	ids=["table", "criterion", "columns", "entries"],
)
def test_a_source_of_another_app_that_fails_is_left_out(eventful, another_app, logged, broken):
	visit(eventful, "The harbor")
	another_app(crm_timeline_sources=[replace(VISITS, **broken), replace(VISITS, name="call"), object()])
	assert set(sources(eventful)) == {*Source, "call"}
	assert any("crm_timeline_sources_0" in title for title in logged)
	assert any("crm_timeline_sources_2" in title for title in logged)
	assert not any("crm_timeline_sources_1" in title for title in logged)
