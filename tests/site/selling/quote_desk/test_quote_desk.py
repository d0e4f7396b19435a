"""What the desk shows of quotes: totals as they are typed, the page, mails, chips, sections, cards, Today, the search."""

import frappe
import pytest
from frappe.utils import add_days, now_datetime, nowdate

from frappe_crm_app.frappe_crm_app.doctype.crm_quote_acceptance.options import AcceptanceKind
from frappe_crm_app.kit.exceptions import AmountError, QuoteError
from frappe_crm_app.records.search.api import find
from frappe_crm_app.screens.board.api import get_board
from frappe_crm_app.screens.customer_page.api import get_contact_tabs, get_deal_sections, get_sections
from frappe_crm_app.screens.timeline.api import get_timeline
from frappe_crm_app.screens.today.api import get_today
from frappe_crm_app.selling.acceptance import records
from frappe_crm_app.selling.quote_desk.api import get_chips, get_line, get_mail, get_page, get_totals
from frappe_crm_app.selling.quotes.accepting import accept, mark_viewed
from frappe_crm_app.selling.quotes.api import create_from
from frappe_crm_app.selling.quotes.revising import revise
from frappe_crm_app.selling.quotes.sending import send
from frappe_crm_app.selling.quotes.state import write
from tests.factories import make_contact, make_customer, make_deal, make_product, make_quote, make_tax_class

LINES = [
	{"title": "Crane", "quantity": 3, "unit_price": 333.33, "tax_rate": 19, "discount_percent": 7.5},
	{"title": "Care", "quantity": 1, "unit_price": 80, "tax_rate": 7, "recurrence": "Monthly"},
	{"title": "Hook", "quantity": 1, "unit_price": 50, "tax_rate": 19, "is_optional": 1},
]


def typed(lines, **values):
	return {"currency": "USD", "rounding": "Per Total", "prices_include_tax": 0, "lines": lines, **values}


@pytest.mark.parametrize("rounding", ["Per Line", "Per Total"])
@pytest.mark.parametrize("includes_tax", [0, 1])
def test_typed_lines_come_to_what_saving_them_stores(rounding, includes_tax):
	quote = make_quote(lines=LINES, rounding=rounding, prices_include_tax=includes_tax)
	found = get_totals(typed(LINES, rounding=rounding, prices_include_tax=includes_tax))
	fields = ("net_total", "tax_total", "gross_total", "once_total", "monthly_total", "yearly_total")
	assert {field: found[field] for field in fields} == {field: quote.get(field) for field in fields}
	assert [(line["net"], line["tax"], line["gross"]) for line in found["lines"]] == [
		(row.net, row.tax, row.gross) for row in quote.lines
	]
	assert [(tax["rate"], tax["tax"]) for tax in found["taxes"]] == [
		(row.rate, row.tax) for row in quote.taxes
	]


def test_a_rate_that_was_set_to_nothing_stays_so_while_typing():
	line = {"title": "Crane", "quantity": 1, "unit_price": 100, "tax_class": make_tax_class(19).name}
	quote = make_quote(lines=[line])
	assert (get_totals(typed([line]))["tax_total"], quote.tax_total) == (19, 19)
	quote.lines[0].tax_rate = 0
	quote.save()
	found = get_totals(typed([{**line, "name": quote.lines[0].name, "tax_rate": 0}]))
	assert (found["tax_total"], quote.tax_total) == (0, 0)


def test_lines_of_which_nobody_has_said_how_they_are_taxed_are_named():
	free = make_tax_class(0).name
	lines = [
		{"title": "Crane", "quantity": 1, "unit_price": 100, "tax_rate": 19},
		{"title": "Hook", "quantity": 1, "unit_price": 50},
		{"title": "Export", "quantity": 1, "unit_price": 50, "tax_class": free},
		{"title": "Gift", "quantity": 1, "unit_price": 0},
		{"title": "Rope", "quantity": 2, "unit_price": 5, "is_optional": 1},
	]
	quote = make_quote(lines=lines)
	assert get_totals(typed(lines))["untaxed"] == [2, 5]
	assert get_page(quote.name)["totals"]["untaxed"] == [2, 5]
	assert get_mail(quote.name)["untaxed"] == [2, 5]
	for row in quote.lines:
		row.tax_class = row.tax_class or free
	quote.save()
	assert get_mail(quote.name)["untaxed"] == get_page(quote.name)["totals"]["untaxed"] == []


def test_a_line_that_is_not_filled_in_yet_costs_nothing():
	assert get_totals(typed([{"name": "new-1"}]))["gross_total"] == 0


