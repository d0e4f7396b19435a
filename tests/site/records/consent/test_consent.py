"""What people say is appended, the newest holds, and the boxes of their contacts follow."""

import frappe
import pytest
from frappe.utils import add_days, now_datetime

from frappe_crm_app.intake.bulk_edit.api import delete
from frappe_crm_app.kit.exceptions import HistoryError
from frappe_crm_app.records.consent.allowing import refusal_criterion
from frappe_crm_app.records.consent.appending import Said, append, append_for_address, append_many
from frappe_crm_app.records.consent.filling import fill_missing
from frappe_crm_app.records.consent.standing import standing_of
from frappe_crm_app.records.identity.api import merge, undo_merge
from tests.factories import make_contact, make_deal


def said_by(contact) -> list[tuple]:
	rows = frappe.get_all(
		"CRM Consent",
		filters={"contact": contact.name},
		fields=["channel", "state", "source"],
		order_by="occurred_on asc, channel asc",
	)
	return [(row.channel, row.state, row.source) for row in rows]


def boxes(contact) -> tuple[int, int]:
	return frappe.db.get_value("CRM Contact", contact.name, ["email_opt_out", "messaging_opt_out"])


def refused(channel: str) -> set[str]:
	contact = frappe.qb.DocType("CRM Contact")
	query = frappe.qb.from_(contact).select(contact.name)
	return set(query.where(refusal_criterion(channel, contact)).run(pluck=True))


def test_the_newest_word_holds_and_the_box_follows(site):
	ada = make_contact(email="ada@example.com")
	append(ada.name, "Email", "Withdrawn", source="One-Click", address="ada@example.com")
	assert boxes(ada) == (1, 0)
	append(ada.name, "Email", "Given", source="Preference Page", wording="News, monthly")
	assert boxes(ada) == (0, 0)
	append(ada.name, "Email", "Withdrawn", source="Import", occurred_on=add_days(now_datetime(), -30))
	assert boxes(ada) == (0, 0)
	assert standing_of([ada.name]) == {ada.name: {"Email": "Given"}}


def test_of_two_words_of_one_moment_the_withdrawal_holds(site):
	ada, moment = make_contact(), add_days(now_datetime(), -1)
	for state in ("Withdrawn", "Given"):
		append(ada.name, "SMS", state, source="API", occurred_on=moment)
	assert standing_of([ada.name]) == {ada.name: {"SMS": "Withdrawn"}}
	assert ada.name in refused("SMS")


def test_nobody_says_anything_in_the_future(site):
	ada = make_contact()
	append(ada.name, "Email", "Given", source="API", occurred_on=add_days(now_datetime(), 30))
	append(ada.name, "Email", "Withdrawn", source="One-Click")
	assert boxes(ada) == (1, 0)


def test_messaging_is_out_where_a_channel_was_withdrawn_and_none_given(site):
	ada = make_contact()
	append(ada.name, "SMS", "Withdrawn", source="Message")
	assert boxes(ada) == (0, 1)
	append(ada.name, "WhatsApp", "Given", source="Message")
	assert boxes(ada) == (0, 0)


def test_mails_need_no_consent_unless_the_settings_say_so_and_messages_always(site):
	silent, agreed, out = make_contact(), make_contact(), make_contact()
	for channel in ("Email", "SMS", "WhatsApp"):
		append(agreed.name, channel, "Given", source="Form")
		append(out.name, channel, "Withdrawn", source="Form")
	assert out.name in refused("Email")
	assert refused("Email").isdisjoint({silent.name, agreed.name})
	for channel in ("SMS", "WhatsApp"):
		assert {silent.name, out.name} <= refused(channel)
		assert agreed.name not in refused(channel)
	frappe.db.set_single_value("CRM Desk Settings", "email_needs_consent", 1)
	assert {silent.name, out.name} <= refused("Email")
	assert agreed.name not in refused("Email")


