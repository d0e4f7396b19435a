"""Requests that only an attack sends, the same ones for the same seed."""

import json
import random
import time
from collections.abc import Iterator

from frappe_crm_app.intake.lead_forms import keys
from frappe_crm_app.intake.lead_forms.tokens import make_token

API = "/api/method/frappe_crm_app.public_lead_form.api."
ACCEPT = "/api/method/frappe.website.doctype.web_form.web_form.accept"
FIELDS = (
	"first_name",
	"last_name",
	"email",
	"phone",
	"company_name",
	"message",
	"consent",
	"utm_source",
	"referrer",
)
FOREIGN = (
	*(
		"owner",
		"docstatus",
		"status",
		"name",
		"contact",
		"form",
		"answers",
		"ip_hash",
		"creation",
		"modified_by",
	),
	*("flags", "doctype", "__islocal", "ignore_permissions", "_user_tags", "contact_owner", "idx", "parent"),
)
TEXTS = (
	"<script>window.pwned = 1</script>",
	"<img src=x onerror='window.pwned = 1'>",
	'"><svg onload=window.pwned=1>',
	"javascript:window.pwned=1",
	"&lt;img src=x onerror=window.pwned=1&gt;",
	"' OR 1=1; DROP TABLE `tabCRM Contact`; --",
	'" UNION SELECT name FROM "tabUser" --',
	"{{ frappe.db.sql('select 1') }}{% for x in range(9) %}x{% endfor %}",
	"${window.pwned = 1}",
	'=HYPERLINK("http://evil.example")',
	"a\r\nBcc: everybody@example.com",
	"\ud800",
	"ok\udfff",
	"\0",
	"\u202e\u200b\ufeff",
	"💥" * 40,
	"x" * 141,
	"../../../etc/passwd",
	"%00%0a%s%n{0}",
	"",
	" ",
)
THINGS = (
	None,
	True,
	False,
	0,
	-1,
	1e308,
	float("nan"),
	float("inf"),
	10**30,
	[],
	{},
	[[]],
	{"a": {"b": []}},
	["x"],
	{"$ne": 1},
)
EMAILS = (
	"ada@example.com",
	"known@example.com",
	"a@b",
	"x@y.z\nBcc: a@b.co",
	"<a@b.co>",
	"a@b.co,c@d.co",
	"ä@exämple.com",
)


def requests_of(seed: int, number: int, form: str, web_form: str) -> Iterator[tuple[str, dict]]:
	"""Yield path and options of `requests.post` for each request."""
	dice = random.Random(seed)
	for _ in range(number):
		yield dice.choice((submit, submit, submit, accept, get_token, confirm, around))(dice, form, web_form)


def submit(dice: random.Random, form: str, web_form: str) -> tuple[str, dict]:
	body = {"form": form, "answers": answers(dice), "token": token(dice, form)}
	if dice.random() < 0.2:
		body[dice.choice(("form", "answers", "token"))] = thing(dice)
	if dice.random() < 0.1:
		body["answers"] = json.dumps(body["answers"])
	if dice.random() < 0.1:
		return API + "submit", {
			"data": {"form": form, "answers": "{" + text(dice).replace("\ud800", "").replace("\udfff", "")}
		}
	return API + "submit", as_json(body)


def accept(dice: random.Random, form: str, web_form: str) -> tuple[str, dict]:
	data = {**answers(dice), "token": token(dice, form), "doctype": "CRM Lead Submission"}
	sent = data if dice.random() < 0.2 else json.dumps(data)
	return ACCEPT, as_json({"web_form": dice.choice((web_form, web_form, thing(dice))), "data": sent})


def get_token(dice: random.Random, form: str, web_form: str) -> tuple[str, dict]:
	return API + "get_token", as_json({"form": thing(dice), "extra": thing(dice)})


def confirm(dice: random.Random, form: str, web_form: str) -> tuple[str, dict]:
	return API + "confirm", as_json({"key": dice.choice((thing(dice), token(dice, form)))})


def around(dice: random.Random, form: str, web_form: str) -> tuple[str, dict]:
	"""Arguments that other endpoints would take. Not `sid`, of which Frappe itself takes no half character."""
	names = (
		"doctype",
		"fields",
		"filters",
		"name",
		"user",
		"usr",
		"as_list",
		"order_by",
		"run_method",
	)
	more = {name: thing(dice) for name in dice.sample(names, 3)}
	return API + "submit", as_json({"form": form, "answers": answers(dice), **more})


def as_json(body: dict) -> dict:
	"""Return the options that send `body` as Python writes it, NaN and half characters included."""
	return {"data": json.dumps(body), "headers": {"Content-Type": "application/json"}}


def answers(dice: random.Random) -> dict:
	given = {"first_name": "Ada", "last_name": "King", "email": dice.choice(EMAILS), "consent": 1}
	for _ in range(dice.randint(1, 3)):
		given[dice.choice(FIELDS)] = thing(dice)
	if dice.random() < 0.15:
		given[dice.choice(FOREIGN)] = thing(dice)
	if dice.random() < 0.02:
		given[dice.choice(FIELDS)] = "M" * 1_000_000
	return given


def thing(dice: random.Random) -> object:
	return text(dice) if dice.random() < 0.6 else dice.choice(THINGS)


def text(dice: random.Random) -> str:
	return dice.choice(TEXTS)


def token(dice: random.Random, form: str) -> object:
	"""Return a good token, a forged, an old or a foreign one, the same one again and again, or no token at all."""
	good = make_token(keys.key_for(keys.Purpose.TOKEN), form, time.time() - 30)
	forged = good[:-4] + "0000"
	old = make_token(keys.key_for(keys.Purpose.TOKEN), form, time.time() - 9_999_999)
	other_key = make_token(keys.key_for(keys.Purpose.CONFIRMATION), form, time.time() - 30)
	reused = _reused.setdefault(form, good)
	return dice.choice((good, good, good, forged, old, other_key, reused, reused, thing(dice)))


_reused: dict[str, str] = {}