@pytest.mark.parametrize(
	("line", "sentence"),
	[
		({"quantity": -1}, "Line 1: The quantity"),
		({"unit_price": -5, "quantity": 1}, "Line 1"),
		({"discount_percent": 101}, "0 to 100"),
	],
)
def test_an_impossible_line_is_named(line, sentence):
	with pytest.raises((AmountError, QuoteError), match=sentence):
		get_totals(typed([line]))


@pytest.mark.parametrize("given", ["", "[]", {"lines": "x"}, {"lines": [5]}, {"currency": {}, "lines": None}])
def test_what_are_no_lines_is_refused(given):
	with pytest.raises(QuoteError, match="no lines of a quote"):
		get_totals(given)


def test_a_product_brings_its_words_its_tax_and_its_price_in_the_currency():
	tax = make_tax_class(7)
	product = make_product(12.5, product_name="Crane", unit="piece", tax_class=tax.name, recurrence="Yearly")
	line = get_line(product.name, "USD")
	assert (line["title"], line["unit"], line["unit_price"], line["tax_rate"], line["recurrence"]) == (
		"Crane", "piece", 12.5, 7, "Yearly",
	)  # fmt: skip
	assert (get_line(product.name, "EUR")["unit_price"], get_line(product.name, "EUR")["has_price"]) == (
		0,
		False,
	)


def test_the_page_of_a_revision_tells_what_it_changes():
	quote = send(make_quote(lines=LINES).name)
	draft = frappe.get_doc("CRM Quote", revise(quote))
	draft.lines[0].unit_price = 300
	draft.remove(draft.lines[2])
	draft.save()
	page = get_page(draft.name)
	assert [(change["what"], change["title"]) for change in page["changes"]] == [
		("Changed", "Crane"),
		("Removed", "Hook"),
	]
	(field,) = page["changes"][0]["fields"]
	assert (field["label"], "333.33" in field["before"], "300.00" in field["after"]) == (
		"Unit Price",
		True,
		True,
	)
	assert [row.name for row in page["versions"]] == [draft.name, quote.name]
	assert page["may"] == {"write": True, "send": True, "revise": False, "revoke": False, "renew": False}


def test_the_page_says_what_happened_and_what_may_be_done(make_user):
	quote = send(make_quote().name, addresses=["ada@blue-harbor.example"])
	page = get_page(quote.name)
	assert any("ada@blue-harbor.example" in entry["headline"] for entry in page["history"])
	assert page["files"]["pdf"]
	assert page["may"] == {"write": False, "send": False, "revise": True, "revoke": True, "renew": False}
	frappe.set_user(make_user("CRM Viewer"))
	assert not any(get_page(quote.name)["may"].values())


def test_a_hidden_quote_has_no_page(make_user):
	quote = make_quote()
	frappe.set_user(make_user("CRM Sales Rep"))
	with pytest.raises(frappe.PermissionError):
		get_page(quote.name)
	with pytest.raises(frappe.PermissionError):
		get_mail(quote.name)


def test_the_mail_goes_to_the_contact_and_offers_the_customers_people():
	customer = make_customer(email="office@blue-harbor.example")
	ada = make_contact(email="ada@blue-harbor.example", customer=customer.name)
	make_contact(email="bob@blue-harbor.example", customer=customer.name)
	mail = get_mail(make_quote(contact=ada.name, customer=customer.name).name)
	assert mail["to"] == ["ada@blue-harbor.example"]
	assert [each["address"] for each in mail["addresses"]] == [
		"ada@blue-harbor.example", "bob@blue-harbor.example", "office@blue-harbor.example",
	]  # fmt: skip


def test_chips_count_what_their_filters_show(make_user):
	make_quote()
	send(make_quote(valid_until=add_days(nowdate(), 2)).name)
	send(make_quote(valid_until=add_days(nowdate(), 60)).name)
	chips = get_chips()
	assert {key: chips["counts"][key] for key in ("draft", "open", "expiring", "accepted")} == {
		"draft": 1, "open": 2, "expiring": 1, "accepted": 0,
	}  # fmt: skip
	for key, filters in chips["filters"].items():
		assert len(frappe.get_list("CRM Quote", filters=filters)) == chips["counts"][key]
	frappe.set_user(make_user("CRM Sales Rep"))
	assert get_chips()["total"] == 0


def of_quotes(sections: list[dict]) -> dict:
	(section,) = [each for each in sections if each["name"] == "quotes"]
	return section


