import frappe
from frappe import _

from frappe_crm_app.frappe_crm_app.doctype.crm_customer.options import Kind, Relationship
from frappe_crm_app.frappe_crm_app.doctype.crm_pipeline.options import Tracks
from frappe_crm_app.kit.domain_events.emitting import emit_update
from frappe_crm_app.kit.field_values import read_values
from frappe_crm_app.kit.set_based import update_records
from frappe_crm_app.records.follow_up.activity import keep_derived_dates
from frappe_crm_app.records.identity.contact_details import (
	normalise_domain_of,
	normalise_email_of,
	normalise_phone_of,
)
from frappe_crm_app.records.identity.likeness import company_key
from frappe_crm_app.records.identity.normalise import clean_text, name_key
from frappe_crm_app.records.pipeline.money import base_currency, refuse_bad_amount
from frappe_crm_app.records.pipeline.staging import (
	place,
	record_move,
	require_fields_of_stage,
	take_off_board,
)
from frappe_crm_app.records.removal.dependents import (
	remove_files_left_by,
	remove_locations,
	remove_notes_on,
	remove_stage_changes,
	unlink_notes,
)
from frappe_crm_app.records.removal.refusals import contacts, deals, refuse_while_in_use
from frappe_crm_app.records.search.writing import rewrite_stored
from frappe_crm_app.visibility.guards import keep_visibility_rules
from frappe_crm_app.visibility.record import VisibleRecord

PARTNER_FIELDS = ("partner_url", "partner_rating", "partner_social_network")
# Suppliers and other tracked entities are not sold to; they stand on the board only when put there.
KINDS_ON_BOARD = (Kind.COMPANY, Kind.PERSON)


