"""What a quote comes to, as people read it and as it is kept as proof."""

from frappe import _
from frappe.model.document import Document

from frappe_crm_app.frappe_crm_app.doctype.crm_sales_product.options import Recurrence
from frappe_crm_app.kit.money.computing import Totals
from frappe_crm_app.selling.quotes.pdf import money, number


def shown_totals(totals: Totals, currency: str) -> dict:
	"""Return `{net, taxes: [{label, amount}], gross, recurring: [{label, amount}]}`, all as people read it.

	`gross` is what is chosen, of what recurs the first period; `recurring` says what of that comes again.
	"""
	return {
		"net": money(totals.whole.net, currency),
		"taxes": [
			{
				"label": _("Tax, {0} % of {1}").format(number(tax.rate), money(tax.net, currency)),
				"amount": money(tax.tax, currency),
			}
			for tax in totals.taxes
			if tax.rate
		],
		"gross": money(totals.whole.gross, currency),
		"recurring": recurring(totals, currency),
	}


def recurring(totals: Totals, currency: str) -> list[dict]:
	"""Return what is paid again each month, and each year."""
	labels = {Recurrence.MONTHLY: _("Of this, each month"), Recurrence.YEARLY: _("Of this, each year")}
	found = {label: totals.by_recurrence[recurrence].gross for recurrence, label in labels.items()}
	return [{"label": label, "amount": money(gross, currency)} for label, gross in found.items() if gross]


def stored_totals(totals: Totals, quote: Document) -> dict[str, str]:
	"""Return the totals as they are kept as proof: numbers as texts, with the currency."""
	whole = totals.whole
	return {
		"currency": quote.currency,
		"net": f"{whole.net:f}",
		"tax": f"{whole.tax:f}",
		"gross": f"{whole.gross:f}",
		**{str(each).lower(): f"{totals.by_recurrence[each].gross:f}" for each in Recurrence},
	}
