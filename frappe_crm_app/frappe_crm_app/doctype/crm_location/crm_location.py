import frappe
from frappe import _
from frappe.utils import flt

from frappe_crm_app.kit.domain_events.emitting import emit_update
from frappe_crm_app.kit.exceptions import CoordinatesError
from frappe_crm_app.kit.field_values import read_values
from frappe_crm_app.kit.set_based import lock_record, update_records
from frappe_crm_app.records.identity.contact_details import normalise_phone_of
from frappe_crm_app.records.identity.normalise import clean_text
from frappe_crm_app.records.removal.dependents import remove_files_left_by, remove_notes_on
from frappe_crm_app.visibility.guards import keep_visibility_rules
from frappe_crm_app.visibility.record import VisibleRecord


class CRMLocation(VisibleRecord):
	"""A place: an office, a warehouse, a branch of a customer."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		address_line1: DF.Data | None
		address_line2: DF.Data | None
		city: DF.Data | None
		contact: DF.Link | None
		country: DF.Link | None
		customer: DF.Link | None
		is_primary: DF.Check
		latitude: DF.Float
		location_name: DF.Data
		location_type: DF.Literal[
			"Office", "Warehouse", "Branch", "Headquarters", "Distribution Center", "Other"
		]
		longitude: DF.Float
		phone: DF.Data | None
		postal_code: DF.Data | None
		state: DF.Data | None
	# end: auto-generated types

	def validate(self) -> None:
		read_values(self)
		keep_visibility_rules(self)
		self.location_name = clean_text(self.location_name)
		normalise_phone_of(self, self.country)
		self.refuse_coordinates_off_the_globe()
		self.lock_customers()
		self.keep_a_primary()

	def on_update(self) -> None:
		self.unset_other_primaries()
		self.promote_where_none_is_left()

	def on_trash(self) -> None:
		remove_notes_on(self)

	def after_delete(self) -> None:
		remove_files_left_by(self)
		promote_oldest_location(self.customer)

	def refuse_coordinates_off_the_globe(self) -> None:
		"""Raise `CoordinatesError` for a latitude beyond 90 or a longitude beyond 180 degrees."""
		for fieldname, limit in (("latitude", 90), ("longitude", 180)):
			if not abs(flt(self.get(fieldname))) <= limit:
				frappe.throw(
					_("{0} lies between -{1} and {1} degrees.").format(
						_(self.meta.get_label(fieldname)), limit
					),
					CoordinatesError,
				)

	def changes_primaries(self) -> bool:
		"""Return whether this save touches which location is whose primary one."""
		return self.is_new() or self.has_value_changed("is_primary") or self.has_value_changed("customer")

	def lock_customers(self) -> None:
		"""Lock the customers concerned before any location is written, so that saves wait for each other in one order."""
		before = self.get_doc_before_save()
		customers = {self.customer, before.customer if before else None} - {None, ""}
		if self.changes_primaries():
			for customer in sorted(customers):
				lock_record("CRM Customer", customer)

	def keep_a_primary(self) -> None:
		"""Make a customer's first location its primary one, and refuse to leave a customer without one."""
		if not self.customer or self.is_primary or not self.changes_primaries():
			return
		others = {"customer": self.customer, "name": ("!=", self.name), "is_primary": 1}
		if frappe.db.exists("CRM Location", others):
			return
		if not self.is_new() and self.has_value_changed("is_primary"):
			frappe.throw(_("A customer keeps one primary location. Make another one primary instead."))
		self.is_primary = 1

	def unset_other_primaries(self) -> None:
		"""Leave this the customer's only primary location."""
		if not (self.customer and self.is_primary and self.changes_primaries()):
			return
		location = frappe.qb.DocType("CRM Location")
		is_other = (
			(location.customer == self.customer) & (location.name != self.name) & (location.is_primary == 1)
		)
		emit_update("CRM Location", is_other, {"is_primary": 0})
		update_records("CRM Location").set(location.is_primary, 0).where(is_other).run()
		frappe.clear_document_cache("CRM Location")

	def promote_where_none_is_left(self) -> None:
		"""Give the customer that this location leaves another primary one."""
		before = self.get_doc_before_save()
		if before and before.is_primary and before.customer != self.customer:
			promote_oldest_location(before.customer)


def promote_oldest_location(customer: str | None) -> None:
	"""Make the customer's oldest location its primary one where it has none."""
	if not customer or frappe.db.exists("CRM Location", {"customer": customer, "is_primary": 1}):
		return
	oldest = frappe.get_all(
		"CRM Location",
		filters={"customer": customer},
		order_by="creation asc, name asc",
		limit=1,
		pluck="name",
	)
	if oldest:
		location = frappe.qb.DocType("CRM Location")
		emit_update("CRM Location", location.name == oldest[0], {"is_primary": 1})
		frappe.db.set_value("CRM Location", oldest[0], "is_primary", 1)


def on_doctype_update() -> None:
	"""Index a customer's primary location, so that looking for it locks no other."""
	frappe.db.add_index("CRM Location", ["customer", "is_primary"])
