"""What salespeople wrote about what they did: subject and text by action.

`{first}` is the contact, `{company}` the customer, `{topic}` what it is about, `{city}` where they are.
"""

DONE = {
	"Call": (
		("Call with {first}", "{first} is happy with the numbers but needs to show them to finance. Asked for the rate sheet as a spreadsheet."),
		("First call", "Good first conversation. They ship from {city}, about a third of it on weekends. Interested in {topic}."),
		("Call about {topic}", "Went through {topic} step by step. Main worry is the week of the switch. Promised a timeline."),
		("Called back", "{first} had two questions on liability. Answered both, sent our terms afterwards."),
		("Price call", "They have another offer, slightly cheaper on light parcels. Ours wins on everything above five kilos."),
		("No answer", "Rang twice, left a message with reception."),
		("Check-in call", "Nothing new, they are busy with stocktaking. Call again after the 15th."),
		("Call with {first}", "Asked who decides: {first} prepares it, the managing director signs."),
		("Complaint call", "Two parcels to {city} arrived late. Apologised, opened a claim, credited the surcharge."),
		("Call on volumes", "Volumes are up since spring. {first} will send the export of the last three months."),
	),
	"WhatsApp": (
		("WhatsApp with {first}", "Sent the link to the calendar, {first} picked a slot right away."),
		("Photos of the packaging", "{first} sent photos of how they pack. Double-walled boxes would save them the filler."),
		("Quick question on {topic}", "Asked whether {topic} covers Saturdays. It does, told them so."),
		("Reminder sent", "Short reminder about the signed order form. Two blue ticks, no answer yet."),
		("Voice message", "{first} left a voice message: the board likes it, wants one reference from the same industry."),
		("Pickup moved", "Driver was early, moved the pickup to four o'clock. All fine."),
		("Thanks and a smile", "{first} says the first week went well. Ask for a reference next month."),
	),
	"Email": (
		("Offer sent", "Sent the offer for {topic}, valid for thirty days."),
		("Rate sheet sent", "Rate sheet and surcharges as {first} asked. Copied their finance team."),
		("Reply from {first}", "They agree to the terms apart from the notice period: want one month instead of three."),
		("Follow-up on our meeting", "Summary, next steps and who does what by when."),
		("Introduction", "Introduced myself as the new contact for {company}."),
		("Reference sent", "Sent two references, one from the same industry, one from {city}."),
		("Contract draft", "Draft with the changes {first} asked for. Waiting for their lawyer."),
		("Answer on insurance", "Explained what is covered up to which value and how a claim is made."),
		("Invoice question", "They were charged twice for the same label. Forwarded to accounting, {first} informed."),
	),
	"Meeting": (
		("Meeting at {company}", "Met {first} and the warehouse lead in {city}. Walked through the docks: two doors, one free after ten. Enough for {topic}."),
		("Kick-off", "Agreed on a start in three weeks. {company} names a person for master data, we do the labels."),
		("Quarterly review", "Delivery times are on target, returns are not. They want a weekly list of open claims."),
		("Meeting on {topic}", "Three options on the table; they lean towards the middle one. Decision after the holidays."),
		("Lunch with {first}", "Mostly personal, but: budget is planned in October, so our numbers must be there in September."),
		("Video meeting", "Screen-shared the portal. {first} liked tracking by order number."),
		("Visit to the warehouse", "Counted about forty pallets a week. Ramp is too low for our usual lorry, needs a tail lift."),
		("Negotiation round", "They gave way on the term, we on the fuel surcharge cap. One open point: claims above 5,000."),
	),
	"SMS": (
		("SMS to {first}", "Confirmed tomorrow at ten."),
		("SMS: running late", "Told {first} I would be fifteen minutes late, no problem."),
		("SMS with the code", "Sent the gate code for the driver."),
		("SMS reminder", "Reminder to send the signed form."),
		("SMS from {first}", "Asks to be called after lunch."),
	),
	"Chat": (
		("Chat on the website", "Asked for prices of {topic}. Gave a range, took the phone number."),
		("Chat: tracking", "Wanted to know where order numbers show up. Sent the page."),
		("Chat with {first}", "Wants to know how long the set-up takes. Said two to three weeks."),
		("Chat: opening hours", "Asked for pickup hours in {city}."),
		("Chat: integration", "Does our connector work with their shop? Yes, the current version. Passed it to the integration team."),
	),
	"Demo": (
		("Demo of {topic}", "Forty minutes, five people. Questions on bulk labels and on user rights. They want a test account."),
		("Second demo", "This time with their IT. Liked the connector, asked for the list of webhooks."),
		("Demo for the warehouse team", "Scanner workflow convinced them; printing took too long on their network."),
		("Short demo", "{first} had only twenty minutes. Showed returns, left the rest for next time."),
		("Demo recording sent", "Colleagues who missed the demo got the recording."),
	),
	"Decision": (
		("Goes ahead", "{first} confirmed: they want {topic}. Order form follows this week."),
		("Postponed", "Decision moved to next month, the managing director is travelling."),
		("Discount approved", "Five points off for a term of two years. Approved by the manager."),
		("Shortlisted", "We are among the last two. Price is settled, they compare service."),
		("Scope reduced", "They start with one region only; the rest in a second step."),
		("Pilot agreed", "Four weeks with fifty orders a day, then they decide."),
	),
	"Handoff": (
		("Handed over to operations", "All addresses, pickup times and the contact list are in the protocol."),
		("Taken over", "Took {company} over after the change of territories. Introduced myself to {first}."),
		("Handed to integration team", "Credentials of the test shop were sent to them directly."),
		("Handed over to customer service", "Day-to-day questions go to the service desk from now on; I stay for the contract."),
	),
	"Task": (
		("Prepare the offer for {topic}", "Done with the rates of this quarter."),
		("Send samples of packaging", "Three box sizes and the padded bag went out."),
		("Collect volumes from {first}", "Got the export, 14 months."),
		("Check credit limit", "Limit is fine for the planned volume."),
		("Update the contact list", "Two people have left, new head of purchasing added."),
		("Book the meeting room", ""),
		("Translate the offer", "Spanish version is in the same mail."),
	),
	"Note": (
		("Background", "Family business, third generation. {first} runs the daily side, the uncle signs."),
		("Present carrier", "Contract with their present carrier ends in the autumn. They do not want to renew automatically."),
		("Who is who", "{first} for operations, finance is in another building and answers by email only."),
		("Seasonality", "Half of the yearly volume falls between October and December."),
		("Competitor seen", "A competitor's pallets stood in the yard in {city}."),
		("Packing", "They pack by hand at six tables. Two are free in the morning."),
		("New shop", "They move to a new shop system next quarter, so the connector must be tested again."),
		("Press", "Local paper in {city} reports a second site. Ask about it."),
		("Protocol", "Agreed: weekly call on Tuesdays, numbers on the first of the month, one list of open points."),
		("Preference", "Wants invoices by the fifth, as one PDF."),
	),
	"Other": (
		("Met at the fair", "Ten minutes at our stand. Knows us from a colleague. Wants to hear about {topic}."),
		("Holiday card", "Sent, with a handwritten line."),
		("Gift basket", "Thank-you for the reference went out."),
		("Webinar", "{first} attended the webinar on returns and stayed to the end."),
		("Customs form", "Helped with the tariff number for samples."),
	),
}  # fmt: skip

# After a conversation, now and then.
ENDINGS = (
	"", "", "", "", "", "Mood was good.", "Next step is with us.", "Next step is with them.", "I call again in two weeks.",
	"They want an answer this week.",
)  # fmt: skip
ACTIONS_WITH_ENDINGS = ("Call", "Meeting", "Demo", "Decision")