class CRMCustomer(VisibleRecord):
	"""A company, person, supplier or other entity that we deal with: the account, and the card on the follow-up board."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from frappe_crm_app.frappe_crm_app.doctype.crm_customer_relation.crm_customer_relation import (
			CRMCustomerRelation,
		)
		from frappe_crm_app.frappe_crm_app.doctype.crm_customer_user.crm_customer_user import CRMCustomerUser

		account_type: DF.Literal["", "Individual", "Startup", "SME", "Enterprise", "Corporate"]
		account_value: DF.Currency
		annotations: DF.LongText | None
		channel: DF.Data | None
		company_key: DF.Data | None
		country: DF.Link | None
		currency: DF.Link | None
		customer_kind: DF.Literal["Company", "Person", "Supplier", "Other"]
		customer_name: DF.Data
		customer_name_key: DF.Data | None
		domain: DF.Data | None
		ecommerce_platform: DF.Literal[
			"",
			"Shopify",
			"WooCommerce",
			"Magento",
			"PrestaShop",
			"BigCommerce",
			"VTEX",
			"Tiendanube",
			"Amazon",
			"Mercado Libre",
			"Own Platform",
			"Other",
		]
		email: DF.Data | None
		estimated_close_date: DF.Date | None
		image: DF.AttachImage | None
		industry: DF.Data | None
		last_activity_on: DF.Datetime | None
		linked_users: DF.Table[CRMCustomerUser]
		monthly_shipments: DF.Int
		next_follow_up_on: DF.Datetime | None
		package_content: DF.Data | None
		partner_rating: DF.Rating
		partner_social_network: DF.Data | None
		partner_url: DF.Data | None
		phone: DF.Data | None
		pipeline: DF.Link | None
		primary_contact: DF.Link | None
		profile_visibility: DF.Literal["Everyone", "Team", "Private"]
		referred_by: DF.Link | None
		registration: DF.Literal["In Process", "Registered", "Removed"]
		relations: DF.Table[CRMCustomerRelation]
		relationship: DF.Literal["Prospect", "Client", "Partner Prospect"]
		salesperson: DF.Link | None
		stage: DF.Link | None
		stage_entered_on: DF.Datetime | None
		typed_name_key: DF.Data | None
		website: DF.Data | None
		weight_range: DF.Literal["", "Up to 1 kg", "1 to 5 kg", "5 to 20 kg", "20 to 70 kg", "Over 70 kg"]
	# end: auto-generated types

	def validate(self) -> None:
		read_values(self)
		keep_visibility_rules(self)
		keep_derived_dates(self)
		self.set_name_key()
		normalise_email_of(self)
		normalise_phone_of(self, self.country)
		normalise_domain_of(self)
		self.place_on_board()
		self.refuse_bad_follow_up_data()
		self.refuse_partner_data_of_others()
		self.refuse_relation_to_itself()

	def on_update(self) -> None:
		record_move(self)
		self.rename_company_of_contacts()

	def on_trash(self) -> None:
		refuse_while_in_use(
			self,
			self.customer_name,
			{
				"CRM Sales Deal": ("customer", deals),
				"CRM Contact Affiliation": ("customer", contacts),
			},
		)
		remove_locations(self, "customer", shared_with="contact")
		remove_notes_on(self)
		unlink_notes("customer", self)
		remove_stage_changes(self)

	def after_delete(self) -> None:
		remove_files_left_by(self)

	def set_name_key(self) -> None:
		"""Keep the keys by which a typed company name, and another spelling of it, find this customer."""
		self.customer_name = clean_text(self.customer_name)
		self.customer_name_key = name_key(self.customer_name)
		self.company_key = company_key(self.customer_name)
		if not self.flags.is_typed:
			before = self.get_doc_before_save()
			is_same = before and before.customer_name_key == self.customer_name_key
			self.typed_name_key = before.typed_name_key if is_same else None

	def place_on_board(self) -> None:
		"""Give prospects and clients a follow-up stage; other kinds have one only where it was chosen."""
		if self.customer_kind not in KINDS_ON_BOARD and not (self.stage or self.pipeline):
			take_off_board(self)
			return
		place(self, Tracks.FOLLOW_UPS)
		require_fields_of_stage(self)

	def refuse_bad_follow_up_data(self) -> None:
		"""Refuse amounts that no account has, and value an account in some currency."""
		refuse_bad_amount(self, "account_value")
		refuse_bad_amount(self, "monthly_shipments")
		if self.account_value:
			self.currency = self.currency or base_currency()

	def refuse_partner_data_of_others(self) -> None:
		"""Refuse new partner data unless this is a partner prospect; what was entered while it was one stays."""
		if self.relationship == Relationship.PARTNER_PROSPECT:
			return
		changed = [name for name in PARTNER_FIELDS if self.get(name) and self.has_value_changed(name)]
		if changed:
			labels = ", ".join(_(self.meta.get_label(fieldname)) for fieldname in changed)
			frappe.throw(_("Only a partner prospect has partner data ({0}).").format(labels))

	def refuse_relation_to_itself(self) -> None:
		"""Refuse a customer that refers or relates to itself."""
		related = [self.referred_by, *[row.customer for row in self.relations]]
		if not self.is_new() and self.name in related:
			frappe.throw(_("A customer cannot be related to itself."))

	def rename_company_of_contacts(self) -> None:
		"""Show the new name on the contacts of a renamed customer, in one statement."""
		before = self.get_doc_before_save()
		if not before or before.customer_name == self.customer_name:
			return
		contact = frappe.qb.DocType("CRM Contact")
		emit_update("CRM Contact", contact.customer == self.name, {"company_name": self.customer_name})
		(
			update_records("CRM Contact")
			.set(contact.company_name, self.customer_name)
			.where(contact.customer == self.name)
			.run()
		)
		frappe.clear_document_cache("CRM Contact")
		rewrite_stored("CRM Contact", contact.customer == self.name)


def on_doctype_update() -> None:
	"""Index what boards read: cards in their order, and totals, with all that visibility asks of a customer, from the index alone."""
	frappe.db.add_index("CRM Customer", ["stage", "stage_entered_on", "name"], "customer_board_cards")
	frappe.db.add_index(
		"CRM Customer",
		["stage", "currency", "account_value", "salesperson", "owner", "relationship"],
		"customer_board_totals",
	)
