"""How a list of another app's DocType becomes a section.

Rows come from `frappe.get_list`, so the other app's own permissions decide which of them the session's user sees. Each
amount is in the currency that the other app keeps it in.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import frappe
from frappe.desk.reportview import build_match_conditions
from frappe.model.meta import Meta

from frappe_crm_app.bridges.matching import addresses_of, addresses_of_contact, customers_called
from frappe_crm_app.kit.tables import has_table
from frappe_crm_app.visibility import policy
from frappe_crm_app.visibility.user_criteria import UserCriteria


@dataclass(frozen=True)
class ForeignList:
	"""A DocType of another app, called as a function of the hook `crm_customer_sections`.

	Its records are found by a link to one of the other app's customers (`party_field` to the DocType `party`), or by the mail
	address in `address_field`, where there is one; all of them meet the `filters`. A section shows the `fields`, those that are
	missing in a version left out. `route` is the address of one record with `{name}` in it, where that is not the desk's form. `tab` says in which tab of a contact
	the list stands (hook `crm_contact_sections`).
	"""

	name: str
	label: str
	doctype: str
	party: str
	title: str
	fields: tuple[str, ...]
	party_field: str = "customer"
	address_field: str | None = None
	filters: tuple[tuple[str, str, object], ...] = ()
	sorted_by: str = "modified"
	route: str | None = None
	tab: str | None = None

	def __call__(self, customer: str, limit: int) -> dict | None:
		"""Return the section of a CRM Customer, `None` where it is not offered."""
		if not self.is_offered():
			return None
		title, own_address = frappe.db.get_value("CRM Customer", customer, ["customer_name", "email"])
		criteria, addresses, hides_people = UserCriteria(), [], False
		if self.address_field:
			addresses = addresses_of(customer, own_address, criteria)
			hides_people = criteria.criterion("CRM Contact") is not None
		return self.section(customers_called(self.party, title), addresses, limit, hides_people)

	def of_contact(self, contact: frappe._dict, limit: int) -> dict | None:
		"""Return the section of a CRM Contact (`name`, `email`, `has_further_addresses`, `customer`).

		What has an address is the contact's own by it; of other lists it is what belongs to the contact's customer, if that is seen.
		"""
		if self.address_field:
			return self.section([], addresses_of_contact(contact), limit)
		customer = contact.customer
		if customer and policy.may("CRM Customer", customer):
			return self(customer, limit)
		return self.section([], [], limit, hides_parties=bool(customer))

	def is_offered(self) -> bool:
		"""Return whether the DocType is installed and the session's user may read it."""
		return has_table(self.doctype) and bool(frappe.has_permission(self.doctype, "read"))

	def section(
		self, parties: Sequence[str], addresses: Sequence[str], limit: int, hides_parties: bool = False
	) -> dict:
		"""Return the section (`sections.py`) of what belongs to any of these, newest first, at most `limit` rows.

		`hides_parties` tells that there may be parties or addresses that the session's user does not see.
		"""
		meta = frappe.get_meta(self.doctype)
		shown = [name for name in (self.title, *self.fields) if name == "name" or meta.has_field(name)]
		rows = self.rows([*shown, *currency_fields(meta, shown)], parties, addresses, limit + 1)
		return {
			"name": self.name,
			"label": frappe._(self.label),
			"doctype": self.doctype,
			"title_field": self.title,
			"route": self.route,
			"columns": [self.column(meta, fieldname) for fieldname in shown],
			"rows": rows[:limit],
			"has_more": len(rows) > limit,
			"is_limited": not rows and (hides_parties or is_limited(meta)),
		}

	def rows(self, shown: list[str], parties: Sequence[str], addresses: Sequence[str], limit: int) -> list:
		"""Return `name` and these fields of what belongs to any of the parties or addresses; nothing is nobody's."""
		found_by = {self.party_field: parties, self.address_field: addresses}
		either = [[fieldname, "in", values] for fieldname, values in found_by.items() if values]
		if not either:
			return []
		return frappe.get_list(
			self.doctype,
			filters=[list(rule) for rule in self.filters],
			or_filters=either,
			fields=list(dict.fromkeys(["name", *shown])),
			order_by=f"{self.sorted_by} desc, name desc",
			limit=limit,
		)

	def column(self, meta: Meta, fieldname: str) -> dict:
		"""Return what a column is called and how its values are written."""
		field = meta.get_field(fieldname)
		if not field:
			return {"fieldname": fieldname, "label": frappe._("ID"), "fieldtype": "Data", "options": None}
		return {
			"fieldname": fieldname,
			"label": frappe._(field.label),
			"fieldtype": field.fieldtype,
			"options": field.options if field.fieldtype == "Currency" else None,
		}


def is_limited(meta: Meta) -> bool:
	"""Return whether the session's user may read only some records of the DocType: shared ones, their own, or what the
	other app's rules and User Permissions leave. Frappe's own conditions tell, so that no hidden record is looked for.
	"""
	role_permissions = frappe.permissions.get_role_permissions(meta)
	return not role_permissions.get("read") or bool(build_match_conditions(meta.name))


def currency_fields(meta: Meta, fieldnames: Sequence[str]) -> list[str]:
	"""Return the fields that hold the currencies of these fields: an amount names its own in its options."""
	amounts = [field for field in map(meta.get_field, fieldnames) if field and field.fieldtype == "Currency"]
	return [field.options for field in amounts if field.options and meta.has_field(field.options)]
