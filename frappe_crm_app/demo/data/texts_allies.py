"""What is noted about those to whom nothing is sold: suppliers, associations, partners to be. Gaps as in `texts_done.py`."""

DONE = {
	"Call": (
		("Call with {first}", "Went through last month's invoices. One credit note is missing, {first} sends it."),
		("Call about prices", "They announce an increase from January. Asked for it in writing."),
		("Called {first}", "Wants to know how we work with others like them. Explained, sent the one-pager."),
	),
	"Email": (
		("Terms sent", "Sent our standard terms for working together."),
		("Reply from {first}", "Agrees to thirty days. Wants a named contact on our side."),
		("Introduction", "Introduced myself as the contact for {company}."),
	),
	"Meeting": (
		("Meeting with {first}", "Got to know each other. They know the market in {city} well. Review in three months."),
		("Yearly talk with {company}", "Service is good, lead times got longer. They will name a second contact."),
	),
	"WhatsApp": (
		("WhatsApp with {first}", "Moved our appointment to Thursday."),
		("Quick question", "Asked {first} for the new contact list."),
	),
	"Note": (
		("Background", "Small team, {first} is the one to ask. Reachable best in the morning."),
		("Recommended", "Came recommended by two customers in {city}."),
	),
	"Task": (
		("File the signed agreement", "Done, copy sent to {first}."),
		("Compare with two others", "They are not the cheapest but the only ones who answer on the same day."),
	),
}  # fmt: skip

PLANNED = {
	"Call": (
		("Call {first} about the new terms", ""),
		("Check in with {first}", "Ask what became of their enquiry."),
	),
	"Email": (("Send the partner agreement", "After {first} has named who signs."),),
	"Meeting": (
		("Yearly talk with {company}", "Agenda: prices, lead times, second contact."),
		("Lunch with {first}", ""),
	),
	"Task": (("Collect the price lists", "Three of them, to compare."),),
}  # fmt: skip
