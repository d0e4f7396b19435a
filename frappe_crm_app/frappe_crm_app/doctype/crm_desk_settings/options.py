"""Values of the Select fields of CRM Desk Settings."""

from frappe_crm_app.kit.enums import StrEnum


class Trade(StrEnum):
	"""Trades that have fields and sales roles of their own."""

	LOGISTICS = "Logistics"


class Paper(StrEnum):
	"""The sheets that quotes are printed on."""

	A4 = "A4"
	LETTER = "Letter"