def test_a_box_ticked_on_the_form_appends_a_row_and_so_does_lifting_it(site):
	ada = make_contact(email="ada@example.com")
	ada.update({"email_opt_out": 1, "messaging_opt_out": 1}).save()
	assert said_by(ada) == [
		("Email", "Withdrawn", "Desk"),
		("SMS", "Withdrawn", "Desk"),
		("WhatsApp", "Withdrawn", "Desk"),
	]
	ada.reload().update({"email_opt_out": 0}).save()
	assert said_by(ada)[-1] == ("Email", "Given", "Desk")
	ada.reload().update({"job_title": "Boss"}).save()
	assert len(said_by(ada)) == 4


def test_a_contact_with_a_box_ticked_from_the_start_has_its_row(site):
	assert said_by(make_contact(email_opt_out=1)) == [("Email", "Withdrawn", "Desk")]


@pytest.mark.parametrize("work", ["save", "delete", "insert"])
def test_no_document_writes_or_removes_a_row(site, work):
	ada = make_contact(email_opt_out=1)
	row = frappe.get_last_doc("CRM Consent", {"contact": ada.name})
	if work == "insert":
		row = frappe.copy_doc(row)
	with pytest.raises(HistoryError):
		row.update({"state": "Given"}) and getattr(row, work)()
	assert said_by(ada) == [("Email", "Withdrawn", "Desk")]


def test_the_strictest_wins_in_a_merge_and_an_unmerge_restores(site):
	keep, remove = make_contact(email="ada@example.com"), make_contact(email="ada@other.example")
	append(remove.name, "Email", "Withdrawn", source="One-Click")
	append(keep.name, "Email", "Given", source="Form")
	append(remove.name, "SMS", "Given", source="Form")
	before = {each.name: (said_by(each), boxes(each)) for each in (keep, remove)}
	made = merge(keep.name, remove.name)
	assert boxes(keep) == (1, 0)
	assert standing_of([keep.name]) == {keep.name: {"Email": "Withdrawn", "SMS": "Given"}}
	assert len(said_by(keep)) == 4
	assert said_by(keep)[-1] == ("Email", "Withdrawn", "Merge")
	undo_merge(made["merge"])
	assert {each.name: (said_by(each), boxes(each)) for each in (keep, remove)} == before


def test_a_shared_phone_is_withdrawn_for_all_who_have_it(site):
	both = [make_contact(phone="+4915112345678") for _ in range(2)]
	assert append_for_address("SMS", "+4915112345678", "Withdrawn", source="Message") == sorted(
		each.name for each in both
	)
	assert [boxes(each) for each in both] == [(0, 1), (0, 1)]


def test_an_import_lifts_no_withdrawal(site):
	ada, grace = make_contact(email_opt_out=1), make_contact()
	append_many([Said(each.name, "Email", "Given", "Import") for each in (ada, grace)])
	assert boxes(ada) == (1, 0)
	assert standing_of([grace.name]) == {grace.name: {"Email": "Given"}}


def test_many_are_noted_in_few_statements(site, count_queries):
	contacts = [make_contact().name for _ in range(40)]
	rows = [Said(each, "Email", "Withdrawn", "API") for each in contacts]
	assert count_queries(lambda: append_many(rows)) < 12


def test_the_patch_makes_rows_of_what_contacts_say_once(site):
	ada, grace = make_contact(), make_contact()
	frappe.db.set_value(
		"CRM Contact", ada.name, {"consent_text": "Write to me", "consent_on": "2020-01-02 03:04:05"}
	)
	frappe.db.set_value("CRM Contact", grace.name, {"messaging_opt_out": 1, "email_opt_out": 1})
	assert fill_missing() == 4
	assert fill_missing() == 0
	assert said_by(ada) == [("Email", "Given", "Form")]
	assert boxes(grace) == (1, 1)
	assert frappe.db.get_value("CRM Consent", {"contact": ada.name}, "wording") == "Write to me"


