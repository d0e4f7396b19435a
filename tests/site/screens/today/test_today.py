"""Today: what is to be looked after, counted once for page, tiles, digest and lists; done, put off, planned."""

import json
from datetime import timedelta

import frappe
import pytest
from frappe.utils import add_days, get_datetime, now_datetime, nowdate
from pypika.terms import Criterion

from frappe_crm_app.channels.reminders.digest import parts_of
from frappe_crm_app.channels.reminders.due import due_notes
from frappe_crm_app.kit.exceptions import PeriodError
from frappe_crm_app.kit.timezones import midnight_on_site, zone_of
from frappe_crm_app.records.agenda.day import day_of
from frappe_crm_app.records.agenda.parts import PARTS
from frappe_crm_app.screens.today.api import finish, get_number, get_setup, get_today, snooze
from frappe_crm_app.visibility.cache import forget_now
from frappe_crm_app.visibility.user_criteria import UserCriteria
from tests.factories import (
	insert,
	make_contact,
	make_customer,
	make_deal,
	make_note,
)
from tests.site.screens.today.days import fill_day

NOTE, DEAL, CONTACT = "CRM Follow-up Note", "CRM Sales Deal", "CRM Contact"
ROLES = ("CRM Admin", "CRM Manager", "CRM Sales Rep", "CRM Account Rep", "CRM Viewer", "CRM Partner Manager")
STATEMENTS = 8


def parts(**asked) -> dict[str, dict]:
	return {part["key"]: part for part in get_today(**asked)["parts"]}


def listed(part: dict) -> list[str]:
	"""Return what the list that a part opens shows to the session's user."""
	return frappe.get_list(
		part["list"]["doctype"],
		filters=part["list"]["filters"],
		pluck="name",
		order_by="name asc",
		limit=1000,
	)


@pytest.fixture
def rep(make_user) -> str:
	return make_user("CRM Sales Rep", first_name="Grace", last_name="Hopper", time_zone="Asia/Tokyo")


def test_each_part_has_its_records_and_no_others(rep):
	made = fill_day(rep)
	frappe.set_user(rep)
	found = parts()
	assert list(found) == [str(part.key) for part in PARTS]
	for key, name in made.items():
		assert name in [row["name"] for row in found[key]["rows"]], key
	assert [row["title"] for row in found["today"]["rows"]] == ["First thing", "Tonight"]
	assert [row["title"] for row in found["overdue"]["rows"]] == ["Yesterday"]
	assert [row["title"] for row in found["past_close_date"]["rows"]] == ["Late"]
	assert [row["title"] for row in found["gone_quiet"]["rows"]] == ["Quiet"]
	assert [row["name"] for row in found["new_leads"]["rows"]] == [made["new_leads"]]
	assert found["without_next_step"]["total"] == 4  # all but that with notes


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("whose", ["mine", "team", "everybody", "other"])
def test_each_number_is_that_of_the_list_that_it_opens(make_user, role, whose):
	user, other = make_user(role), make_user("CRM Sales Rep")
	fill_day(user)
	fill_day(other)
	client = make_customer(relationship="Client", salesperson=other)
	make_note(client, subject="With a client", scheduled_on=add_days(now_datetime(), -1), assigned_to=other)
	make_note(
		client, subject="Private", scheduled_on=add_days(now_datetime(), -1), assigned_to=other, is_private=1
	)
	frappe.set_user(user)
	for key, part in parts(whose=other if whose == "other" else whose, page_length=100).items():
		shown = sorted(row["name"] for row in part["rows"])
		if part["list"]:
			assert sorted(listed(part))[:1000] == (shown if part["total"] <= 100 else sorted(listed(part))), (
				key
			)
			assert len(listed(part)) == part["total"], key
		assert part["total"] >= len(shown), key
		if part["total"] <= 100:
			assert part["total"] == len(shown), key


