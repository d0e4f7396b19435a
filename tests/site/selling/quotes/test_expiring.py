import frappe
import pytest
from frappe.utils import add_days, getdate, nowdate

from frappe_crm_app.selling.quotes import accepting, expiring
from frappe_crm_app.selling.quotes.accepting import accept
from frappe_crm_app.selling.quotes.tasks import pass_days
from tests.factories import make_quote


def valid_until(quote, days: int):
	frappe.db.set_value("CRM Quote", quote.name, "valid_until", add_days(nowdate(), days))
	return quote


def status(quote) -> str:
	return frappe.db.get_value("CRM Quote", quote.name, "status")


def test_what_is_over_expires_and_its_last_day_is_still_its_own(committed, sent, heard):
	over, last_day, accepted = valid_until(sent(), -1), valid_until(sent(), 0), sent()
	accept(accepted, [], said_by="Ada")
	valid_until(accepted, -1)
	draft = valid_until(make_quote(), -1)
	frappe.db.commit()
	pass_days()
	pass_days()
	assert [status(quote) for quote in (over, last_day, accepted, draft)] == [
		"Expired",
		"Sent",
		"Accepted",
		"Draft",
	]
	assert heard(over)[-1] == "quote.expired"


@pytest.mark.parametrize(("zone", "is_over"), [("Pacific/Kiritimati", True), ("Pacific/Pago_Pago", False)])
def test_the_day_is_that_of_the_sites_zone(sent, monkeypatch, zone, is_over):
	from datetime import datetime, timezone
	from zoneinfo import ZoneInfo

	noon = datetime(2027, 3, 1, 11, 0, tzinfo=timezone.utc)  # 1 March in one, the 2nd in the other
	here = noon.astimezone(ZoneInfo(zone))
	monkeypatch.setattr(accepting, "nowdate", lambda: str(here.date()))
	quote = frappe._dict(valid_until=getdate("2027-03-01"))
	assert accepting.is_over(quote) is is_over


def test_owner_and_customer_are_reminded_once(committed, sent, make_user, deliver_all):
	owner = make_user("CRM Manager")
	quote = valid_until(sent(quote_owner=owner, reminds_customer=1), 3)
	other = valid_until(sent(quote_owner=owner), 4)
	frappe.db.commit()
	expiring.remind_due()
	expiring.remind_due()
	logs = frappe.get_all("Notification Log", {"for_user": owner}, ["document_name", "subject"])
	assert [log.document_name for log in logs] == [quote.name]
	assert "is open, and expires after" in logs[0].subject
	mails = frappe.get_all("CRM Quote Mail", {"kind": "Reminder"}, ["quote", "address"])
	assert [(mail.quote, mail.address) for mail in mails] == [(quote.name, "buyer@harbor.example")]
	deliver_all(quote)
	frappe.db.commit()
	assert frappe.db.count("Email Queue", {"reference_name": quote.name}) == 2
	assert not frappe.db.get_value("CRM Quote", other.name, "is_reminded")


def test_nobody_is_reminded_where_the_settings_say_so(committed, sent, settings):
	settings(quote_reminder_days=0)
	quote = valid_until(sent(reminds_customer=1), 1)
	frappe.db.commit()
	expiring.remind_due()
	assert not frappe.db.get_value("CRM Quote", quote.name, "is_reminded")
