import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import flt

from frappe_crm_app.exceptions import CoordinatesError
from frappe_crm_app.identity.normalise import clean_text
from frappe_crm_app.identity.reach import normalise_phone_of
from frappe_crm_app.removal.dependents import remove_notes_on


class CRMLocation(Document):
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
		self.location_name = clean_text(self.location_name)
		normalise_phone_of(self, self.country)
		self.refuse_coordinates_off_the_globe()
		self.become_primary_where_first()

	def on_update(self) -> None:
		self.unset_other_primaries()

	def on_trash(self) -> None:
		remove_notes_on(self)

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

	def become_primary_where_first(self) -> None:
		"""Make a customer's first location its primary one."""
		if self.customer and self.is_new() and not self.is_primary:
			self.is_primary = int(not frappe.db.exists("CRM Location", {"customer": self.customer}))

	def unset_other_primaries(self) -> None:
		"""Leave this the customer's only primary location.

		The customer is locked first, so that of two locations made primary at once the later one stays.
		"""
		if not (self.customer and self.is_primary):
			return
		frappe.db.get_value("CRM Customer", self.customer, "name", for_update=True)
		location = frappe.qb.DocType("CRM Location")
		(
			frappe.qb.update(location)
			.set(location.is_primary, 0)
			.where(
				(location.customer == self.customer)
				& (location.name != self.name)
				& (location.is_primary == 1)
			)
			.run()
		)
		frappe.clear_document_cache("CRM Location")