@pytest.mark.parametrize("role", ["CRM Manager", "CRM Sales Rep", "CRM Account Rep"])
def test_tiles_digest_and_page_tell_the_same_numbers(make_user, role):
	user, other = make_user(role, time_zone="Pacific/Auckland"), make_user("CRM Sales Rep")
	fill_day(user)
	fill_day(other)
	digest = parts_of(user, now_datetime(), zone_of("Pacific/Auckland"))
	frappe.set_user(user)
	page = parts()
	for key, told in zip(("overdue", "today", "without_next_step"), digest, strict=True):
		tile = get_number({"part": key})
		assert (tile["value"], told["total"]) == (page[key]["total"], page[key]["total"]), key
		assert told["label"] == page[key]["label"]
		assert told["link"].endswith(f"/app/crm-today?only={key}")
		options = [
			[field, *json.loads(rule)] for field, rules in tile["route_options"].items() for rule in rules
		]
		doctype = tile["route"][1]
		assert (
			len(frappe.get_list(doctype, filters=[[doctype, *rule] for rule in options], limit=1000))
			== tile["value"]
		)
	quiet = get_number({"part": "gone_quiet"})
	assert (quiet["value"], quiet["route_options"]) == (1, {"only": "gone_quiet"})


def test_the_cards_of_the_workspace_name_parts_that_there_are():
	cards = frappe.get_all(
		"Number Card", {"method": "frappe_crm_app.screens.today.api.get_number"}, ["name", "filters_json"]
	)
	assert {card.name for card in cards} == {
		"CRM Follow-ups Overdue",
		"CRM Follow-ups Today",
		"CRM Deals Without Next Step",
	}
	for card in cards:
		assert get_number(card.filters_json)["fieldtype"] == "Int"


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Kolkata"])
def test_today_is_the_persons_own_day(make_user, zone):
	user = make_user("CRM Sales Rep", time_zone=zone)
	deal, day = make_deal(deal_owner=user), day_of(user)
	begins = midnight_on_site(day.date, zone_of(zone))
	for subject, moment in {
		"Before": begins - timedelta(seconds=1),
		"First": begins,
		"Last": begins + timedelta(hours=24, seconds=-1),
		"After": begins + timedelta(hours=24),
	}.items():
		make_note(deal, subject=subject, scheduled_on=moment, assigned_to=user)
	frappe.set_user(user)
	found = parts()
	assert [row["title"] for row in found["overdue"]["rows"]] == ["Before"]
	assert [row["title"] for row in found["today"]["rows"]] == ["First", "Last"]
	assert get_today()["date"] == day.date


def test_a_rep_sees_nothing_of_others_whomever_they_ask_for(make_user, rep):
	other = make_user("CRM Sales Rep")
	fill_day(other)
	frappe.set_user(rep)
	for whose in ("mine", "team", "everybody", other):
		assert {part["total"] for part in parts(whose=whose).values()} == {0}
	assert get_setup() == {"has_team": False, "sees_everyone": False, "people": []}


def test_a_boss_looks_at_their_team_and_at_one_of_it(make_user):
	boss, member = (
		make_user("CRM Account Rep"),
		make_user("CRM Sales Rep", first_name="Mary", last_name="Member"),
	)
	for doctype in (CONTACT, "CRM Customer", DEAL):
		name = frappe.db.get_value("CRM Record Scope", {"role": "CRM Account Rep", "record_type": doctype})
		frappe.db.set_value("CRM Record Scope", name, "scope", "Team")
	place = insert("CRM Salesperson", {"user": boss})
	insert("CRM Salesperson", {"user": member, "reports_to": place.name})
	forget_now()
	fill_day(boss)
	fill_day(member)
	frappe.set_user(boss)
	assert get_setup() == {
		"has_team": True,
		"sees_everyone": False,
		"people": [{"user": member, "full_name": "Mary Member"}],
	}
	mine, team, one = (parts(whose=whose)["overdue"] for whose in ("mine", "team", member))
	assert (mine["total"], team["total"], one["total"]) == (1, 2, 1)
	assert [row["person_name"] for row in one["rows"]] == ["Mary Member"]


def test_a_manager_chooses_between_all_people_of_the_crm(make_user, rep):
	manager, stranger = make_user("CRM Manager"), make_user("Desk User")
	frappe.set_user(manager)
	setup = get_setup()
	people = [person["user"] for person in setup["people"]]
	assert setup["sees_everyone"]
	assert rep in people
	assert not {stranger, manager, "Administrator"} & set(people)


