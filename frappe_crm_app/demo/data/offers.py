"""What the demo's salespeople sell, for how much, and why they lose it."""

from typing import NamedTuple


class Offer(NamedTuple):
	"""Something on sale; `topic` names it within a sentence, `low` and `high` are yearly values in US dollars."""

	title: str
	topic: str
	low: int
	high: int


OFFERS = tuple(
	Offer(*fields)
	for fields in (
		("Cross-border LTL", "the cross-border LTL lane", 18_000, 140_000),
		("Domestic LTL, weekly", "the weekly LTL run", 9_000, 60_000),
		("Fulfilment, 2,000 orders a month", "fulfilment", 24_000, 90_000),
		("Fulfilment with returns", "fulfilment with returns", 32_000, 160_000),
		("Peak season storage", "peak season storage", 6_000, 35_000),
		("WMS for the main warehouse", "the WMS", 15_000, 70_000),
		("WMS for a second site", "the second WMS site", 8_000, 30_000),
		("Parcel rates, national", "national parcel rates", 4_000, 45_000),
		("Parcel rates, international", "international parcel rates", 6_000, 80_000),
		("Same-day delivery pilot", "the same-day pilot", 3_000, 20_000),
		("Online payments", "online payments", 2_500, 28_000),
		("Payments by instalment", "payment by instalment", 3_000, 18_000),
		("Packaging redesign", "the packaging redesign", 1_500, 12_000),
		("Store connector and labels", "the store connector", 1_200, 9_000),
		("Customs brokerage", "customs brokerage", 5_000, 40_000),
		("Returns handling", "returns handling", 4_000, 30_000),
		("Pallet shuttle", "the pallet shuttle", 12_000, 75_000),
		("Insurance for parcels", "parcel insurance", 900, 7_500),
	)
)

DESCRIPTIONS = (
	"Rates for three weight bands, reviewed after the first quarter.",
	"Starts with one product family; the rest follows if the first month goes well.",
	"They want a single invoice per month and a named person for claims.",
	"Volume forecast is in the protocol of the first meeting.",
	"Competing with the carrier they have now, whose contract ends this year.",
	"Needs sign-off by finance above the present budget.",
	"Includes set-up, two training sessions and the connection to their shop.",
)

# By the title of a CRM Deal Lost Reason; the others have no notes.
LOST_NOTES = {
	"Price": "We were about a tenth above the winning offer, mostly on the heavy parcels.",
	"Timing": "Put off until the next financial year. Ask again in spring.",
	"Competitor": "Stayed with the present carrier, who matched our transit times.",
	"No Budget": "Budget went into the new warehouse.",
	"No Need": "They will keep doing it in-house after all.",
	"No Response": "Four attempts over six weeks, no answer.",
}
LOST_REASON_WEIGHTS = {
	"Price": 8,
	"Competitor": 6,
	"Timing": 5,
	"No Response": 5,
	"No Budget": 4,
	"No Need": 3,
}

SOURCE_WEIGHTS = {
	"Website": 9,
	"Referral": 6,
	"Event": 4,
	"Social Media": 4,
	"Email": 3,
	"Phone": 3,
	"Advertisement": 2,
}

# US dollars for one unit, rounded; the currencies of the demo's deals and those that a site may count in.
DOLLARS = {
	"USD": 1.0, "EUR": 1.09, "GBP": 1.28, "MXN": 0.055, "CAD": 0.73, "CHF": 1.13, "BRL": 0.18, "COP": 0.00024,
	"CLP": 0.00105, "ARS": 0.001, "PEN": 0.27, "INR": 0.012, "JPY": 0.0067, "CNY": 0.14, "AUD": 0.66, "NZD": 0.6,
	"SGD": 0.75, "AED": 0.2723, "SAR": 0.2666, "ZAR": 0.055, "KES": 0.0077, "NGN": 0.00063, "EGP": 0.0202,
	"TRY": 0.029, "PLN": 0.25, "SEK": 0.095, "NOK": 0.093, "DKK": 0.146, "CZK": 0.043, "HUF": 0.0027, "ILS": 0.27,
	"PHP": 0.017, "IDR": 0.000062, "MYR": 0.22, "THB": 0.029, "VND": 0.00004, "PKR": 0.0036, "BDT": 0.0083,
	"LKR": 0.0033, "KRW": 0.00073, "HKD": 0.128, "TWD": 0.031,
}  # fmt: skip
CURRENCY_OF_COUNTRY = {
	"Mexico": "MXN",
	"United Kingdom": "GBP",
	"Germany": "EUR",
	"Spain": "EUR",
	"France": "EUR",
	"Netherlands": "EUR",
	"Italy": "EUR",
}  # elsewhere US dollars
