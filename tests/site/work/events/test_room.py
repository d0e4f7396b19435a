"""The room of a contact without a login: what it shows, what is done in it, and nothing else of the site."""

from pathlib import Path

import frappe
import pytest
from frappe.model.base_document import get_controller
from frappe.utils import add_days, format_date, getdate, now_datetime, nowdate

from frappe_crm_app.work.events.room import keeping, presenting
from tests.factories import insert, make_contact, make_meeting, make_milestone, make_task
from tests.site.work.events.conftest import API, blank_pdf, fresh

pytestmark = pytest.mark.usefixtures("committed")
PDF = blank_pdf()
BROKEN = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture
def room(committed, project, ada, rep):
	"""Ada's room in a project with a milestone, a task of hers and one of somebody else's, and an event."""
	project.append("participants", {"contact": ada.name})
	project.save()
	made = keeping.make(ada.name, project.name, None)
	return frappe._dict(
		made,
		token=made["url"].partition("t=")[2],
		project=project,
		milestone=make_milestone(project, title="Keel laid"),
		task=make_task(project, subject="Choose the paint", contact_assigned=ada.name, assigned_to=rep),
		other=make_task(project, subject="Secret calculation", contact_assigned=make_contact().name),
		contact=ada.name,
		private=make_task(project, subject="Hidden matter", contact_assigned=ada.name, is_private=1),
		event=make_meeting(ada, about=(project,), title="Launch party"),
		foreign=make_meeting(ada, title="Elsewhere entirely"),
	)


@pytest.fixture
def page(api):
	return lambda token: api(None).get(f"/room?t={token}")


def views(room) -> list[str]:
	return frappe.get_all("CRM Room View", {"room_link": room.name}, pluck="action", order_by="creation asc")


def test_the_page_shows_what_is_theirs_and_nothing_else(room, page):
	answer = page(room.token)
	assert answer.status_code == 200
	for shown in ("Delivery", "Keel laid", "Choose the paint", "Launch party", "Ada Boat"):
		assert shown in answer.text, shown
	for hidden in ("Secret calculation", "Hidden matter", "Elsewhere entirely", "Rita", "frappe.boot"):
		assert hidden not in answer.text, hidden
	assert answer.headers["Cache-Control"].startswith("no-store")
	assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
	assert views(room) == [], "fetching it writes nothing"


def test_each_view_is_written_down_when_the_page_says_so(room, guest):
	assert guest("room.api.saw", token=room.token).ok
	assert guest("room.api.saw", token=room.token).ok
	assert views(room) == ["Looked", "Looked"]
	assert frappe.db.get_value("CRM Room Link", room.name, "views") == 2


def test_a_task_of_ones_own_is_ticked_off_and_opened_again(room, guest, rep):
	assert guest("room.api.tick", token=room.token, task=room.task.name, is_done=True).json()["message"] == {
		"is_done": True
	}
	task = frappe.get_doc("CRM Follow-up Note", room.task.name)
	assert (task.status, bool(task.completed_on)) == ("Done", True)
	assert frappe.db.exists("Notification Log", {"for_user": rep, "document_name": task.name})
	assert guest("room.api.tick", token=room.token, task=room.task.name, is_done=False).ok
	assert frappe.db.get_value(task.doctype, task.name, "status") == "Open"
	assert views(room) == ["Ticked Off", "Reopened"]


def test_a_comment_is_text_and_theirs(room, guest):
	assert guest(
		"room.api.comment", token=room.token, task=room.task.name, text="<img src=x onerror=alert(1)>\nBlue"
	).ok
	comment = frappe.get_last_doc("Comment", {"reference_name": room.task.name})
	assert "<img" not in comment.content
	assert "Blue" in comment.content
	assert comment.comment_by == "Ada Boat"


def test_what_they_wrote_is_there_when_they_come_back_and_nobody_elses(room, guest, page, ada):
	text = '<b>Blue</b>\n"or" {{ 7*7 }} & green'
	assert "Your comments</h3>" not in shown_comments(page(room.token).text)
	assert guest("room.api.comment", token=room.token, task=room.task.name, text=text).ok
	frappe.get_doc("CRM Follow-up Note", room.task.name).add_comment("Comment", "Ours alone")
	again = keeping.make(ada.name, room.project.name, None)
	frappe.db.commit()
	html = page(again["url"].partition("t=")[2]).text
	assert "Ours alone" not in html
	shown = shown_comments(html)
	assert "&lt;b&gt;Blue&lt;/b&gt;\n&quot;or&quot; &#123;&#123; 7*7 }} &amp; green" in shown
	assert shown.count("<li>") == 1


