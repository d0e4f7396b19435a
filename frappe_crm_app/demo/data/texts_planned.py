"""What salespeople plan to do: subject and text by action, with the same gaps as in `texts_done.py`."""

PLANNED = {
	"Call": (
		("Call {first} about {topic}", "Ask whether finance has looked at it."),
		("Call back", "{first} asked for a call after the stocktaking."),
		("Call on the open points", "Notice period and claims above 5,000."),
		("Check in with {first}", "No contact for a while."),
		("Call before the offer expires", ""),
	),
	"WhatsApp": (
		("Ask {first} for the box sizes", ""),
		("Send the calendar link", "{first} prefers WhatsApp for appointments."),
		("Ask how the first week went", ""),
	),
	"Email": (
		("Send the revised offer for {topic}", "With the lower band for light parcels."),
		("Send the contract", "After legal has looked at clause seven."),
		("Remind {first} of the order form", ""),
		("Send references from {city}", ""),
	),
	"Meeting": (
		("Meeting with {first}", "Agenda: volumes, start date, who signs."),
		("Quarterly review with {company}", "Bring the list of claims and the delivery times."),
		("Visit in {city}", "Look at the ramp and the packing tables."),
		("Negotiation of {topic}", "Lowest rate and longest term we can accept are in the internal sheet."),
	),
	"SMS": (
		("Confirm tomorrow's appointment", ""),
		("Send the gate code", ""),
	),
	"Chat": (
		("Answer the open chat", "Question about {topic}."),
		("Ask in the shared channel", "Do they have the test account?"),
	),
	"Demo": (
		("Demo of {topic}", "Five people, their IT joins for the last ten minutes."),
		("Demo of returns", "{first} wants to see the customer's side of it."),
		("Second demo with the warehouse", "Bring a scanner."),
	),
	"Decision": (
		("Board decides on {topic}", "{first} will call afterwards."),
		("Discount to be approved", "They ask for five points more."),
		("Decision on the pilot", "After four weeks of numbers."),
	),
	"Handoff": (
		("Hand over to operations", "Protocol first, then a call of all three."),
		("Hand over to the integration team", "They need the credentials of the test shop."),
	),
	"Task": (
		("Prepare the offer for {topic}", "Three weight bands, two terms."),
		("Find a reference in {city}", ""),
		("Update the forecast for {company}", "New volumes since last month."),
		("Check stock of packaging samples", ""),
		("Write the protocol", "From the notes of the meeting."),
		("Clear the open invoice with accounting", "{first} has asked twice."),
	),
	"Note": (
		("Look again at {company}", "Contract with the present carrier ends soon."),
		("Watch the tender", "To be published this month."),
	),
	"Other": (
		("Invite {first} to the fair", "Two tickets are reserved."),
		("Send a thank-you", "For the reference."),
	),
}  # fmt: skip
