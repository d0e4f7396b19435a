import frappe

from frappe_crm_app.kit.domain_events.emitting import emit_update
from frappe_crm_app.kit.field_values import read_values
from frappe_crm_app.kit.set_based import update_records
from frappe_crm_app.kit.sparse_tables import SparseTables
from frappe_crm_app.records.audiences.leaving import forget_contact
from frappe_crm_app.records.consent.saving import note_saved
from frappe_crm_app.records.deal_people.leaving import leave_deals
from frappe_crm_app.records.follow_up.activity import adopt_customer_of, keep_derived_dates
from frappe_crm_app.records.identity.addresses import (
	TABLES,
	keep_in_step,
	read_addresses,
	read_primary_phone,
)
from frappe_crm_app.records.identity.affiliations import link_company, reconcile_affiliations
from frappe_crm_app.records.identity.contacts import (
	keep_emails_apart,
	keep_opt_outs,
	keep_what_forms_told,
	normalise_identity,
	refuse_second_contact_with_email,
	refuse_what_is_taken,
	set_names,
)
from frappe_crm_app.records.removal.dependents import (
	remove_files_left_by,
	remove_locations,
	remove_notes_on,
	unlink_notes,
)
from frappe_crm_app.records.removal.refusals import deals, refuse_while_in_use
from frappe_crm_app.visibility.guards import keep_visibility_rules
from frappe_crm_app.visibility.record import VisibleRecord


class CRMContact(SparseTables, VisibleRecord):
	"""A person: one row for ever, from first form submission to twentieth deal."""

	SPARSE_TABLES = TABLES
	ROWS_FIELD = "has_further_addresses"

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from frappe_crm_app.frappe_crm_app.doctype.crm_contact_affiliation.crm_contact_affiliation import (
			CRMContactAffiliation,
		)
		from frappe_crm_app.frappe_crm_app.doctype.crm_contact_email.crm_contact_email import (
			CRMContactEmail,
		)
		from frappe_crm_app.frappe_crm_app.doctype.crm_contact_phone.crm_contact_phone import (
			CRMContactPhone,
		)

		affiliations: DF.Table[CRMContactAffiliation]
		company_name: DF.Data | None
		consent_on: DF.Datetime | None
		consent_text: DF.SmallText | None
		contact_owner: DF.Link | None
		contact_type: DF.Literal["Customer", "Contractor", "Vendor", "Partner", "Other"]
		customer: DF.Link | None
		email: DF.Data | None
		email_opt_out: DF.Check
		emails: DF.Table[CRMContactEmail]
		external_id: DF.Data | None
		first_fbclid: DF.SmallText | None
		first_gclid: DF.SmallText | None
		first_msclkid: DF.SmallText | None
		first_name: DF.Data
		first_page: DF.SmallText | None
		first_referrer: DF.SmallText | None
		first_touch_on: DF.Datetime | None
		first_utm_campaign: DF.Data | None
		first_utm_content: DF.Data | None
		first_utm_medium: DF.Data | None
		first_utm_source: DF.Data | None
		first_utm_term: DF.Data | None
		full_name: DF.Data | None
		has_further_addresses: DF.Check
		job_title: DF.Data | None
		last_activity_on: DF.Datetime | None
		last_fbclid: DF.SmallText | None
		last_gclid: DF.SmallText | None
		last_msclkid: DF.SmallText | None
		last_name: DF.Data
		last_page: DF.SmallText | None
		last_referrer: DF.SmallText | None
		last_touch_on: DF.Datetime | None
		last_utm_campaign: DF.Data | None
		last_utm_content: DF.Data | None
		last_utm_medium: DF.Data | None
		last_utm_source: DF.Data | None
		last_utm_term: DF.Data | None
		linked_user: DF.Link | None
		messaging_opt_out: DF.Check
		next_follow_up_on: DF.Datetime | None
		phone: DF.Data | None
		phones: DF.Table[CRMContactPhone]
		source: DF.Link | None
		status: DF.Literal["Lead", "Qualified", "Customer", "Inactive"]
	# end: auto-generated types

	def validate(self) -> None:
		read_values(self)
		keep_what_forms_told(self)
		keep_opt_outs(self)
		keep_visibility_rules(self)
		keep_derived_dates(self)
		set_names(self)
		normalise_identity(self)
		link_company(self)
		reconcile_affiliations(self)
		country = self.country()
		read_primary_phone(self, country)
		read_addresses(self, country)
		keep_in_step(self)
		self.note_rows()
		refuse_second_contact_with_email(self)

	def on_update(self) -> None:
		keep_emails_apart(self)
		adopt_customer_of(self)
		note_saved(self)

	def on_trash(self) -> None:
		refuse_while_in_use(self, self.full_name, {"CRM Sales Deal": ("contact", deals)})
		leave_deals(self)
		forget_contact(self)
		self.stop_being_primary_contact()
		remove_locations(self, "contact", shared_with="customer")
		remove_notes_on(self)
		unlink_notes("contact", self)

	def after_delete(self) -> None:
		remove_files_left_by(self)

	def show_unique_validation_message(self, error: Exception) -> None:
		"""Answer with a sentence where somebody else was faster (called by Frappe)."""
		refuse_what_is_taken(self, error)
		super().show_unique_validation_message(error)

	def stop_being_primary_contact(self) -> None:
		"""Let no customer name this as its primary contact any more."""
		customer = frappe.qb.DocType("CRM Customer")
		emit_update("CRM Customer", customer.primary_contact == self.name, {"primary_contact": None})
		query = update_records("CRM Customer").set(customer.primary_contact, None)
		query.where(customer.primary_contact == self.name).run()

	def country(self) -> str | None:
		"""Return the country of the contact's customer, to which a phone without a prefix belongs."""
		if not (self.customer and (self.phone or self.phones)):
			return None
		return frappe.db.get_value("CRM Customer", self.customer, "country")


def on_doctype_update() -> None:
	"""Index what counts the new contacts by source, from the index alone."""
	frappe.db.add_index("CRM Contact", ["creation", "source"], "new_contacts_by_source")