def test_a_comment_of_somebody_elses_link_to_the_project_is_not_shown(room, guest, page):
	other = make_contact()
	room.project.reload().append("participants", {"contact": other.name})
	room.project.save()
	theirs = keeping.make(other.name, room.project.name, None)["url"].partition("t=")[2]
	frappe.db.commit()
	assert guest("room.api.comment", token=theirs, task=room.other.name, text="Nobody").status_code == 403
	frappe.db.set_value("CRM Follow-up Note", room.task.name, "contact_assigned", other.name)
	frappe.db.commit()
	assert guest("room.api.comment", token=theirs, task=room.task.name, text="Not Ada’s").ok
	frappe.db.set_value("CRM Follow-up Note", room.task.name, "contact_assigned", room.contact)
	frappe.db.commit()
	html = page(room.token).text
	assert "Choose the paint" in html
	assert "Not Ada’s" not in html


def shown_comments(html: str) -> str:
	"""Return the part of the page that shows comments, `""` where it is hidden."""
	return html.partition('class="e-comments">')[2].partition("</div>")[0]


@pytest.fixture
def send(api, room):
	"""``send(name, content)`` -> the answer to an upload to Ada's task."""

	def post(name: str, content: bytes, **more):
		client = api(None)
		data = {"token": room.token, "task": room.task.name, **more}
		return client.post(API + "room.api.upload", data=data, files={"file": (name, content)})

	return post


def test_a_file_is_attached_to_the_task_for_our_people_alone(room, send, api):
	answer = send("../../paint <b>.pdf", PDF)
	assert answer.status_code == 200, answer.text
	file = frappe.get_last_doc("File", {"attached_to_name": room.task.name})
	assert file.is_private
	assert "/" not in file.file_name
	assert "<" not in file.file_name
	assert Path(file.get_full_path()).read_bytes() == PDF
	assert api(None).get(file.file_url).status_code in (401, 403)


@pytest.mark.parametrize(
	("name", "content"),
	[
		("page.html", b"<script>alert(1)</script>"),
		("picture.svg", b"<svg onload='alert(1)'/>"),
		("picture.png", b"<script>alert(1)</script>"),
		("paper.pdf", b"MZ" + b"\0" * 99),
		("notes.txt", b"<html>"),
		("run.exe", b"MZ"),
		("nothing.pdf", b""),
		("broken.pdf", b"%PDF-1.7"),
		("none", PDF),
	],
)
def test_other_files_are_refused(room, send, name, content):
	assert send(name, content).status_code == 417
	assert not frappe.db.exists("File", {"attached_to_name": room.task.name})


@pytest.mark.parametrize("which", ["other", "private", "milestone", "event"])
def test_nothing_but_ones_own_tasks_is_written(room, guest, send, which):
	name = room[which].name
	before = frappe.db.get_value(room[which].doctype, name, "modified")
	assert guest("room.api.tick", token=room.token, task=name, is_done=True).status_code == 403
	assert guest("room.api.comment", token=room.token, task=name, text="x").status_code == 403
	assert send("a.pdf", PDF, task=name).status_code == 403
	assert frappe.db.get_value(room[which].doctype, name, "modified") == before
	assert views(room) == []


def test_events_of_the_room_are_answered_and_others_not(room, guest):
	assert guest("room.api.answer", token=room.token, event=room.event.name, answer="Yes").ok
	assert fresh(room.event).attendees[0].status == "Yes"
	assert (
		guest("room.api.answer", token=room.token, event=room.foreign.name, answer="Yes").status_code == 403
	)
	assert fresh(room.foreign).attendees[0].status == "Invited"


def test_a_room_of_an_event_shows_that_event_alone(ada, guest, page):
	event = make_meeting(ada, title="Launch party")
	token = keeping.make(ada.name, None, event.name)["url"].partition("t=")[2]
	assert "Launch party" in page(token).text
	assert guest("room.api.answer", token=token, event=event.name, answer="Maybe").ok