def test_a_deal_its_contact_and_customer_have_a_section_of_quotes(make_user):
	customer = make_customer()
	contact = make_contact(customer=customer.name)
	deal = make_deal(contact=contact.name)
	name = create_from("CRM Sales Deal", deal.name)
	tab = get_contact_tabs(contact.name)["sales"]
	for sections in (get_deal_sections(deal.name), get_sections(customer.name), tab):
		section = of_quotes(sections)
		assert (section["name"], [row.name for row in section["rows"]]) == ("quotes", [name])
		assert section["add"]["values"]["doctype"].startswith("CRM ")
	frappe.set_user(make_user("CRM Viewer"))
	section = of_quotes(get_deal_sections(deal.name))
	assert section["add"] is None


def test_a_superseded_version_stands_in_no_section():
	deal = make_deal(contact=make_contact(email="ada@blue-harbor.example").name)
	quote = send(make_quote(deal=deal.name).name)
	newer = send(revise(quote))
	section = of_quotes(get_deal_sections(deal.name))
	assert [row.name for row in section["rows"]] == [newer.name]


def test_a_card_tells_of_the_quote_that_was_sent():
	deal = make_deal(contact=make_contact(email="ada@blue-harbor.example").name)
	quote = make_quote(deal=deal.name)
	assert chips_of(deal) == []
	send(quote.name)
	assert chips_of(deal) == ["Quote sent"]
	mark_viewed(quote.name)
	assert chips_of(deal) == ["Quote seen"]


def chips_of(deal):
	board = get_board(frappe.db.get_value("CRM Sales Deal", deal.name, "pipeline"))
	(card,) = [card for column in board["columns"] for card in column["cards"] if card["name"] == deal.name]
	return [chip["text"] for chip in card.get("chips", []) if "Quote" in chip["text"]]


def test_today_tells_of_quotes_that_expire_and_that_wait_for_an_answer():
	expiring = send(make_quote(title="Soon", valid_until=nowdate()).name)
	waiting = send(make_quote(title="Waiting", valid_until=add_days(nowdate(), 40)).name)
	mark_viewed(waiting.name)
	assert titles_of_today() == {"quotes_expiring": ["Soon"]}
	write(waiting, {"viewed_on": add_days(now_datetime(), -4)})
	assert titles_of_today() == {"quotes_expiring": ["Soon"], "quotes_unanswered": ["Waiting"]}
	accept(expiring.name, [], said_by="Ada")
	assert titles_of_today() == {"quotes_unanswered": ["Waiting"]}


def titles_of_today():
	parts = get_today(whose="everybody")["parts"]
	for part in parts:
		if part["key"].startswith("quotes"):
			assert len(frappe.get_list("CRM Quote", filters=part["list"]["filters"])) == part["total"]
	return {
		part["key"]: [row["title"] for row in part["rows"]]
		for part in parts
		if part["key"].startswith("quotes")
	}


def test_a_quote_is_found_by_title_number_and_customer():
	customer = make_customer(customer_name="Zephyrine Harbor")
	quote = make_quote(title="Quayside hoists", customer=customer.name)
	assert found("quayside") == [quote.name]
	assert found("zephyrine") == [quote.name]
	number = send(quote.name, addresses=["ada@example.com"]).quote_number
	assert found(number) == [quote.name]


def found(text):
	return [row["name"] for group in find(text) if group["doctype"] == "CRM Quote" for row in group["rows"]]


def test_the_timeline_of_the_deal_tells_what_the_customer_did():
	deal = make_deal(contact=make_contact(email="ada@blue-harbor.example").name)
	quote = send(make_quote(deal=deal.name).name)
	link = frappe._dict(name="link", address="ada@blue-harbor.example")
	records.write(AcceptanceKind.VIEWED, quote, link)
	records.write(AcceptanceKind.QUESTION, quote, link, text="When?")
	for doctype, name in (("CRM Sales Deal", deal.name), ("CRM Contact", deal.contact)):
		entries = get_timeline(doctype, name)["entries"]
		told = [entry["headline"] for entry in entries if entry["source"] == "quote_decision"]
		assert told == [f"Quote {quote.display_number} was opened"]


def test_a_revision_goes_to_whom_the_former_version_went():
	quote = make_quote(contact=make_contact(email="ada@blue-harbor.example").name)
	send(quote.name, addresses=["bob@blue-harbor.example", "eve@blue-harbor.example"])
	assert get_mail(revise(quote.name))["to"] == ["bob@blue-harbor.example", "eve@blue-harbor.example"]
