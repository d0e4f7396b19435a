"""Values of the Select fields of CRM Desk Settings."""

from frappe_crm_app.kit.enums import StrEnum


class Trade(StrEnum):
	"""Trades that have fields and sales roles of their own."""

	LOGISTICS = "Logistics"
