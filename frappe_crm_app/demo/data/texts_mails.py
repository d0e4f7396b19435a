"""What customers and salespeople write to each other, and what strangers and machines send.

`{first}` is the contact, `{me}` who sells, `{company}` the customer, `{topic}` what it is about, `{city}` where they are. A line begins
with `<` where it is theirs, with `>` where it is ours.
"""

CONVERSATIONS = (
	("Your offer for {topic}", (
		"> Hello {first},\n\nas promised, here is our offer for {topic}. It is valid for thirty days; the surcharges are on the second page.\n\nShall we go through it on Thursday?\n\nBest regards\n{me}",
		"< Hello {me},\n\nthank you. Finance has one question: is the fuel surcharge fixed for the year, or does it follow the index?\n\nThursday at ten is good.\n\n{first}",
		"> Hello {first},\n\nit follows the index, with a cap of eight percent. I have marked the clause.\n\nUntil Thursday\n{me}",
		"< We are through with it. The board wants the notice period at one month instead of three; then we sign. Can you send a changed version?\n\n{first}",
	)),
	("Question about {topic}", (
		"< Hello {me},\n\nwe are thinking about {topic} for our site in {city}. Do you also deliver on Saturdays, and what would that cost from June on?\n\nKind regards\n{first}",
		"> Hello {first},\n\nyes, until two o'clock. I attach the rate sheet; Saturdays are the last column.\n\nHow many parcels would it be in a week?\n{me}",
		"< About forty, twice that before Christmas. Please send me an offer.\n\n{first}",
	)),
	("Meeting in {city}", (
		"> Hello {first},\n\nI am in {city} next week and would like to see your docks before we plan the routes. Would Tuesday morning suit you?\n{me}",
		"< Tuesday at nine. Please register at the gate, and bring safety shoes.\n\n{first}",
		"> Done, thank you. See you on Tuesday!\n{me}",
	)),
	("Two parcels late", (
		"< Good morning,\n\ntwo parcels to {city} were three days late, and the customer is angry. What happened there?\n\n{first}",
		"> Good morning {first},\n\nI am sorry. The sorting belt stood still on Friday night. I have opened a claim and credited the surcharge; you will see it on the next invoice.\n{me}",
		"< Thank you for being quick. All settled.\n\n{first}",
	)),
	("Contract draft", (
		"> Hello {first},\n\nhere is the draft with the changes that we spoke about. Your lawyer will want to look at paragraph seven.\n{me}",
		"< She did: liability should end at the ramp, not at the door. Otherwise fine. What do you think?\n\n{first}",
	)),
	("Numbers for {topic}", (
		"< Hello {me},\n\nthe export of the last three months, as you asked. Volumes are up by a fifth since spring.\n\n{first}",
		"> Thank you {first}, that is exactly what we needed. You will have the calculation on Monday.\n{me}",
		"> Hello {first},\n\nhere it is: {topic} would save you about nine percent, mostly on what weighs more than five kilos.\n{me}",
	)),
	("Reference", (
		"< Hello {me},\n\nwould you have a customer of our size whom we could call about {topic}?\n\n{first}",
	)),
	("Start of {topic}", (
		"> Hello {first},\n\nwe begin on the first. Please send the list of addresses by Wednesday; the template is attached.\n{me}",
		"< The list is attached. Two sites are closed in August, marked in red.\n\n{first}",
		"> Perfect, both are left out.\n{me}",
	)),
)  # fmt: skip
STRANGERS = (
	("Leona Hartwig", "leona.hartwig@hartwig-keramik.example", "Shipping ceramics to Spain", "Hello,\n\nwe make ceramics and lose one parcel in fifty to Spain. A friend recommended you. What would you need from us for an offer?\n\nBest regards\nLeona Hartwig\nHartwig Keramik"),
	("Tomás Abreu", "tomas@abreu-vinhos.example", "Wine, 300 cartons a month", "Good afternoon,\n\nwe are looking for somebody to store and ship our wine, about 300 cartons a month. Do you have bonded storage?\n\nTomás Abreu"),
	("Yuki Sato", "y.sato@satobicycles.example", "Bicycles to private customers", "Dear team,\n\ndo you deliver assembled bicycles with a time window? We send around twenty a week.\n\nYuki Sato"),
)  # fmt: skip
NEWSLETTER = ("Transport Weekly", "news@transport-weekly.example", "Diesel index falls, tolls rise", "This week: the diesel index fell by two percent, tolls rise in July, and what the new packaging rules mean for you.")  # fmt: skip
SPAM = (
	("Winner Department", "win@prize-draw.example", "You have been chosen!!!", "Dear customer, you have been chosen. Click here to claim your prize before midnight."),
	("Cheap Pallets", "offers@pallets.example", "Pallets 90% off", "Buy now, pay never. Pallets at ninety percent off, only today."),
)  # fmt: skip
