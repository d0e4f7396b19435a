from concurrent.futures import ThreadPoolExecutor

import frappe
import pytest
from frappe.utils import add_days, nowdate

from frappe_crm_app.kit.exceptions import QuoteError, QuoteStateError
from frappe_crm_app.selling.quotes.accepting import accept, decline, mark_viewed
from frappe_crm_app.selling.quotes.revising import revise
from frappe_crm_app.selling.quotes.sending import send
from tests.factories import make_customer, make_deal, make_pipeline, make_stage, stage

LINES = [
	{"title": "Crane", "quantity": 1, "unit_price": 1000, "tax_rate": 19},
	{"title": "Hook", "quantity": 2, "unit_price": 50, "tax_rate": 7, "is_optional": 1},
	{
		"title": "Care",
		"quantity": 1,
		"unit_price": 20,
		"tax_rate": 19,
		"is_optional": 1,
		"recurrence": "Monthly",
	},
]


def test_accepting_takes_the_lines_that_were_chosen_and_their_totals(sent):
	quote = sent(lines=LINES)
	assert quote.gross_total == 1190
	accept(quote, [quote.lines[1].name], said_by=" Ada King ")
	quote = frappe.get_doc("CRM Quote", quote.name)
	assert (quote.status, quote.accepted_by, bool(quote.accepted_on)) == ("Accepted", "Ada King", True)
	assert [row.is_chosen for row in quote.lines] == [1, 1, 0]
	assert (quote.net_total, quote.tax_total, quote.gross_total) == (1100, 197, 1297)
	assert [(tax.rate, tax.tax) for tax in quote.taxes] == [(7, 7), (19, 190)]
	assert quote.monthly_total == 0


def test_what_is_no_optional_line_is_not_chosen(sent):
	quote = sent(lines=LINES)
	for chosen in ([quote.lines[0].name], ["no such line"]):
		with pytest.raises(QuoteError, match="Only the optional lines"):
			accept(quote, chosen, said_by="Ada")


def test_accepting_sets_the_deals_value_and_wins_it(sent, heard):
	deal = make_deal(value=1, currency="USD")
	quote = sent(deal=deal.name, lines=LINES)
	accept(quote, [quote.lines[1].name], said_by="Ada")
	deal.reload()
	assert (deal.value, deal.outcome, deal.stage) == (1100, "Won", stage("Won"))
	assert heard(quote) == ["quote.sent", "quote.accepted"]


def test_a_setting_keeps_the_deal_where_it_is(sent, settings):
	settings(quote_acceptance_wins_deal=0)
	deal = make_deal(currency="USD")
	accept(sent(deal=deal.name), [], said_by="Ada")
	assert frappe.db.get_value("CRM Sales Deal", deal.name, "outcome") == "Open"


def test_where_the_stage_asks_for_more_the_acceptance_stands_and_the_owner_gets_a_note(sent, make_user):
	pipeline, owner = make_pipeline("Begun"), make_user("CRM Manager")
	make_stage(pipeline, stage_name="Done", outcome="Won", required=["expected_close_date"])
	deal = make_deal(pipeline=pipeline.name, currency="USD")
	quote = accept(sent(deal=deal.name, quote_owner=owner), [], said_by="Ada")
	deal.reload()
	assert (quote.status, deal.outcome, deal.value) == ("Accepted", "Open", 1000)
	note = frappe.get_last_doc("CRM Follow-up Note", {"deal": deal.name})
	assert note.assigned_to == owner
	assert "The stage “Done” needs: Expected Close Date" in note.content
	assert "missing_fields" not in frappe.local.response


def test_a_pipeline_without_a_won_stage_leaves_a_note(sent):
	deal = make_deal(pipeline=make_pipeline("Begun").name, currency="USD")
	accept(sent(deal=deal.name), [], said_by="Ada")
	note = frappe.get_last_doc("CRM Follow-up Note", {"deal": deal.name})
	assert "no stage in which deals are won" in note.content


