"""Calendar feeds: whoever has the address reads what its user sees now, until it is renewed, ended, or the user cannot log in."""

from datetime import date, datetime, timezone

import frappe
import pytest
import recurring_ical_events
from frappe.utils import add_days, add_to_date, now_datetime, today
from icalendar import Calendar

from frappe_crm_app.work.events.feeds.entries import uid_of
from tests.factories import make_customer, make_deal, make_meeting, make_milestone, make_note, make_task
from tests.stack.site import refresh

pytestmark = pytest.mark.usefixtures("committed")
API = "/api/method/frappe_crm_app.work.events.feeds.api."


@pytest.fixture
def client(api, rep):
	return api(rep)


@pytest.fixture
def feed(client):
	"""The path of a feed of the rep's calendar, and its name."""
	made = client.post(API + "make", json={}).json()["message"]
	return frappe._dict(made, path=made["url"][made["url"].index("/api") :])


@pytest.fixture
def read(api):
	"""``read(path)`` -> the entries of a feed by their UIDs, as a stranger gets them."""

	def get(path: str) -> dict:
		answer = api(None).get(path)
		assert answer.status_code == 200, answer.text
		assert answer.headers["Content-Type"].startswith("text/calendar")
		return {str(each["uid"]): each for each in Calendar.from_ical(answer.content).walk("VEVENT")}

	return get


def uid(doc) -> str:
	return uid_of(doc.doctype, doc.name)


def test_a_feed_has_ones_own_follow_ups_events_and_closings(feed, read, rep):
	customer = make_customer(salesperson=rep)
	soon = add_to_date(now_datetime().replace(microsecond=0), hours=5)
	note = make_note(customer, assigned_to=rep, scheduled_on=soon, subject="Ask")
	cancelled = make_note(customer, assigned_to=rep, scheduled_on=soon, status="Cancelled")
	event = make_meeting(rep, starts_on=soon, title="Launch")
	off = make_meeting(event_owner=rep, starts_on=soon, status="Cancelled")
	deal = make_deal(deal_owner=rep, expected_close_date=add_days(today(), 3))
	others = [
		make_note(customer, scheduled_on=soon, assigned_to="Administrator"),
		make_meeting(starts_on=soon),
		make_deal(expected_close_date=today()),
	]
	found = read(feed.path)
	assert set(found) == {uid(each) for each in (note, cancelled, event, off, deal)}
	assert {uid(each) for each in others}.isdisjoint(found)
	assert str(found[uid(event)]["summary"]) == "Launch"
	assert str(found[uid(off)]["status"]) == str(found[uid(cancelled)]["status"]) == "CANCELLED"
	assert found[uid(deal)]["dtstart"].dt == date.fromisoformat(add_days(today(), 3))
	assert list(found) == list(read(feed.path)), "stable"


def test_a_series_is_one_entry_whose_hour_stays_when_clocks_change(feed, api, rep):
	make_meeting(rep, starts_on="2027-03-15 09:00", repeats="Weekly", time_zone="Europe/Berlin")
	calendar = Calendar.from_ical(api(None).get(feed.path).content)
	assert len(calendar.walk("VEVENT")) == len(calendar.walk("VTIMEZONE")) == 1
	window = datetime(2027, 3, 1, tzinfo=timezone.utc), datetime(2027, 5, 1, tzinfo=timezone.utc)
	local = [each["DTSTART"].dt for each in recurring_ical_events.of(calendar).between(*window)]
	assert len({each.hour for each in local}) == 1
	assert len({each.utcoffset() for each in local}) == 2


def test_what_one_sees_no_more_is_in_it_no_more(feed, read, rep):
	customer = make_customer(salesperson=rep)
	note = make_note(customer, assigned_to=rep, scheduled_on=now_datetime())
	assert uid(note) in read(feed.path)
	frappe.db.set_value("CRM Follow-up Note", note.name, "assigned_to", "Administrator")
	assert uid(note) not in read(feed.path)


