"""Lists, link fields and the search bar: with the functions that the desk's requests call."""

from collections.abc import Callable, Iterator

import frappe
from frappe.desk import reportview
from frappe.utils.global_search import search as search_everything

from frappe_crm_app.benchmark.bare import BARE
from frappe_crm_app.benchmark.measure import Measure, World
from frappe_crm_app.benchmark.rows import PEOPLE, person
from frappe_crm_app.records.identity.search import find_contacts
from frappe_crm_app.visibility.desk_endpoints import search

CONTACT, CUSTOMER, NOTE = "CRM Contact", "CRM Customer", "CRM Follow-up Note"
FLOOR = "the same of a bare DocType, unrestricted"
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
CUSTOMER_COLUMNS = (
	*(
		"name",
		"owner",
		"creation",
		"modified",
		"customer_name",
		"relationship",
		"customer_kind",
		"salesperson",
	),
	"stage",
)
PAGE = 20
TEXT = f"lovelace {PEOPLE}"  # a common beginning, which some of the rep's own have
PHONE = person(0)[3]  # a word of its own, whose contact the rep sees


def measures(world: World) -> Iterator[Measure]:
	for key, title, doctype, columns, user in (
		("list", "contact list, Administrator", CONTACT, SHOWN, "Administrator"),
		("list-rep", "contact list, a sales rep", CONTACT, SHOWN, world.rep),
		("list-account-rep", "contact list, an account rep", CONTACT, SHOWN, world.account_rep),
		# Three of four are somebody else's customers, with whom the rep has a deal.
		("customers-rep", "customer list, a sales rep", CUSTOMER, CUSTOMER_COLUMNS, world.rep),
		("notes-rep", "list of follow-ups, a sales rep", NOTE, NOTE_COLUMNS, world.rep),
		("notes-account-rep", "list of follow-ups, an account rep", NOTE, NOTE_COLUMNS, world.account_rep),
	):
		yield Measure(key, title, page(doctype, columns), page(BARE, SHOWN), FLOOR, budget=1, user=user)
	yield Measure(
		"count-rep",
		"count beside the list, a sales rep",
		count(CONTACT),
		count(BARE),
		FLOOR,
		budget=1,
		user=world.rep,
		is_page=False,  # it counts as far as a thousand
	)
	yield Measure(
		"search",
		"search bar, a phone number",
		lambda: search(PHONE),
		lambda: search_everything(PHONE),
		"Frappe's own search, which shows everybody everything",
		budget=9,
		user=world.rep,
	)
	yield Measure(
		"link-search",
		"link search of a contact",
		lambda: find_contacts(CONTACT, TEXT, "name", 0, PAGE),
		lambda: search_bare(world.rep),
		"the same search among one's own of a bare DocType",
		budget=4,
		user=world.rep,
	)


def page(doctype: str, columns: tuple[str, ...]) -> Callable[[], list]:
	"""Return the call for the first rows of a list, as the desk asks for them."""
	fields = [f"`tab{doctype}`.`{fieldname}`" for fieldname in columns]
	newest = f"`tab{doctype}`.`modified` desc"
	return lambda: reportview.execute(doctype, fields=fields, order_by=newest, start=0, page_length=PAGE)


def count(doctype: str) -> Callable[[], list]:
	"""Return the call for the number beside the list: the desk counts as far as a thousand."""
	fields = [f"`tab{doctype}`.`name`"]
	return lambda: reportview.execute(doctype, fields=fields, order_by=None, limit=1001)


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
