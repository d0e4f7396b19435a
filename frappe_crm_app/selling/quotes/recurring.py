"""What recurs in a quote, as value of a month (pure)."""

from decimal import Decimal, localcontext

from frappe_crm_app.frappe_crm_app.doctype.crm_sales_product.options import Recurrence
from frappe_crm_app.kit.money.computing import PRECISION, Totals
from frappe_crm_app.kit.money.decimals import rounded

MONTHS_A_YEAR = 12


def monthly_value(totals: Totals, digits: int) -> Decimal:
	"""Return what chosen lines bring each month without tax: what is due each month, and a twelfth of what is due each year."""
	with localcontext() as context:
		context.prec = PRECISION
		monthly, yearly = (totals.by_recurrence[each].net for each in (Recurrence.MONTHLY, Recurrence.YEARLY))
		return rounded(monthly + yearly / MONTHS_A_YEAR, digits)


def recurs(totals: Totals) -> bool:
	"""Return whether something that is chosen is due again and again."""
	return any(totals.by_recurrence[each].net for each in (Recurrence.MONTHLY, Recurrence.YEARLY))