def test_a_feed_of_a_project_has_its_milestones_tasks_and_events_as_long_as_one_sees_it(
	client, read, rep, project
):
	made = client.post(API + "make", json={"project": project.name}).json()["message"]["url"]
	path = made[made.index("/api") :]
	milestone = make_milestone(project, due_on=add_days(today(), 9))
	task = make_task(project, scheduled_on=now_datetime())
	event = make_meeting(about=(project,), starts_on=now_datetime())
	make_meeting(rep, starts_on=now_datetime())
	assert set(read(path)) == {uid(each) for each in (milestone, task, event)}
	frappe.db.set_value(
		"CRM Project",
		project.name,
		{"visibility": "Participants", "is_for_participants": 1, "project_owner": "Administrator"},
	)
	assert read(path) == {}


def test_a_feed_of_a_project_that_one_does_not_see_is_refused(api, colleague, project):
	answer = api(colleague).post(API + "make", json={"project": project.name})
	assert answer.status_code == 403


def test_the_same_calendar_is_not_sent_again(feed, api, rep):
	event = make_meeting(rep, starts_on=now_datetime())
	client = api(None)
	first = client.get(feed.path)
	tag = {"If-None-Match": first.headers["ETag"]}
	again = client.get(feed.path, headers=tag)
	assert (again.status_code, again.content) == (304, b"")
	event.place = "Elsewhere"
	event.save()
	assert client.get(feed.path, headers=tag).status_code == 200


def test_a_renewed_address_and_an_ended_feed_lead_nowhere(feed, client, api):
	renewed = client.post(API + "renew", json={"feed": feed.name}).json()["message"]["url"]
	path = renewed[renewed.index("/api") :]
	guest = api(None)
	assert guest.get(feed.path).status_code == 410
	assert guest.get(path).status_code == 200
	assert client.post(API + "end", json={"feed": feed.name}).ok
	assert guest.get(path).status_code == 410
	assert client.get(API + "get_feeds").json()["message"] == []
	assert client.post(API + "renew", json={"feed": feed.name}).status_code == 417


def test_the_feed_of_a_disabled_user_ends(feed, api, rep):
	assert api(None).get(feed.path).status_code == 200
	user = frappe.get_doc("User", rep)
	user.enabled = 0
	user.save()
	refresh()
	assert api(None).get(feed.path).status_code == 410


def test_feeds_of_others_are_nobodys_to_renew_end_or_see(feed, api, colleague, make_user):
	other = api(colleague)
	for name in ("renew", "end"):
		assert other.post(API + name, json={"feed": feed.name}).status_code == 403
	assert other.get(API + "get_feeds").json()["message"] == []
	assert other.get(f"/api/resource/CRM Calendar Feed/{feed.name}").status_code == 403
	assert api(make_user()).post(API + "make", json={}).status_code == 403
	assert feed.url.rpartition("=")[2] not in str(frappe.get_doc("CRM Calendar Feed", feed.name).as_dict())


def test_bad_addresses_are_answered_alike(api):
	client = api(None)
	for token in ("", "x", "a" * 43, "../../etc/passwd", "%ff"):
		assert client.get(f"{API}feed?token={token}").status_code == 410
	assert client.get(f"{API}feed").status_code == 410


def test_a_feed_tells_nothing_that_its_user_does_not_read(feed, read, rep, raised):
	soon = add_to_date(now_datetime().replace(microsecond=0), hours=5)
	event = make_meeting(rep, starts_on=soon, title="Hidden title")
	note = make_note(
		make_customer(salesperson=rep), assigned_to=rep, scheduled_on=soon, subject="Hidden subject"
	)
	deal = make_deal(deal_owner=rep, expected_close_date=add_days(today(), 3))
	raised("CRM Event", "title")
	raised("CRM Follow-up Note", "subject")
	raised("CRM Sales Deal", "expected_close_date")
	frappe.db.commit()
	entries = read(feed.path)
	assert {uid(event), uid(note)} <= entries.keys()
	assert uid(deal) not in entries
	assert not any("Hidden" in str(each["summary"]) for each in entries.values())
