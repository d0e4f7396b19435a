"""What lists and campaigns say."""

# name, description, wording of the consent
LISTS = (
	("Logistics Monthly", "Rates, routes and what is new, once a month", "Send me Logistics Monthly by mail"),
	(
		"Customs Alerts",
		"New rules at the border, when there are any",
		"Send me a mail when customs rules change",
	),
)
# title, description
SEGMENT = ("Our customers", "Everybody at a company that buys from us")
WHATSAPP_CONSENT = "Yes, write to me about my shipments by WhatsApp"
LINKS = ("https://crm-desk.example/peak-season", "https://crm-desk.example/book-a-call")
GREETING = '<p>Dear {{ first_name or "customer" }},</p>'
CLOSING = "<p>Your team at CRM Desk Logistics</p>"
# name, subject, preheader, content
PEAK_SEASON = (
	"Peak season offer",
	'{{ first_name or "Hello" }}, space for your peak season',
	"Book by the end of the month and keep this year's rates",
	f"<h2>Peak season is near</h2>{GREETING}"
	"<p>we have kept space in our warehouses and on the road for the busiest weeks of the year.</p>"
	f'<p><a href="{LINKS[0]}">See rates and routes</a>, or <a href="{LINKS[1]}">book a call</a>.</p>{CLOSING}',
)
ONCE_MORE = (
	"Peak season offer, last call",
	'{{ first_name or "Hello" }}, five days left for this year\'s rates',
	"Half of the space is taken",
	f"{GREETING}<p>half of the space that we kept for the peak season is taken, and this year's rates end on Friday.</p>"
	f'<p><a href="{LINKS[0]}">See what is left</a></p>{CLOSING}',
)
COMING = (
	"New customs forms",
	"The customs forms change next month",
	"What to do, in three lines",
	f"{GREETING}<p>from next month on, shipments need the new form.</p>"
	f"<ul><li>We fill it in for you.</li><li>Check your tariff numbers.</li><li>Tell us about new products.</li></ul>{CLOSING}",
)
WRITTEN = (
	"Rates for the new year",
	'{{ first_name or "Hello" }}, your rates for the new year',
	"They rise by less than diesel did",
	f"<h2>Your rates for the new year</h2>{GREETING}"
	"<p>from January on, a pallet by road costs two per cent more. Storage stays as it is.</p>"
	f'<p><a href="{LINKS[0]}">All rates on one page</a>. Questions? Just answer this mail.</p>{CLOSING}',
)
# name, template, text
HOURS = (
	"Warehouse holiday hours",
	"holiday_hours",
	"Hi {}, our warehouses close at 14:00 on the 24th and the 31st. Do you need a late pick-up? Just answer.",
)
ANSWERS = (
	"Thank you! Could you come on the 23rd before noon?",
	"We are closed these days, no pick-up needed.",
	"Yes please, a late one on the 31st, two pallets.",
	"Thanks for telling us.",
)
NO_WHATSAPP = "The number has no WhatsApp."
NO_MAILBOX = "550 5.1.1 There is no such mailbox"
PROVIDER, NUMBER = "respondio", "1201"  # of WhatsApp
