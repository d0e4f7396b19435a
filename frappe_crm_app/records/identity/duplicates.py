"""Which records may be the same person or company twice: by exact match on indexed, normalised columns.

A sign is a set of columns that two records share: the phone, be it a person's further one; a person's full name and company, or weaker
the name alone; the email but for a `+tag`; a company's name but for its legal form, or its web domain. What the user cannot see is not
among the answers.
"""

from collections.abc import Collection, Iterator

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.query_builder.functions import Count, Lower, Sum
from pypika.queries import QueryBuilder
from pypika.terms import Case, Criterion, NullValue, Term, ValueWrapper

from frappe_crm_app.kit.queries import union_all
from frappe_crm_app.records.identity.addresses import phones_of
from frappe_crm_app.records.identity.holders import PHONE_ROW
from frappe_crm_app.records.identity.likeness import mailbox_of, names_of_person
from frappe_crm_app.records.identity.normalise import NOBODYS_DOMAINS, is_nobodys_domain, name_key
from frappe_crm_app.visibility import policy
from frappe_crm_app.visibility.permlevels import is_hidden

# Each sign with the columns to be shared; the first one is indexed and selective.
SIGNS = {
	"CRM Contact": (("phone",), ("full_name", "company_name"), ("full_name",)),
	"CRM Customer": (("phone",), ("company_key",), ("domain",)),
}
WEAK = ("full_name",)  # a sign only where one of the two has no company
NAMES = (("full_name", "company_name"), WEAK)
MAILBOX = ("email",)  # with and without a +tag
MADE_FROM = {"company_key": "customer_name", "domain": "website"}
TITLE = {"CRM Contact": "full_name", "CRM Customer": "customer_name"}
MOST_FOUND = 20
MOST_GROUPS = 500


def possible_duplicates(doc: Document) -> list[frappe._dict]:
	"""Return `[{name, title, sign}]` of other records that share a sign with `doc`, each once, the surest signs first."""
	found: dict[str, frappe._dict] = {}
	for row, columns in people_like(doc) if doc.doctype == "CRM Contact" else companies_like(doc):
		sign = label_of(doc.doctype, columns)
		found.setdefault(row.name, frappe._dict(name=row.name, title=row.title, sign=sign))
	return list(found.values())[:MOST_FOUND]


def companies_like(customer: Document) -> Iterator[tuple[frappe._dict, tuple[str, ...]]]:
	"""Yield other customers, each with the columns that it shares."""
	for columns in SIGNS["CRM Customer"]:
		is_sign = columns != ("domain",) or not is_nobodys_domain(customer.domain or "")
		if is_sign and may_compare("CRM Customer", columns):
			yield from ((row, columns) for row in sharing(customer, columns))


def people_like(contact: Document) -> Iterator[tuple[frappe._dict, tuple[str, ...]]]:
	"""Yield other contacts, each with the columns that it shares; one statement."""
	queries = [
		*(of_phones(contact) if may_compare("CRM Contact", ("phone",)) else ()),
		*(of_mailbox(contact) if may_compare("CRM Contact", MAILBOX) else ()),
		*(of_names(contact) if may_compare("CRM Contact", WEAK) else ()),
	]
	rows = union_all(queries).run(as_dict=True) if queries else []
	order = (("phone",), ("full_name", "company_name"), MAILBOX, WEAK)
	found = [(row, sign_of(row, contact)) for row in rows]
	yield from sorted(found, key=lambda each: order.index(each[1]))


def may_compare(doctype: str, columns: tuple[str, ...]) -> bool:
	"""Return whether the user reads what these columns hold, or from which they are made."""
	return not is_hidden(doctype, *columns, *(MADE_FROM.get(column) for column in columns))


def sign_of(row: frappe._dict, contact: Document) -> tuple[str, ...]:
	"""Return the columns that a row found by `people_like` shares with the contact."""
	if row.found_by != "name":
		return {"phone": ("phone",), "mailbox": MAILBOX}[row.found_by]
	reads_company = not is_hidden("CRM Contact", "company_name")
	is_same = (
		reads_company and row.company_name and name_key(row.company_name) == name_key(contact.company_name)
	)
	return ("full_name", "company_name") if is_same else WEAK


