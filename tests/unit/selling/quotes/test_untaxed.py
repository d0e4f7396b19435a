"""Of which lines nobody has said how they are taxed."""

from types import SimpleNamespace

import pytest

from frappe_crm_app.selling.quotes.untaxed import untaxed


def line(tax_class: str | None = None, tax_rate: float | None = None) -> SimpleNamespace:
	return SimpleNamespace(tax_class=tax_class, tax_rate=tax_rate)


@pytest.mark.parametrize(
	("row", "net", "places"),
	[
		(line(), 50, [1]),
		(line("", 0), 50, [1]),
		(line("free", 0), 50, []),
		(line(None, 7), 50, []),
		(line(), 0, []),
	],
)
def test_a_class_or_a_rate_says_it_and_nothing_costs_nothing(row, net, places):
	assert untaxed([row], [net]) == places


def test_lines_are_named_by_their_places():
	assert untaxed([line(), line("free"), line()], [1, 1, 1]) == [1, 3]
