"""What happens to events is written down, where somebody listens."""

import pytest

from frappe_crm_app.frappe_crm_app.doctype.crm_event.options import AnsweredBy
from frappe_crm_app.work.events.answering import answer
from frappe_crm_app.work.events.invitations.owing import invite
from tests.factories import make_contact, make_meeting
from tests.site.kit.domain_events.conftest import events


def saved(event, **values):
	event.update(values)
	event.save()


def attended(event):
	event.attendees[0].status = "Attended"
	event.save()


DONE = {
	"event.updated": (lambda event: saved(event, place="Pier"), {"place": [None, "Pier"]}),
	"event.cancelled": (lambda event: saved(event, status="Cancelled"), {"status": ["Planned", "Cancelled"]}),
	"event.invited": (invite, {"number": [None, 1]}),
	"event.answered": (
		lambda event: answer(event, event.attendees[0].name, "Yes", AnsweredBy.LINK),
		{"answer": ["Invited", "Yes"]},
	),
	"event.attended": (attended, {"number": [None, 1]}),
}


@pytest.mark.parametrize("kind", DONE)
def test_what_is_done_is_written_down(listeners, kind):
	event = make_meeting(make_contact(email="ada@harbor.example"), place=None)
	listeners.want(kind)
	do, carried = DONE[kind]
	do(event)
	(found,) = events(kind=kind, reference_name=event.name)
	assert {field: found.changes.get(field) for field in carried} == carried


def test_a_new_event_is_told_of(listeners):
	listeners.want("event.created")
	event = make_meeting(title="Launch")
	(found,) = events(kind="event.created", reference_name=event.name)
	assert found.changes["title"] == [None, "Launch"]
