"""Lists and link fields: with the functions that the desk's requests call."""

from collections.abc import Callable, Iterator

import frappe
from frappe.desk import reportview

from frappe_crm_app.benchmark.bare import BARE
from frappe_crm_app.benchmark.measure import Measure, World
from frappe_crm_app.identity.search import find_contacts

SHOWN = (
	"name",
	"owner",
	"creation",
	"modified",
	"full_name",
	"email",
	"contact_type",
	"status",
	"contact_owner",
)
NOTE_COLUMNS = (
	*("name", "owner", "creation", "modified", "subject", "action", "status", "scheduled_on", "assigned_to"),
	*("customer", "contact", "deal"),
)
PAGE = 20
TEXT = "lovelace 99"


def measures(world: World) -> Iterator[Measure]:
	floor = "the same list of a bare DocType, unrestricted"
	yield Measure("list", "contact list, Administrator", page("CRM Contact"), page(BARE), floor, budget=1)
	yield Measure(
		"list-rep",
		"contact list, a sales rep",
		page("CRM Contact"),
		page(BARE),
		floor,
		budget=2,
		user=world.rep,
	)
	yield Measure(
		"count-rep",
		"its count, a sales rep",
		count("CRM Contact"),
		count(BARE),
		"the same, unrestricted",
		budget=2,
		user=world.rep,
		is_page=False,  # it counts as far as a thousand
	)
	yield Measure(
		"list-account-rep",
		"contact list, an account rep",
		page("CRM Contact"),
		page(BARE),
		floor,
		budget=2,
		user=world.account_rep,
	)
	for key, who, user in (
		("rep", "a sales rep", world.rep),
		("account-rep", "an account rep", world.account_rep),
	):
		yield Measure(
			f"notes-{key}",
			f"list of follow-ups, {who}",
			page("CRM Follow-up Note", NOTE_COLUMNS),
			page(BARE),
			floor,
			budget=2,
			user=user,
		)
	yield Measure(
		"link-search",
		"link search of a contact",
		lambda: find_contacts("CRM Contact", TEXT, "name", 0, PAGE),
		lambda: search_bare(world.rep),
		"the same search among one's own of a bare DocType",
		budget=3,
		user=world.rep,
	)


def page(doctype: str, columns: tuple[str, ...] = SHOWN) -> Callable[[], list]:
	"""Return the call for the first rows of a list, as the desk asks for them."""
	fields = [f"`tab{doctype}`.`{fieldname}`" for fieldname in columns]
	newest = f"`tab{doctype}`.`modified` desc"
	return lambda: reportview.execute(doctype, fields=fields, order_by=newest, start=0, page_length=PAGE)


def count(doctype: str) -> Callable[[], list]:
	"""Return the call for the number beside the list: the desk counts as far as a thousand."""
	fields = [f"`tab{doctype}`.`name`"]
	return lambda: reportview.execute(doctype, fields=fields, order_by=None, limit_page_length=1001)


def search_bare(owner: str) -> list:
	searched = ("full_name", "email", "phone", "company_name")
	return frappe.get_list(
		BARE,
		fields=["name", *searched],
		filters={"contact_owner": owner},
		or_filters=[[name, "like", f"%{TEXT}%"] for name in searched],
		order_by="modified desc",
		limit=PAGE,
	)
