"""A day with something of each part to look after."""

from datetime import datetime, timedelta

import frappe
from frappe.utils import add_days, now_datetime, nowdate

from frappe_crm_app.records.agenda.day import day_of
from tests.factories import make_contact, make_deal, make_note, make_pipeline, make_stage

DEAL, CONTACT = "CRM Sales Deal", "CRM Contact"


def fill_day(user: str) -> dict[str, str]:
	"""Give the user a record of each part, and some of none; return the first of each by the part's key."""
	day = day_of(user)
	contact = make_contact(
		contact_owner=user, phone="+14155550199", email=f"{frappe.generate_hash(length=8)}@example.com"
	)
	frappe.db.set_value(CONTACT, contact.name, "status", "Qualified")
	deal = make_deal(
		title="On its way", deal_owner=user, contact=contact.name, expected_close_date=add_days(nowdate(), 40)
	)

	def note(subject: str, moment: datetime | None, **values) -> str:
		return make_note(
			deal, subject=subject, scheduled_on=moment, assigned_to=user, status="Open", **values
		).name

	made = {
		"overdue": note("Yesterday", day.begins - timedelta(minutes=1)),
		"today": note("Tonight", day.ends - timedelta(minutes=1)),
		"undated": note("Some day", None),
	}
	note("First thing", day.begins)
	tomorrow = note("Tomorrow", day.ends)
	if day.ends < day.week_ends:
		made["this_week"] = tomorrow
	note("Next week", day.week_ends)
	make_note(
		deal, subject="Was done", scheduled_on=day.begins - timedelta(days=1), assigned_to=user, status="Done"
	)
	made["without_next_step"] = make_deal(title="Adrift", deal_owner=user).name
	made["past_close_date"] = make_deal(
		title="Late", deal_owner=user, expected_close_date=add_days(str(day.date), -1)
	).name
	make_deal(title="Closes today", deal_owner=user, expected_close_date=str(day.date))
	made["gone_quiet"] = make_quiet_deal(user)
	made["new_leads"] = make_contact(contact_owner=user, status="Lead").name
	old = make_contact(contact_owner=user, status="Lead").name
	frappe.db.set_value(CONTACT, old, "creation", day.begins - timedelta(days=31))
	return made


def make_quiet_deal(user: str) -> str:
	pipeline = make_pipeline(rotting_enabled=1, rot_after_days=5)
	stage = make_stage(pipeline, stage_name="Waiting")
	deal = make_deal(title="Quiet", deal_owner=user, pipeline=pipeline.name, stage=stage.name)
	frappe.db.set_value(DEAL, deal.name, "stage_entered_on", now_datetime() - timedelta(days=20))
	return deal.name