def test_rows_say_whom_to_call_and_hide_what_is_hidden(make_user, rep):
	hidden = make_customer(customer_name="Hidden Ltd", phone="+14155550111")
	contact = make_contact(
		first_name="Ada", contact_owner=rep, phone="+14155550122", email="ada.today@example.com"
	)
	make_note(
		make_deal(title="Cranes", deal_owner=rep, contact=contact.name),
		scheduled_on=add_days(now_datetime(), -2),
		assigned_to=rep,
	)
	make_note(hidden, scheduled_on=add_days(now_datetime(), -1), assigned_to=rep)
	note = frappe.get_all(NOTE, {"reference_name": hidden.name}, pluck="name")[0]
	frappe.db.set_value(NOTE, note, "customer", hidden.name)
	frappe.set_user(rep)
	first, second = parts()["overdue"]["rows"]
	assert (first["phone"], first["email"]) == ("+14155550122", "ada.today@example.com")
	assert (first["contact"]["title"], first["deal"]["title"]) == (contact.full_name, "Cranes")
	assert first["person_name"] == "Grace Hopper"
	may_see = UserCriteria().criterion("CRM Customer")
	assert isinstance(may_see, Criterion)
	if not frappe.get_list("CRM Customer", {"name": hidden.name}):
		assert (second["customer"], second["phone"]) == (None, None)


def test_done_plans_what_comes_next_in_the_same_call(rep):
	made = fill_day(rep)
	frappe.set_user(rep)
	until = str(now_datetime() + timedelta(days=3))[:19]
	step = {"action": "Meeting", "scheduled_on": until, "content": "Show the crane"}
	answer = finish(NOTE, made["overdue"], happened="They want to see it", next_step=json.dumps(step))
	done = frappe.get_doc(NOTE, made["overdue"])
	assert (done.status, done.completed_by) == ("Done", rep)
	assert done.content.endswith("They want to see it")
	planned = frappe.get_doc(NOTE, answer["next_step"])
	assert (planned.action, str(planned.scheduled_on), planned.subject) == (
		"Meeting",
		until,
		"Show the crane",
	)
	assert (planned.reference_name, planned.assigned_to, planned.status) == (done.reference_name, rep, "Open")
	found = parts()
	assert found["overdue"]["total"] == 0


def test_who_is_named_in_what_happened_or_comes_next_is_told(rep, make_user):
	made, ada, bob = fill_day(rep), make_user("CRM Manager"), make_user("CRM Manager")
	stranger = make_user("CRM Sales Rep")
	frappe.set_user(rep)
	until = str(now_datetime() + timedelta(days=3))[:19]
	step = {"scheduled_on": until, "content": "@Bob shows the crane", "mentioned": [bob]}
	answer = finish(
		NOTE,
		made["overdue"],
		happened="@Ada saw it",
		next_step=json.dumps(step),
		mentioned=json.dumps([ada, stranger]),
	)
	assert told_of(ada) == [made["overdue"]]
	assert told_of(bob) == [answer["next_step"]]
	assert told_of(stranger) == []
	answer = finish(DEAL, made["without_next_step"], happened="@Ada asked", mentioned=[ada])
	assert told_of(ada)[-1] == answer["note"]
	for nonsense in ("{}", "[[]]", "nobody", json.dumps(["no such user"])):
		finish(DEAL, made["without_next_step"], happened="Again", mentioned=nonsense)
	assert len(told_of(ada)) == 2


def told_of(user: str) -> list[str]:
	"""Return the notes in which a user was told that they are mentioned."""
	mentions = {"for_user": user, "subject": ("like", "%mentioned you in%")}
	return frappe.get_all("Notification Log", mentions, pluck="document_name", order_by="creation asc")


def test_done_without_a_next_step_plans_none(rep):
	made = fill_day(rep)
	frappe.set_user(rep)
	assert finish(NOTE, made["today"])["next_step"] is None
	with pytest.raises(frappe.ValidationError, match="already"):
		finish(NOTE, made["today"])