def test_consents_go_with_their_contact(site):
	ada = make_contact(email_opt_out=1)
	frappe.delete_doc("CRM Contact", ada.name)
	assert not said_by(ada)


def say(contact, **states) -> None:
	for channel, state in states.items():
		append(contact.name, channel, state, source="API")


def test_a_merge_is_as_strict_on_each_channel_and_an_unmerge_restores_each(site):
	keep = make_contact(email="ada@example.com", phone="+4915112345678")
	remove = make_contact(email="ada@other.example")
	say(remove, Email="Withdrawn", WhatsApp="Given")
	say(keep, Email="Given", SMS="Withdrawn", WhatsApp="Given")
	say(remove, SMS="Given")
	before = standing_of([keep.name, remove.name]), boxes(keep), boxes(remove)
	made = merge(keep.name, remove.name)
	assert standing_of([keep.name])[keep.name] == {
		"Email": "Withdrawn",
		"SMS": "Withdrawn",
		"WhatsApp": "Given",
	}
	assert boxes(keep) == (1, 0)
	assert keep.name in refused("Email")
	assert keep.name in refused("SMS")
	assert keep.name not in refused("WhatsApp")
	undo_merge(made["merge"])
	assert (standing_of([keep.name, remove.name]), boxes(keep), boxes(remove)) == before


def test_what_was_said_between_a_merge_and_its_undoing_is_of_who_was_kept(site):
	keep, remove = make_contact(), make_contact(email_opt_out=1)
	made = merge(keep.name, remove.name)
	say(keep, Email="Given", SMS="Withdrawn")
	undo_merge(made["merge"])
	assert standing_of([keep.name])[keep.name] == {"Email": "Given", "SMS": "Withdrawn"}
	assert standing_of([remove.name])[remove.name] == {"Email": "Withdrawn"}
	assert (boxes(keep), boxes(remove)) == ((0, 1), (1, 0))


def test_a_box_without_a_row_is_as_strict_in_a_merge(site):
	keep, remove = make_contact(), make_contact()
	frappe.db.set_value("CRM Contact", remove.name, {"email_opt_out": 1, "messaging_opt_out": 1})
	merge(keep.name, remove.name)
	assert boxes(keep) == (1, 1)
	assert standing_of([keep.name])[keep.name] == dict.fromkeys(("Email", "SMS", "WhatsApp"), "Withdrawn")


def test_of_nobody_nothing_is_noted(site):
	append("nobody", "Email", "Given", source="API")
	assert not frappe.db.exists("CRM Consent", {"contact": "nobody"})


def test_a_contact_that_is_kept_when_many_are_deleted_keeps_what_it_said(committed, make_user):
	used, free = make_contact(email_opt_out=1), make_contact(email_opt_out=1)
	make_deal(contact=used.name)
	frappe.db.commit()
	frappe.set_user(make_user("CRM Admin"))
	delete("CRM Contact", names=[used.name, free.name])
	frappe.set_user("Administrator")
	assert frappe.get_all("CRM Consent", pluck="contact") == [used.name]
	assert said_by(used) == [("Email", "Withdrawn", "Desk")]


def test_merges_one_after_another_are_undone_one_after_another(site):
	people = [make_contact() for _number in range(3)]
	say(people[1], Email="Given")
	say(people[2], Email="Withdrawn", WhatsApp="Withdrawn")
	names = [each.name for each in people]
	before = standing_of(names), [boxes(each) for each in people], [said_by(each) for each in people]
	first = merge(names[1], names[2])
	second = merge(names[0], names[1])
	assert standing_of(names) == {names[0]: {"Email": "Withdrawn", "WhatsApp": "Withdrawn"}}
	assert boxes(people[0]) == (1, 1)
	undo_merge(second["merge"])
	undo_merge(first["merge"])
	assert (
		standing_of(names),
		[boxes(each) for each in people],
		[said_by(each) for each in people],
	) == before
