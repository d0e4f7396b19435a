import frappe
import pytest

from frappe_crm_app.kit.exceptions import QuoteError, QuoteStateError
from frappe_crm_app.selling.quotes.accepting import accept
from frappe_crm_app.selling.quotes.revising import differences_to_former, revise
from frappe_crm_app.selling.quotes.sending import send
from tests.factories import insert, make_contact, make_quote

BUYER = "buyer@harbor.example"


def of(name: str):
	return frappe.get_doc("CRM Quote", name)


def test_a_revision_has_the_number_and_takes_over_once_it_is_sent(sent):
	first = sent()
	draft = of(revise(first))
	assert (draft.quote_number, draft.version, draft.status) == (first.quote_number, 2, "Draft")
	assert (draft.revises, draft.is_current, of(first.name).is_current) == (first.name, 0, 1)
	assert draft.gross_total == first.gross_total
	second = send(draft, addresses=[BUYER])
	assert (second.display_number, second.is_current) == (f"{first.quote_number} v2", 1)
	assert (of(first.name).status, of(first.name).is_current) == ("Superseded", 0)
	third = send(revise(second), addresses=[BUYER])
	assert third.display_number == f"{first.quote_number} v3"
	assert frappe.db.count("CRM Quote", {"quote_number": first.quote_number, "is_current": 1}) == 1


def test_one_draft_at_a_time(sent):
	first = sent()
	assert revise(first) == revise(first)


def test_a_revision_says_how_its_lines_differ(sent):
	lines = [{"title": title, "quantity": 1, "unit_price": 10} for title in ("Crane", "Hook")]
	draft = of(revise(sent(lines=lines)))
	draft.lines[0].unit_price = 12
	draft.remove(draft.lines[1])
	draft.append("lines", {"title": "Rope", "quantity": 3, "unit_price": 1})
	draft.save()
	found = differences_to_former(of(draft.name))
	assert [(each["what"], each["title"], each["changes"]) for each in found] == [
		("Changed", "Crane", {"unit_price": [10.0, 12.0]}),
		("Added", "Rope", {}),
		("Removed", "Hook", {}),
	]


def test_the_first_version_differs_from_none(sent):
	with pytest.raises(QuoteError, match="first version"):
		differences_to_former(sent())


def test_a_draft_and_what_was_superseded_or_accepted_are_not_revised(sent):
	with pytest.raises(QuoteStateError, match="it is Draft"):
		revise(make_quote())
	first = sent()
	send(revise(first), addresses=[BUYER])
	with pytest.raises(QuoteStateError, match="it is Superseded"):
		revise(first)
	accepted = accept(sent(), [], said_by="Ada")
	with pytest.raises(QuoteStateError, match="it is Accepted"):
		revise(accepted)


def test_a_revision_of_what_was_accepted_meanwhile_is_not_sent(sent):
	first = sent()
	draft = revise(first)
	accept(first, [], said_by="Ada")
	with pytest.raises(QuoteStateError, match="is Accepted, so no other version"):
		send(draft, addresses=[BUYER])


def test_nobody_claims_that_a_draft_revises_another(sent):
	first = sent()
	claimed = make_quote(revises=first.name, quote_number=first.quote_number, version=2)
	assert (claimed.revises, claimed.quote_number, claimed.version) == (None, None, 1)


def test_a_revision_offers_the_same_whatever_became_of_product_and_tax(sent):
	tax = insert("CRM Tax Class", {"class_name": "Of cranes", "rate": 19})
	product = insert(
		"CRM Sales Product",
		{
			"product_code": "CARE-REVISED",
			"product_name": "Care",
			"description": "By day and night",
			"unit": "crane",
			"recurrence": "Yearly",
			"tax_class": tax.name,
			"prices": [{"currency": "USD", "price": 80}],
		},
	)
	draft = make_quote(lines=[{"product": product.name, "quantity": 1}])
	row = draft.lines[0]
	row.update({"unit_price": 0, "tax_rate": 0, "recurrence": "Once", "unit": "", "description": ""})
	draft.append("lines", {"title": "Crane", "quantity": 1, "unit_price": 10})
	draft.save()
	quote = send(draft, addresses=[BUYER])
	product.is_active = 0
	product.save()
	revision = of(revise(quote))
	assert differences_to_former(revision) == []
	assert revision.gross_total == quote.gross_total == 10
	revision.save()
	assert of(revision.name).gross_total == 10


def test_a_revision_for_somebody_else_is_addressed_to_them(sent):
	draft = of(revise(sent()))
	draft.update({"contact": make_contact(first_name="Grace", last_name="Hopper").name, "customer": None})
	draft.save()
	assert send(draft, addresses=[BUYER]).addressee.startswith("Grace Hopper")
