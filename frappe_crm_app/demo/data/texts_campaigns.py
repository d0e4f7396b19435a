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
SEGMENT = "Our customers"
LINKS = ("https://crm-desk.example/peak-season", "https://crm-desk.example/book-a-call")
# name, subject, preheader, content
SENT = (
	"Peak season offer",
	'{{ first_name or "Hello" }}, space for your peak season',
	"Book by the end of the month and keep this year's rates",
	'<h2>Peak season is near</h2><p>Dear {{ first_name or "customer" }},</p>'
	"<p>we have kept space in our warehouses and on the road for the busiest weeks of the year.</p>"
	f'<p><a href="{LINKS[0]}">See rates and routes</a>, or <a href="{LINKS[1]}">book a call</a>.</p>'
	"<p>Your team at CRM Desk Logistics</p>",
)
COMING = (
	"New customs forms",
	"The customs forms change next month",
	"What to do, in three lines",
	'<p>Dear {{ first_name or "customer" }},</p><p>from next month on, shipments need the new form.</p>'
	"<ul><li>We fill it in for you.</li><li>Check your tariff numbers.</li><li>Tell us about new products.</li></ul>",
)
# name, text
WRITTEN = (
	"Warehouse holiday hours",
	'Hi {{ first_name or "there" }}, our warehouses close at 14:00 on the 24th and 31st. Need a late pick-up? Just answer.',
)
