"""What the demo's salespeople put on quotes, and how they put it together."""

from typing import NamedTuple

from frappe_crm_app.frappe_crm_app.doctype.crm_sales_product.options import Recurrence


class Ware(NamedTuple):
	"""Something with a price: in US dollars, for one unit."""

	code: str
	title: str
	unit: str
	dollars: float
	recurrence: Recurrence = Recurrence.ONCE
	description: str = ""


class Share(NamedTuple):
	"""A line of a quote: so many units, or, of `share` above 0, as many as make that part of the deal's value."""

	code: str
	group: str = ""
	quantity: float = 1
	share: float = 0
	discount: float = 0
	is_optional: int = 0
	is_chosen: int = 0


TAXES = {"Standard, 16 % (demo)": 16.0, "Export, 0 % (demo)": 0.0}
WARES = tuple(
	Ware(*fields)
	for fields in (
		(
			"DEMO-LTL-X",
			"LTL pallet, cross-border",
			"pallet",
			148.0,
			Recurrence.ONCE,
			"Door to door, within four working days.",
		),
		("DEMO-LTL-D", "LTL pallet, domestic", "pallet", 62.0, Recurrence.ONCE, "Next day within 400 km."),
		("DEMO-CUSTOMS", "Customs entry", "entry", 95.0),
		(
			"DEMO-INSURE",
			"Cargo insurance",
			"shipment",
			18.0,
			Recurrence.ONCE,
			"Up to 50,000 for each shipment.",
		),
		(
			"DEMO-ONBOARD",
			"Warehouse onboarding",
			"project",
			2400.0,
			Recurrence.ONCE,
			"Plan, labels, first inventory, go-live week.",
		),
		("DEMO-TRAIN", "Training day", "day", 780.0),
		("DEMO-PLACE", "Pallet place", "place", 14.0, Recurrence.MONTHLY),
		("DEMO-ORDER", "Order picked and packed", "order", 3.0, Recurrence.MONTHLY),
		("DEMO-WMS", "WMS licence", "site", 420.0, Recurrence.MONTHLY, "All users of one site."),
		(
			"DEMO-SUPPORT",
			"Premium support",
			"year",
			1900.0,
			Recurrence.YEARLY,
			"Answer within one hour, day and night.",
		),
		("DEMO-STORE", "Store connector", "connector", 1200.0),
		("DEMO-PARCEL", "National parcel, up to 5 kg", "parcel", 5.0),
	)
)
FREIGHT = (
	Share("DEMO-LTL-X", "Transport", share=0.45, discount=5),
	Share("DEMO-LTL-D", "Transport", share=0.3),
	Share("DEMO-CUSTOMS", "At the border", 24),
	Share("DEMO-INSURE", "At the border", 24, is_optional=1),
)
WAREHOUSE = (
	Share("DEMO-ONBOARD", "Getting started"),
	Share("DEMO-TRAIN", "Getting started", 2),
	Share("DEMO-PLACE", "Each month", share=0.035),
	Share("DEMO-ORDER", "Each month", share=0.03, discount=10),
	Share("DEMO-WMS", "Each month"),
	Share("DEMO-SUPPORT", "Each year", is_optional=1, is_chosen=1),
)
PARCELS = (
	Share("DEMO-STORE"),
	Share("DEMO-PARCEL", share=0.6, discount=7.5),
	Share("DEMO-INSURE", quantity=12, is_optional=1),
	Share("DEMO-SUPPORT", is_optional=1),
)
# By a word of what the deal is about.
PUT_TOGETHER = {
	"Fulfilment": WAREHOUSE,
	"WMS": WAREHOUSE,
	"storage": WAREHOUSE,
	"Returns": WAREHOUSE,
	"LTL": FREIGHT,
	"Customs": FREIGHT,
}
INTRODUCTION = "<p>Thank you for the good talk. As agreed, here is what we can do for you.</p>"
TERMS = "<p>Payable within 30 days of the invoice. Fuel surcharge as published each month.</p>"
DECLINED = "We stay with our carrier for this year, the price was not the reason."
