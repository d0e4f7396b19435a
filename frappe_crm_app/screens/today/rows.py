"""What the rows of our parts show: the record, whom to call or write to, whose it is. All names come by one statement."""

from collections import defaultdict
from collections.abc import Sequence

import frappe
from frappe.query_builder.functions import Coalesce
from pypika.queries import QueryBuilder
from pypika.terms import ValueWrapper

from frappe_crm_app.kit.queries import union_all
from frappe_crm_app.records.agenda.parts import Part
from frappe_crm_app.visibility.guarded import CONTACT, CUSTOMER, DEAL, NOTE
from frappe_crm_app.visibility.labels import label_of
from frappe_crm_app.visibility.permlevels import empty_hidden
from frappe_crm_app.visibility.user_criteria import UserCriteria

USER = "User"
COLUMNS = {
	NOTE: (
		*("subject", "action", "scheduled_on", "reference_doctype", "reference_name", "is_private"),
		*("contact", "customer", "deal", "assigned_to"),
	),
	DEAL: (
		*("title", "value", "currency", "expected_close_date", "stage_entered_on", "last_activity_on"),
		*("contact", "customer", "deal_owner"),
	),
	CONTACT: ("full_name", "creation", "company_name", "email", "phone", "customer", "contact_owner"),
}
LINKS = {"contact": CONTACT, "customer": CUSTOMER, "deal": DEAL}
TITLE_OF = {CONTACT: "full_name", CUSTOMER: "customer_name", DEAL: "title", USER: "full_name"}
REACHED_BY = {CONTACT: ("phone", "email"), CUSTOMER: ("phone", "email"), DEAL: (), USER: ()}
SHOWN_AS = {"subject": "title", "full_name": "title", "company_name": "company"}


def described(
	rows: dict[str, list[dict]], parts: Sequence[Part], criteria: UserCriteria
) -> dict[str, list[dict]]:
	"""Return the rows as the page shows them, by part, without what the reader does not read."""
	for part in parts:
		empty_hidden(part.doctype, rows[part.key])
	persons = {part.key: part.person_field for part in parts}
	linked = read_linked([(row, persons[key]) for key in rows for row in rows[key]], criteria)
	return {
		part.key: [described_row(part.doctype, row, part.person_field, linked) for row in rows[part.key]]
		for part in parts
	}


def described_row(
	doctype: str, row: dict, person_field: str, linked: dict[tuple[str, str], frappe._dict]
) -> dict:
	"""Return `{doctype, name, title, contact, customer, deal, phone, email, person, person_name}` and what else is read of it.

	Of linked records only those that the reader sees; whoever has a number or an address first is called or written to.
	"""
	told = {"doctype": doctype, "name": row["name"]}
	for fieldname in COLUMNS[doctype]:
		if fieldname not in LINKS and fieldname != person_field:
			told[SHOWN_AS.get(fieldname, fieldname)] = row[fieldname]
	told["title"] = told["title"] or label_of(doctype)
	seen = {fieldname: linked.get((target, row.get(fieldname))) for fieldname, target in LINKS.items()}
	for fieldname, record in seen.items():
		told[fieldname] = record and {"name": record.name, "title": record.title}
	for fieldname in ("phone", "email"):
		holders = (row, *(record for record in seen.values() if record))
		told[fieldname] = next((each[fieldname] for each in holders if each.get(fieldname)), None)
	person = row[person_field]
	told["person"] = person
	told["person_name"] = linked[USER, person].title if (USER, person) in linked else person
	return told


def read_linked(rows: list[tuple[dict, str]], criteria: UserCriteria) -> dict[tuple[str, str], frappe._dict]:
	"""Return title, phone and email by DocType and name of what these rows, each with its person field, link to."""
	wanted = defaultdict(set)
	for row, person_field in rows:
		for fieldname, doctype in LINKS.items():
			wanted[doctype].add(row.get(fieldname))
		wanted[USER].add(row[person_field])
	queries = [
		names_of(doctype, sorted(filter(None, names)), criteria)
		for doctype, names in wanted.items()
		if any(names)
	]
	if not queries:
		return {}
	found = union_all(queries).run(as_dict=True)
	for doctype in wanted:
		of_it = [row for row in found if row.doctype == doctype]
		empty_hidden(doctype, of_it, {"title": TITLE_OF[doctype], "doctype": None})
	return {(row.doctype, row.name): row for row in found}


def names_of(doctype: str, names: list[str], criteria: UserCriteria) -> QueryBuilder:
	"""Return the query for title, phone and email of those of these records that the reader may see."""
	table = frappe.qb.DocType(doctype)
	query = frappe.qb.from_(table).select(ValueWrapper(doctype).as_("doctype"), table.name)
	query = query.select(Coalesce(table[TITLE_OF[doctype]], "").as_("title"))
	for fieldname in ("phone", "email"):
		is_there = fieldname in REACHED_BY[doctype]
		query = query.select(
			(Coalesce(table[fieldname], "") if is_there else ValueWrapper("")).as_(fieldname)
		)
	allowed = criteria.criterion(doctype)
	query = query.where(table.name.isin(names))
	return query if allowed is None else query.where(allowed)
