"""Events in the one calendar, beside follow-ups, milestones and closings; dragging."""

from datetime import datetime

import frappe
import pytest

from tests.factories import make_deal, make_meeting, make_milestone, make_note
from tests.site.work.events.conftest import fresh, owed

pytestmark = pytest.mark.usefixtures("committed")
GET = "/api/method/frappe_crm_app.screens.calendar.api."
ALL = "CRM Event,CRM Follow-up Note,CRM Milestone,CRM Sales Deal"


@pytest.fixture
def shown(api, rep):
	"""``shown(**arguments)`` -> the entries that the rep gets over HTTP for June of 2027."""
	client = api(rep)

	def get(**arguments) -> list[dict]:
		params = {"start": "2027-06-01", "end": "2027-07-01", "shown": ALL, **arguments}
		answer = client.get(GET + "get_everything", params=params)
		assert answer.ok, answer.text
		return answer.json()["message"]

	get.client = client
	return get


@pytest.fixture
def drag(shown):
	"""``drag(doc, start, end, **more)`` -> the status with which dropping is answered."""

	def post(doc, start, end=None, **more) -> int:
		body = {"doctype": doc.doctype, "name": doc.name, "start": start, "end": end, **more}
		return shown.client.post(GET + "move", json=body).status_code

	return post


def starts_of(event) -> list[str]:
	return [f"{frappe.utils.get_datetime(each['starts']):%m-%d %H:%M}" for each in event]


def test_the_one_calendar_has_what_is_ones_own(shown, rep, harbor, project):
	event = make_meeting(event_owner=rep, starts_on="2027-06-07 10:00")
	note = make_note(harbor, assigned_to=rep, scheduled_on="2027-06-08 10:00")
	deal = make_deal(deal_owner=rep, expected_close_date="2027-06-09")
	milestone = make_milestone(project, due_on="2027-06-10")
	make_meeting(about=(harbor,), starts_on="2027-06-11 10:00")
	own = {(each["doctype"], each["name"]) for each in shown()}
	assert own == {(each.doctype, each.name) for each in (event, note, deal, milestone)}
	assert len(shown(everybody=1)) == len(own) + 1
	assert {each["doctype"] for each in shown(shown="CRM Event")} == {"CRM Event"}


def test_what_one_does_not_see_is_not_there(shown):
	make_meeting(starts_on="2027-06-07 10:00")
	assert shown(everybody=1) == []


def test_a_series_is_shown_on_each_of_its_days_and_an_event_of_an_invited_user_too(shown, rep):
	make_meeting(rep, starts_on="2027-05-31 10:00", repeats="Weekly")
	assert starts_of(shown()) == ["06-07 10:00", "06-14 10:00", "06-21 10:00", "06-28 10:00"]


def test_dragging_a_single_event_moves_it(drag, rep):
	event = make_meeting(event_owner=rep)
	assert drag(event, "2027-06-08 12:00", "2027-06-08 14:00") == 200
	assert fresh(event).starts_on == datetime(2027, 6, 8, 12)
	assert fresh(event).ends_on == datetime(2027, 6, 8, 14)


def test_dragging_one_day_of_a_series_makes_an_event_of_its_own(drag, shown, rep, ada):
	series = make_meeting(ada, event_owner=rep, repeats="Weekly")
	frappe.db.set_value("CRM Event Attendee", series.attendees[0].name, "invited_version", 1)
	day = next(each for each in shown() if each["starts"].startswith("2027-06-14"))
	assert drag(series, "2027-06-15 09:00", "2027-06-15 10:00", occurrence=day["occurrence"]) == 200
	assert fresh(series).excluded == day["occurrence"]
	assert fresh(series).sequence == 1
	alone = frappe.get_doc("CRM Event", {"series": series.name})
	assert (alone.starts_on, alone.rrule) == (datetime(2027, 6, 15, 9), None)
	assert [row.contact for row in alone.attendees] == [ada.name]
	assert owed(series) == [("Change", "Owed")]
	assert owed(alone) == [("Invitation", "Owed")]
	assert drag(series, "2027-06-16 09:00", occurrence=day["occurrence"]) == 417, "it is not there any more"


def test_dragging_the_whole_series_moves_its_day_of_the_week_and_what_is_left_out(drag, shown, rep):
	series = make_meeting(event_owner=rep, rrule="FREQ=WEEKLY;BYDAY=MO")
	second = shown()[1]["occurrence"]
	first = shown()[0]["occurrence"]
	assert shown.client.post(
		"/api/method/frappe_crm_app.work.events.api.leave_out",
		json={"event": series.name, "occurrence": second},
	).ok
	assert drag(series, "2027-06-08 11:00", "2027-06-08 12:00", occurrence=first, whole_series=1) == 200
	assert fresh(series).rrule == "FREQ=WEEKLY;BYDAY=TU"
	assert starts_of(shown()) == ["06-08 11:00", "06-22 11:00", "06-29 11:00"]


def test_dragging_what_belongs_to_others_is_refused(drag, shown, harbor, project, rep):
	for doc in (make_meeting(), make_meeting(rep)):
		before = frappe.db.get_value(doc.doctype, doc.name, "modified")
		assert drag(doc, "2027-06-08 12:00") == 403
		assert frappe.db.get_value(doc.doctype, doc.name, "modified") == before
	assert drag(make_deal(), "2027-06-08") == 403
	assert drag(make_deal(deal_owner=rep), "2027-06-08") == 200
	milestone = make_milestone(project, due_on="2027-06-10")
	assert drag(milestone, "2027-06-12 00:00:00", "2027-06-12 00:00:00") == 200
	assert str(frappe.db.get_value("CRM Milestone", milestone.name, "due_on")) == "2027-06-12"


@pytest.mark.parametrize(
	"body",
	[
		{"start": "nonsense"},
		{"start": "2027-06-08", "occurrence": "x"},
		{"start": "9999-99-99"},
		{"start": "2027-06-08", "doctype": "User"},
		{"start": "2027-06-08", "name": ["a"]},
	],
)
def test_bad_drops_are_refused_in_a_sentence(shown, rep, body):
	series = make_meeting(event_owner=rep, repeats="Daily")
	answer = shown.client.post(GET + "move", json={"doctype": "CRM Event", "name": series.name, **body})
	assert 400 <= answer.status_code < 500, answer.text
	assert fresh(series).sequence == 0


def test_one_day_of_a_series_is_dragged_though_somebody_invited_has_left(drag, shown, rep, ada, colleague):
	series = make_meeting(ada, colleague, event_owner=rep, repeats="Weekly")
	frappe.db.set_value("User", colleague, "enabled", 0)
	frappe.clear_cache(user=colleague)
	frappe.clear_document_cache("User", colleague)
	frappe.db.commit()
	day = shown()[1]["occurrence"]
	assert drag(series, "2027-06-15 09:00", "2027-06-15 10:00", occurrence=day) == 200
	alone = frappe.get_doc("CRM Event", {"series": series.name})
	assert [row.contact for row in alone.attendees] == [ada.name]


def test_what_one_does_not_read_of_records_is_not_shown_and_keeps_nothing_else_away(shown, rep, raised):
	make_meeting(event_owner=rep, title="Launch", place="Hidden place")
	make_deal(deal_owner=rep, expected_close_date="2027-06-20", title="Hidden closing")
	raised("CRM Event", "place")
	raised("CRM Sales Deal", "expected_close_date")
	frappe.db.commit()
	assert [(each["doctype"], each["title"]) for each in shown()] == [("CRM Event", "Launch")]
