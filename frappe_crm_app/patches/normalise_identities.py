"""Bring what tells people and companies apart on a site from before into the form in which it is compared byte by byte.

Domains become Punycode, external IDs lose the spaces around them, and the names of customers that were merged find the kept ones. Where
two records would have one email or external ID then, neither is changed; these, and emails that no record can be saved with, are told
in the output of the migration.
"""

from collections.abc import Callable, Iterator

import frappe
from frappe.query_builder import CustomFunction
from frappe.query_builder.functions import Length
from pypika.terms import Criterion

from frappe_crm_app.indexes import ensure_exact_columns
from frappe_crm_app.records.identity.holders import holders_of_emails
from frappe_crm_app.records.identity.likeness import company_key
from frappe_crm_app.records.identity.normalise import (
	name_key,
	normalise_domain,
	normalise_email,
	normalise_external_id,
)

Bytes = CustomFunction("OCTET_LENGTH", ["text"])
Characters = CustomFunction("CHAR_LENGTH", ["text"])
Trimmed = CustomFunction("TRIM", ["text"])


def execute() -> None:
	ensure_exact_columns()
	for doctype in ("CRM Contact", "CRM Contact Email", "CRM Customer"):
		normalise_column(doctype, "email", normalise_email, is_not_ascii)
	normalise_column("CRM Customer", "domain", normalise_domain, is_not_ascii)
	normalise_column("CRM Contact", "external_id", normalise_external_id, is_not_trimmed)
	fill_company_keys()
	fill_keys_of_merged()


def is_not_ascii(column: object) -> Criterion:
	"""Return the criterion of texts with characters of more than one byte."""
	return Bytes(column) != Characters(column)


def is_not_trimmed(column: object) -> Criterion:
	"""Return the criterion of texts with spaces around them."""
	return Length(column) != Length(Trimmed(column))


def normalise_column(
	doctype: str, fieldname: str, normalise: Callable[[str], str], is_meant: Callable[[object], Criterion]
) -> None:
	"""Store the one form of these texts, and say of which that cannot be."""
	table = frappe.qb.DocType(doctype)
	column = table[fieldname]
	query = frappe.qb.from_(table).select(table.name, column).where(column.notnull() & is_meant(column))
	for name, text in query.orderby(table.name).run():
		for sentence in write(doctype, fieldname, name, text, normalise):
			print(f"{doctype} {name}: {sentence}")


def write(
	doctype: str, fieldname: str, name: str, text: str, normalise: Callable[[str], str]
) -> Iterator[str]:
	"""Store the one form of a text; yield why not. Nobody edits the record, so `modified` stays as it is."""
	try:
		value = normalise(text)
	except ValueError:
		yield f"“{text}” is no {fieldname} that a record can be saved with. It stays as it is; please correct it."
		return
	other = other_record(doctype, fieldname, name, value)
	if other:
		yield f"“{text}” is the same {fieldname} as that of {other}. Both stay as they are; please merge them."
	elif value != text:
		frappe.db.set_value(doctype, name, fieldname, value, update_modified=False)


def other_record(doctype: str, fieldname: str, name: str, value: str) -> str | None:
	"""Return the record that has this value already, where only one may have it; of an email the contact, primary or in a row."""
	if fieldname == "email" and doctype != "CRM Customer":
		contact = name if doctype == "CRM Contact" else frappe.db.get_value(doctype, name, "parent")
		return next(iter(holders_of_emails([value], but=contact).values()), None)
	if not frappe.get_meta(doctype).get_field(fieldname).unique:
		return None
	return frappe.db.get_value(doctype, {fieldname: value, "name": ("!=", name)}, "name")


def fill_company_keys() -> None:
	"""Let customers be found by other spellings of their names."""
	customer = frappe.qb.DocType("CRM Customer")
	lacks_key = customer.company_key.isnull() | (customer.company_key == "")
	rows = frappe.qb.from_(customer).select(customer.name, customer.customer_name).where(lacks_key).run()
	for name, customer_name in rows:
		frappe.db.set_value(
			"CRM Customer", name, "company_key", company_key(customer_name), update_modified=False
		)


def fill_keys_of_merged() -> None:
	"""Let the names of customers that were merged away find the kept ones."""
	filters = {"record_type": "CRM Customer", "removed_name_key": ("is", "not set")}
	for merge in frappe.get_all("CRM Merge", filters=filters, fields=["name", "removed_title"]):
		key = name_key(merge.removed_title)
		frappe.db.set_value("CRM Merge", merge.name, "removed_name_key", key, update_modified=False)