def others(contact: Document, found_by: str) -> QueryBuilder:
	"""Begin a query of other contacts that the user sees."""
	other = frappe.qb.DocType("CRM Contact")
	query = frappe.qb.from_(other).where(other.name != (contact.name or ""))
	query = query.select(other.name, other.full_name.as_("title"), other.company_name)
	query = query.select(ValueWrapper(found_by).as_("found_by")).orderby(other.creation, other.name)
	return only_visible(query.limit(MOST_FOUND), "CRM Contact")


def of_phones(contact: Document) -> list[QueryBuilder]:
	"""Return the queries of contacts with one of its phones, the primary one or a further one."""
	phones = sorted(phones_of(contact))
	if not phones:
		return []
	other, row = frappe.qb.DocType("CRM Contact"), frappe.qb.DocType(PHONE_ROW)
	further = others(contact, "phone").join(row).on(row.parent == other.name).where(row.phone.isin(phones))
	of_primary = others(contact, "phone").where(other.phone.isin(phones))
	return [of_primary] if is_hidden("CRM Contact", "phones") else [of_primary, further]


def of_mailbox(contact: Document) -> list[QueryBuilder]:
	"""Return the query of contacts whose email differs by a `+tag` only."""
	mailbox, email = mailbox_of(contact.email), frappe.qb.DocType("CRM Contact").email
	if not mailbox:
		return []
	return [others(contact, "mailbox").where((email == mailbox[0]) | email.like(mailbox[1]))]


def of_names(contact: Document) -> list[QueryBuilder]:
	"""Return the query of contacts with its name, first and last name swapped or not, in its company or without one."""
	names, other = names_of_person(contact.first_name, contact.last_name), frappe.qb.DocType("CRM Contact")
	if not names:
		return []
	query = others(contact, "name").where(in_any_case(other.full_name).isin([*map(in_any_case, names)]))
	if contact.company_name and not is_hidden("CRM Contact", "company_name"):
		has_none = other.company_name.isnull() | (other.company_name == "")
		query = query.where(has_none | (in_any_case(other.company_name) == in_any_case(contact.company_name)))
	return [query]


def in_any_case(name: Term | str) -> Term | str:
	"""Return a name, or the column of one, as it is compared on both databases without regard to case.

	MariaDB does so by the column's collation, along its index. PostgreSQL has an index of what this returns there (`indexes.py`).
	"""
	return Lower(name) if frappe.db.db_type == "postgres" else name


def sharing(doc: Document, columns: tuple[str, ...]) -> list[frappe._dict]:
	"""Return name and title of the records that the user sees and that have what `doc` has in these columns."""
	is_same = has_values(doc, columns)
	if is_same is None:
		return []
	record = frappe.qb.DocType(doc.doctype)
	query = (
		frappe.qb.from_(record)
		.select(record.name, record[TITLE[doc.doctype]].as_("title"))
		.where((record.name != (doc.name or "")) & is_same)
		.orderby(record.creation, record.name)
		.limit(MOST_FOUND)
	)
	return only_visible(query, doc.doctype).run(as_dict=True)


def has_rows(doctype: str, columns: tuple[str, ...]) -> bool:
	"""Return whether the sign may also stand in rows of a table: a contact's phones."""
	return doctype == "CRM Contact" and columns == ("phone",) and not is_hidden("CRM Contact", "phones")


def has_values(doc: Document, columns: tuple[str, ...]) -> Criterion | None:
	"""Return the criterion of records that have what `doc` has in these columns, `None` where it lacks one of them."""
	if not all(doc.get(column) for column in columns):
		return None
	record = frappe.qb.DocType(doc.doctype)
	return Criterion.all([record[column] == doc.get(column) for column in columns])


def only_visible(query: QueryBuilder, doctype: str) -> QueryBuilder:
	"""Return the query without the records that the user cannot see."""
	visible = policy.criterion(doctype)
	return query if visible is None else query.where(visible)


def label_of(doctype: str, columns: tuple[str, ...]) -> str:
	"""Return what people call a sign."""
	return {
		("phone",): _("Same phone"),
		("full_name", "company_name"): _("Same name and company"),
		WEAK: _("Same name"),
		MAILBOX: _("Same mailbox"),
		("company_key",): _("Same name"),
		("domain",): _("Same web domain"),
	}[columns]


