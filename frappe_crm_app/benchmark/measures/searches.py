"""Search while typing: a rare name, a common beginning, a phone, an email, a typo.

The search answers for contacts, customers and deals at once, so its floor is three look-ups along an index of a bare DocType; that of a
link field is one.
"""

from collections.abc import Callable, Iterator

import frappe

from frappe_crm_app.benchmark.bare import BARE
from frappe_crm_app.benchmark.measure import Measure, World
from frappe_crm_app.benchmark.rows import PEOPLE, person
from frappe_crm_app.records.identity.search import find_contacts
from frappe_crm_app.records.search.finding import find

FLOOR = "a look-up along an index of a bare DocType for each of the three searched"
FLOOR_OF_LINK = "one look-up along an index of a bare DocType"
SEARCHED = 3  # DocTypes
SHOWN = ["name", "full_name", "email", "phone", "company_name"]
PAGE = 6


def measures(world: World) -> Iterator[Measure]:
	number = world.contacts // 2 // PEOPLE * PEOPLE  # one of the rep's
	_first, last, email, phone, *_others = person(number)
	by_phone = {"phone": phone}  # the index that finds one row
	cases = (
		("name", "a rare name", f"ada {last}", by_phone),
		("prefix", "a common beginning", "love", {"full_name": ("like", "Ada Love%")}),
		("phone", "a phone", phone, by_phone),
		("email", "the beginning of an email", email.partition("@")[0] + "@", by_phone),
		("typo", "a rare name with a typo", last.replace("lac", "lca"), by_phone),
	)
	for who, user in (("manager", world.manager), ("rep", world.rep)):
		for key, title, text, filters in cases:
			yield Measure(
				f"find-{key}-{who}",
				f"search, {title}, a {who}",
				searching(text),
				looking_up(filters, SEARCHED),
				FLOOR,
				budget=6 if key == "typo" else 4,
				user=user,
			)
	yield Measure(
		"link-search-manager",
		"link search of a rare name, a manager",
		lambda: find_contacts("CRM Contact", f"ada {last}", "name", 0, PAGE),
		looking_up(by_phone),
		FLOOR_OF_LINK,
		budget=4,
		user=world.manager,
	)


def searching(text: str) -> Callable[[], list]:
	"""Return the call for what is found by a text."""
	return lambda: find(text, length=PAGE)


def looking_up(filters: dict, times: int = 1) -> Callable[[], None]:
	"""Return the call for the same rows of the bare DocType, newest first, so many times."""

	def look_up() -> None:
		for _time in range(times):
			frappe.get_list(BARE, filters=filters, fields=SHOWN, order_by="modified desc", limit=PAGE)

	return look_up
