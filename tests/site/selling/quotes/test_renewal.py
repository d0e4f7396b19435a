"""What recurs in an accepted quote is renewed once, and its owner is reminded before."""

from datetime import datetime, time

import frappe
import pytest
from frappe.utils import add_days, add_months, get_datetime, getdate, nowdate

from frappe_crm_app.kit.exceptions import QuoteError, QuoteStateError
from frappe_crm_app.selling.quote_desk.api import get_page
from frappe_crm_app.selling.quotes.accepting import accept
from frappe_crm_app.selling.quotes.api import plan_renewal, renew
from tests.factories import insert, make_deal

ONCE = {"title": "Crane", "quantity": 1, "unit_price": 1000, "tax_rate": 19}
CARE = {"title": "Care", "quantity": 2, "unit_price": 80, "tax_rate": 19, "recurrence": "Monthly"}
SUPPORT = {"title": "Support", "quantity": 1, "unit_price": 600, "tax_rate": 19, "recurrence": "Yearly"}
EXTRA = {"title": "Extra", "quantity": 1, "unit_price": 10, "recurrence": "Monthly", "is_optional": 1}


@pytest.fixture
def accepted(sent):
	"""``accepted(**values)`` -> an accepted quote; nothing optional is chosen."""
	return lambda **values: accept(
		sent(**{"lines": [ONCE, CARE, SUPPORT, EXTRA], **values}), [], said_by="Ada"
	)


def stored(quote):
	return frappe.get_doc("CRM Quote", quote.name)


def reminders(quote):
	return frappe.get_all(
		"CRM Follow-up Note",
		filters={"name": ("in", [stored(quote).renewal_note or ""])},
		fields=["name", "subject", "scheduled_on", "assigned_to", "deal", "status"],
	)


def test_the_monthly_value_is_net_and_counts_a_year_as_twelve_months(accepted):
	assert get_page(accepted().name)["totals"]["monthly_value"] == 2 * 80 + 600 / 12


def test_accepting_what_recurs_plans_its_renewal_in_a_year_and_reminds_the_owner_a_month_before(accepted):
	deal = make_deal()
	quote = stored(accepted(deal=deal.name))
	day = getdate(add_months(nowdate(), 12))
	assert getdate(quote.renews_on) == day
	(note,) = reminders(quote)
	assert quote.display_number in note.subject
	assert get_datetime(note.scheduled_on) == datetime.combine(getdate(add_days(day, -30)), time(9))
	assert (note.assigned_to, note.deal, note.status) == (quote.quote_owner, deal.name, "Open")


def test_what_is_bought_once_is_not_renewed(accepted):
	quote = accepted(lines=[ONCE, EXTRA])
	assert (stored(quote).renews_on, reminders(quote)) == (None, [])
	with pytest.raises(QuoteError, match="nothing to renew"):
		renew(quote.name)


def test_another_day_moves_the_reminder_that_is_there(accepted):
	quote = accepted()
	(before,) = reminders(quote)
	plan_renewal(quote.name, add_days(nowdate(), 100))
	(after,) = reminders(quote)
	assert after.name == before.name
	assert getdate(after.scheduled_on) == getdate(add_days(nowdate(), 70))
	assert getdate(stored(quote).renews_on) == getdate(add_days(nowdate(), 100))


def test_a_day_that_has_passed_is_refused(accepted):
	quote = accepted()
	before = stored(quote).renews_on
	with pytest.raises(QuoteError, match="has to come yet"):
		plan_renewal(quote.name, nowdate())
	assert stored(quote).renews_on == before


def test_renewing_makes_a_deal_and_a_draft_of_what_recurs_once(accepted):
	deal = make_deal(title="Harbor")
	quote = accepted(deal=deal.name)
	name = renew(quote.name)
	draft = frappe.get_doc("CRM Quote", name)
	assert (draft.status, draft.quote_number, draft.contact) == ("Draft", None, quote.contact)
	assert [(row.title, row.quantity, row.unit_price) for row in draft.lines] == [
		("Care", 2, 80),
		("Support", 1, 600),
	]
	assert draft.deal != deal.name
	assert frappe.db.get_value("CRM Sales Deal", draft.deal, ["title", "outcome"]) == (
		"Harbor: renewal",
		"Open",
	)
	deals = frappe.db.count("CRM Sales Deal")
	assert renew(quote.name) == name
	assert frappe.db.count("CRM Sales Deal") == deals
	assert (stored(quote).renewed_by_doctype, stored(quote).renewed_by) == ("CRM Quote", name)


def test_a_renewal_that_was_deleted_is_made_anew(accepted):
	quote = accepted()
	first = renew(quote.name)
	frappe.delete_doc("CRM Quote", first)
	assert stored(quote).renewed_by is None
	assert renew(quote.name) != first


def test_only_an_accepted_quote_is_renewed(sent):
	quote = sent(lines=[CARE])
	with pytest.raises(QuoteStateError, match="Only an accepted quote"):
		renew(quote.name)
	assert stored(quote).renewed_by is None


def test_a_viewer_renews_nothing(accepted, make_user):
	quote = accepted()
	frappe.set_user(make_user("CRM Viewer"))
	with pytest.raises(frappe.PermissionError):
		renew(quote.name)
	with pytest.raises(frappe.PermissionError):
		plan_renewal(quote.name, add_days(nowdate(), 100))


def test_what_is_not_sold_any_more_is_renewed_at_its_price(accepted):
	prices = [{"currency": "USD", "price": 80}]
	product = insert(
		"CRM Sales Product", {"product_code": "CARE-1", "product_name": "Care", "prices": prices}
	)
	quote = accepted(lines=[{**CARE, "product": product.name, "unit_price": 70}])
	product.is_active = 0
	product.save()
	assert stored(frappe.get_doc("CRM Quote", renew(quote.name))).net_total == 2 * 70


def test_an_owner_who_has_left_keeps_nobody_from_accepting(sent, make_user):
	owner = make_user("CRM Manager")
	quote = sent(lines=[CARE], quote_owner=owner)
	frappe.db.set_value("User", owner, "enabled", 0)
	frappe.clear_cache(user=owner)
	assert accept(quote, [], said_by="Ada").status == "Accepted"
	assert len(reminders(quote)) == 1


def test_a_title_of_markup_is_text_in_the_reminder(sent):
	quote = sent(lines=[CARE])
	frappe.db.set_value("CRM Quote", quote.name, "title", "<img src=x onerror=alert(1)>")
	(note,) = reminders(accept(quote, [], said_by="Ada"))
	assert "<img" not in frappe.db.get_value("CRM Follow-up Note", note.name, "content")