def test_a_link_that_was_ended_made_anew_expired_or_of_somebody_who_left_opens_nothing(
	room, page, ada, api, rep
):
	anew = keeping.make(ada.name, room.project.name, None)
	assert page(room.token).status_code == 410
	token = anew["url"].partition("t=")[2]
	frappe.db.set_value("CRM Room Link", anew["name"], "expires_on", add_days(nowdate(), -1))
	assert page(token).status_code == 410
	frappe.db.set_value("CRM Room Link", anew["name"], "expires_on", add_days(nowdate(), 1))
	assert page(token).status_code == 200
	project = frappe.get_doc("CRM Project", room.project.name)
	project.set("participants", [])
	project.save()
	assert page(token).status_code == 410
	project.append("participants", {"contact": ada.name})
	project.save()
	assert api(rep).post(API + "room.api.end_link", json={"link": anew["name"]}).ok
	assert page(token).status_code == 410


def test_only_who_may_change_the_project_makes_links(room, api, colleague, ada, rep):
	body = {"contact": ada.name, "project": room.project.name}
	assert api(colleague).post(API + "room.api.make_link", json=body).status_code == 403
	assert api(rep).post(API + "room.api.make_link", json=body).ok
	assert (
		api(rep).post(API + "room.api.make_link", json={**body, "contact": make_contact().name}).status_code
		== 417
	)
	assert api(rep).post(API + "room.api.make_link", json={"contact": ada.name}).status_code == 403
	assert api(colleague).post(API + "room.api.end_link", json={"link": room.name}).status_code == 403


def test_the_room_of_a_project_that_is_deleted_is_gone(room, page):
	frappe.delete_doc("CRM Project", room.project.name)
	assert page(room.token).status_code == 410
	assert not frappe.db.exists("CRM Room View", {"room_link": room.name})


def test_a_long_name_in_any_script_is_taken(room, send):
	assert send("写" * 120 + ".pdf", PDF).status_code == 200
	assert frappe.db.count("File", {"attached_to_name": room.task.name}) == 1


@pytest.mark.parametrize("content", [BROKEN, BROKEN[:9], b"%PDF-1.7\n" + b"<<" * 5000])
def test_a_pdf_that_nobody_can_read_is_refused_in_a_sentence(room, send, content):
	answer = send("paint.pdf", content)
	assert answer.status_code == 417
	assert "This PDF is broken" in answer.text
	assert not frappe.db.exists("File", {"attached_to_name": room.task.name})


@pytest.mark.parametrize("name", ["\0", "\ud800", "a\n"])
def test_what_is_no_name_is_nobodys(room, guest, name):
	assert guest("room.api.tick", token=room.token, task=name, is_done=True).status_code in (403, 417)
	assert guest("room.api.answer", token=room.token, event=name, answer="Yes").status_code in (403, 417)


def test_a_view_that_meets_another_one_is_written_down_all_the_same(room, monkeypatch):
	from frappe_crm_app.work.events.room import api

	write, failures = api.write, [frappe.QueryDeadlockError("met")]

	def write_later(*facts):
		if failures:
			raise failures.pop()
		write(*facts)

	frappe.db.commit()
	link = keeping.find(room.token)
	monkeypatch.setattr(api, "opened", lambda *_: link)
	monkeypatch.setattr(api, "write", write_later)
	api.saw()
	assert views(room) == ["Looked"]


def test_what_was_done_long_ago_is_forgotten(room):
	for days in (364, 366):
		view = insert("CRM Room View", {"room_link": room.name, "action": "Looked"})
		view.db_set("creation", add_days(now_datetime(), -days))
	assert frappe.get_hooks("default_log_clearing_doctypes")["CRM Room View"] == [365]
	get_controller("CRM Room View").clear_old_logs()
	assert len(views(room)) == 1


def test_the_room_says_from_when_a_project_goes(project):
	today, later = getdate(), getdate(add_days(nowdate(), 5))
	assert presenting.period_of(today, None) == f"Since {format_date(today)}"
	assert presenting.period_of(later, None) == f"Begins: {format_date(later)}"
	assert presenting.period_of(None, later) == f"Until {format_date(later)}"
	assert presenting.period_of(today, later) == f"{format_date(today)} – {format_date(later)}"
	assert presenting.period_of(None, None) == ""