def test_a_refused_step_leaves_the_note_open(rep):
	made = fill_day(rep)
	frappe.set_user(rep)
	for step in (
		{"scheduled_on": "2001-01-01 10:00:00"},
		{"scheduled_on": "soon"},
		{"action": "Call"},
		{"owner": "me"},
		{"action": "Dance", "scheduled_on": "2099-01-01 10:00:00"},
		["call"],
	):
		with pytest.raises(frappe.ValidationError):
			finish(NOTE, made["overdue"], next_step=json.dumps(step))
	assert frappe.db.get_value(NOTE, made["overdue"], "status") == "Open"


@pytest.mark.parametrize("key", ["without_next_step", "new_leads"])
def test_what_was_done_about_a_deal_or_lead_is_noted_and_its_next_step_planned(rep, key):
	made = fill_day(rep)
	doctype = DEAL if key == "without_next_step" else CONTACT
	frappe.set_user(rep)
	with pytest.raises(frappe.ValidationError, match="what happened"):
		finish(doctype, made[key])
	step = {"scheduled_on": str(now_datetime() + timedelta(days=1))[:19]}
	answer = finish(doctype, made[key], happened="Left a message", action="Call", next_step=step)
	noted = frappe.get_doc(NOTE, answer["note"])
	assert (noted.action, noted.status, noted.reference_name) == ("Call", "Done", made[key])
	assert made[key] not in [row["name"] for row in parts()[key]["rows"]]


def test_whoever_looks_after_a_record_gets_the_step_that_their_manager_plans(make_user, rep):
	made, manager = fill_day(rep), make_user("CRM Manager")
	frappe.set_user(manager)
	step = {"scheduled_on": str(now_datetime() + timedelta(days=1))[:19], "content": "Ask again"}
	answer = finish(NOTE, made["overdue"], next_step=step)
	assert frappe.db.get_value(NOTE, answer["next_step"], "assigned_to") == rep


def test_snoozing_moves_the_note_with_its_end_and_tells_nobody_before(make_user, rep):
	deal = make_deal(deal_owner=rep)
	start = get_datetime(f"{add_days(nowdate(), -1)} 10:00:00")
	note = make_note(deal, scheduled_on=start, ends_on=start + timedelta(minutes=30), assigned_to=rep)
	frappe.db.set_value(NOTE, note.name, "reminded_on", start)
	until = get_datetime(f"{add_days(nowdate(), 2)} 11:00:00")
	told = frappe.db.count("Notification Log")
	frappe.set_user(rep)
	snooze(NOTE, note.name, str(until))
	note.reload()
	assert (note.scheduled_on, note.ends_on) == (until, until + timedelta(minutes=30))
	assert (note.assigned_to, note.status) == (rep, "Open")
	frappe.set_user("Administrator")
	assert frappe.db.count("Notification Log") == told
	assert note.name not in due_notes(now_datetime(), 1000)
	assert note.name in due_notes(until, 1000)  # and then anew
	assert frappe.db.get_value(DEAL, deal.name, "next_follow_up_on") == until


def test_snoozing_into_the_past_or_to_nonsense_is_refused(rep):
	made = fill_day(rep)
	frappe.set_user(rep)
	with pytest.raises(PeriodError):
		snooze(NOTE, made["overdue"], "2001-01-01 10:00:00")
	for nonsense in ("", "soon", "9999"):
		with pytest.raises(frappe.ValidationError):
			snooze(NOTE, made["overdue"], nonsense)
	with pytest.raises(frappe.ValidationError):
		snooze("User", rep, "2099-01-01 10:00:00")


def test_a_deal_or_lead_that_is_snoozed_comes_back_then(rep):
	made = fill_day(rep)
	frappe.set_user(rep)
	until = str(now_datetime() + timedelta(days=9))[:19]
	for key, doctype in {"without_next_step": DEAL, "gone_quiet": DEAL, "new_leads": CONTACT}.items():
		snooze(doctype, made[key], until, key)
		assert made[key] not in [row["name"] for row in parts()[key]["rows"]], key
		assert str(frappe.db.get_value(doctype, made[key], "next_follow_up_on")) == until


def test_a_closing_date_that_is_snoozed_is_moved_to_the_persons_own_day(rep):
	made = fill_day(rep)
	frappe.set_user(rep)
	until = now_datetime() + timedelta(days=9)
	snooze(DEAL, made["past_close_date"], str(until)[:19], "past_close_date")
	moved = frappe.db.get_value(DEAL, made["past_close_date"], "expected_close_date")
	assert moved == day_of(rep, until).date
	assert parts()["past_close_date"]["total"] == 0