def groups_of_duplicates(doctype: str) -> Iterator[tuple[str, list[frappe._dict]]]:
	"""Yield `(sign, [{name, title, ...columns}])` for records that share one, among those that the user sees."""
	for columns, groups in shared_values(doctype).items():
		further = further_phones_shared() if has_rows(doctype, columns) else {}
		groups = [*groups, *((phone,) for phone in further if (phone,) not in groups)]
		for values in groups[:MOST_GROUPS]:
			group = members(doctype, columns, values, further.get(values[0], ()))
			if len(group) > 1:
				yield label_of(doctype, columns), group


def shared_values(doctype: str) -> dict[tuple[str, ...], list[tuple]]:
	"""Return by sign the values of its columns that several records have, those of most records first."""
	signs = [columns for columns in SIGNS[doctype] if may_compare(doctype, columns)]
	found = {columns: values_shared(doctype, columns).run() for columns in signs if columns not in NAMES}
	names = [columns for columns in NAMES if columns in signs]
	if not names or is_hidden(doctype, "company_name"):
		return found
	found |= {columns: [] for columns in NAMES}
	for name, company in union_all([values_shared(doctype, columns) for columns in names]).run():
		found[NAMES[0] if company else WEAK].append((name, company) if company else (name,))
	return found


def values_shared(doctype: str, columns: tuple[str, ...]) -> QueryBuilder:
	"""Return the query of the values of these columns that several records have; beside a name alone stands no company."""
	record = frappe.qb.DocType(doctype)
	fields = compared(doctype, columns)
	query = frappe.qb.from_(record).select(*fields).groupby(*fields).having(Count(record.name) > 1)
	for field in fields:
		query = query.where(field.notnull() & (field != ""))
	if columns == WEAK:
		lacks_company = Case().when(record.company_name.isnull() | (record.company_name == ""), 1).else_(0)
		query = query.select(NullValue().as_("company_name")).having(Sum(lacks_company) > 0)
	if columns == ("domain",):
		query = query.where(record.domain.notin(sorted(NOBODYS_DOMAINS)))
	query = query.orderby(Count(record.name), order=frappe.qb.desc).orderby(*fields).limit(MOST_GROUPS)
	return only_visible(query, doctype)


def compared(doctype: str, columns: tuple[str, ...]) -> list[Term]:
	"""Return the columns of a sign for comparing: those of a person's name without regard to case."""
	record = frappe.qb.DocType(doctype)
	return [in_any_case(record[column]) if columns in NAMES else record[column] for column in columns]


def further_phones_shared() -> dict[str, set[str]]:
	"""Return `{phone: contacts that have it in a row}` of the phones in rows that another contact has, too; whoever sees them."""
	row, other = frappe.qb.DocType(PHONE_ROW), frappe.qb.DocType(PHONE_ROW).as_("other")
	contact = frappe.qb.DocType("CRM Contact")
	query = frappe.qb.from_(row).select(row.phone, row.parent).distinct()
	as_primary = query.join(contact).on((contact.phone == row.phone) & (contact.name != row.parent))
	in_row = query.join(other).on((other.phone == row.phone) & (other.parent != row.parent))
	found: dict[str, set[str]] = {}
	for phone, name in union_all(
		[each.limit(MOST_GROUPS * MOST_FOUND) for each in (as_primary, in_row)]
	).run():
		found.setdefault(phone, set()).add(name)
	return found


def members(
	doctype: str, columns: tuple[str, ...], values: tuple, also: Collection[str] = ()
) -> list[frappe._dict]:
	"""Return the records that have these values, or are among `also`, the oldest first."""
	record = frappe.qb.DocType(doctype)
	query = (
		frappe.qb.from_(record)
		.select(record.name, record[TITLE[doctype]].as_("title"), record.email, record.phone, record.creation)
		.orderby(record.creation, record.name)
		.limit(MOST_FOUND)
	)
	pairs = zip(compared(doctype, columns), values, strict=True)
	is_same = Criterion.all([column == value for column, value in pairs])
	query = query.where((is_same | record.name.isin(sorted(also))) if also else is_same)
	return only_visible(query, doctype).run(as_dict=True)