def test_the_owner_hears_who_has_accepted(sent, make_user):
	owner = make_user("CRM Manager")
	quote = accept(sent(quote_owner=owner), [], said_by="Ada <King>")
	log = frappe.get_last_doc("Notification Log", {"for_user": owner, "document_name": quote.name})
	assert log.subject == f"Ada &lt;King&gt; has accepted quote {quote.display_number}."


def test_a_quote_is_accepted_once(sent):
	quote = accept(sent(), [], said_by="Ada")
	for again in (lambda: accept(quote, [], said_by="Bob"), lambda: decline(quote, "No")):
		with pytest.raises(QuoteStateError, match="not open: it is Accepted"):
			again()
	assert frappe.db.get_value("CRM Quote", quote.name, "accepted_by") == "Ada"


def test_an_old_version_is_refused_with_the_current_one(sent):
	first = sent()
	second = send(revise(first), addresses=["buyer@harbor.example"])
	with pytest.raises(QuoteStateError, match=f"newer version of this quote: {second.display_number}"):
		accept(first, [], said_by="Ada")


def test_what_is_over_is_refused_though_no_job_has_come_yet(sent):
	quote = sent()
	frappe.db.set_value("CRM Quote", quote.name, "valid_until", add_days(nowdate(), -1))
	with pytest.raises(QuoteStateError, match="has expired"):
		accept(quote, [], said_by="Ada")


def test_declining_keeps_the_reason_and_tells_the_owner(sent, make_user, heard):
	owner = make_user("CRM Manager")
	quote = decline(sent(quote_owner=owner), " Too <dear> ")
	assert (quote.status, quote.decline_reason) == ("Declined", "Too <dear>")
	log = frappe.get_last_doc("Notification Log", {"for_user": owner, "document_name": quote.name})
	assert log.subject == f"Quote {quote.display_number} was declined: Too &lt;dear&gt;"
	assert heard(quote) == ["quote.sent", "quote.declined"]


def test_it_is_viewed_once(sent, heard):
	quote = sent()
	mark_viewed(quote)
	mark_viewed(quote)
	assert frappe.db.get_value("CRM Quote", quote.name, "status") == "Viewed"
	assert heard(quote) == ["quote.sent", "quote.viewed"]
	accept(quote, [], said_by="Ada")
	mark_viewed(quote)
	assert frappe.db.get_value("CRM Quote", quote.name, "status") == "Accepted"


def test_of_many_who_accept_at_once_one_does(committed, sent):
	from frappe_crm_app.kit.conflicts import committed as in_transaction

	quote, site = sent(), frappe.local.site
	frappe.db.commit()

	def one(number: int) -> str:
		frappe.init(site=site)
		frappe.connect()
		try:
			in_transaction(lambda: accept(quote.name, [], said_by=f"Buyer {number}"))
			return "accepted"
		except QuoteStateError:
			return "refused"
		finally:
			frappe.destroy()

	with ThreadPoolExecutor(8) as pool:
		answers = list(pool.map(one, range(16)))
	frappe.db.rollback()
	assert sorted(answers) == ["accepted", *["refused"] * 15]
	assert frappe.db.get_value("CRM Quote", quote.name, "status") == "Accepted"


def test_a_stranger_without_any_role_accepts(sent, make_user):
	customer = make_customer(relationship="Prospect")
	deal = make_deal(customer=customer.name, currency="USD", deal_owner=make_user("CRM Sales Rep"))
	quote = sent(deal=deal.name, lines=LINES)
	frappe.set_user("Guest")
	try:
		accept(quote.name, [], said_by="Ada")
	finally:
		frappe.set_user("Administrator")
	assert frappe.db.get_value("CRM Sales Deal", deal.name, "outcome") == "Won"
	assert frappe.db.get_value("CRM Customer", customer.name, "relationship") == "Client"
	assert frappe.db.count("CRM Follow-up Note", {"deal": deal.name}) == 0