def test_what_one_does_not_see_is_not_acted_on(make_user, rep):
	made, other = fill_day(rep), make_user("CRM Sales Rep")
	frappe.set_user(other)
	for doctype, name in (
		(NOTE, made["overdue"]),
		(DEAL, made["gone_quiet"]),
		(CONTACT, made["new_leads"]),
		(NOTE, "nothing"),
	):
		with pytest.raises(frappe.PermissionError):
			finish(doctype, name, happened="x")
		with pytest.raises(frappe.PermissionError):
			snooze(doctype, name, "2099-01-01 10:00:00")


def test_who_only_looks_changes_nothing(make_user, rep):
	made, viewer = fill_day(rep), make_user("CRM Viewer", time_zone="Asia/Tokyo")  # one day for both
	frappe.set_user(viewer)
	assert parts(whose=rep)["overdue"]["total"] >= 1
	with pytest.raises(frappe.PermissionError):
		finish(NOTE, made["overdue"])
	with pytest.raises(frappe.PermissionError):
		snooze(DEAL, made["gone_quiet"], "2099-01-01 10:00:00")


def test_a_part_alone_goes_on_page_by_page(rep):
	deal = make_deal(deal_owner=rep)
	moment = day_of(rep).begins - timedelta(days=1)
	made = [
		make_note(deal, subject=f"Call {number}", scheduled_on=moment, assigned_to=rep).name
		for number in range(7)
	]
	frappe.set_user(rep)
	names = []
	while len(names) < 7:
		(part,) = get_today(only="overdue", start=len(names), page_length=3)["parts"]
		names += [row["name"] for row in part["rows"]]
		assert part["total"] == 7
	assert sorted(names) == sorted(made)
	assert len(set(names)) == 7


def test_wrong_input_is_refused_in_a_sentence(rep, make_user):
	frappe.set_user(rep)
	with pytest.raises(frappe.ValidationError):
		get_today(only="nothing")
	with pytest.raises(frappe.DoesNotExistError):
		get_today(whose="nobody@example.com")
	for filters in (None, "", "[]", "{}", {"part": "nothing"}, "no json"):
		with pytest.raises(frappe.ValidationError):
			get_number(filters)
	assert len(parts(start=-5, page_length=-1)) == len(PARTS)
	frappe.set_user(make_user("Desk User"))
	for call in (get_today, lambda: get_number({"part": "today"})):
		with pytest.raises(frappe.PermissionError):
			call()


@pytest.mark.parametrize("role", ["CRM Manager", "CRM Sales Rep", "CRM Account Rep"])
def test_the_page_answers_in_eight_statements_however_much_there_is(make_user, count_queries, role):
	user = make_user(role)

	def after_days(number: int) -> list[int]:
		"""Return what the page sends after saves, of which what the user has is read anew, and what it sends then."""
		frappe.set_user("Administrator")
		for _ in range(number):
			fill_day(user)
		frappe.set_user(user)
		return [count_queries(lambda: get_today(whose="everybody")) for _ in range(2)]

	after_days(1)  # what is told of users and DocTypes is at hand from now on
	few, many = after_days(1), after_days(3)
	assert many == few
	assert max(few) <= STATEMENTS


def trucks(people, day, limit, start, only) -> list[dict]:
	"""A part as another app would add it."""
	rows = [
		{"title": "Truck 7", "more": f"of {len(people)}", "link": "/app/truck/7", "phone": "+14155550133"}
	]
	return [{"key": "trucks", "label": "Trucks", "total": 21, "rows": rows, "list": None}]


def test_another_app_adds_a_part_and_one_that_fails_is_left_out(rep, another_app, logged):
	another_app(crm_today_parts=[lambda **asked: [{"label": "Half"}], lambda **asked: None, trucks])
	frappe.set_user(rep)
	found = parts()
	assert (found["trucks"]["total"], found["trucks"]["rows"][0]["more"]) == (21, "of 1")
	assert len(found) == len(PARTS) + 1
	assert list(parts(only="trucks")) == ["trucks"]
	assert "Left out: another_app.crm_today_parts_0" in logged
