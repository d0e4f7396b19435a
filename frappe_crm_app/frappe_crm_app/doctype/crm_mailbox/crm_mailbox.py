import frappe

from frappe_crm_app.kit.field_values import read_values
from frappe_crm_app.records.mail.domains import forget_own_addresses
from frappe_crm_app.records.mail.mailboxes import (
	refuse_account_of_others,
	refuse_nobodys,
	refuse_tags_of_one_person,
)
from frappe_crm_app.records.mail.removing import empty
from frappe_crm_app.records.mail.tasks import enqueue_removing
from frappe_crm_app.visibility.guards import keep_visibility_rules
from frappe_crm_app.visibility.record import VisibleRecord


class CRMMailbox(VisibleRecord):
	"""A person's mailbox, or one shared by people with a role: who reads its mails, and how far fetching it came."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from frappe_crm_app.frappe_crm_app.doctype.crm_mailbox_role.crm_mailbox_role import CRMMailboxRole

		attempts: DF.Int
		email_account: DF.Link
		failing_since: DF.Datetime | None
		fetched_on: DF.Datetime | None
		is_paused: DF.Check
		is_told: DF.Check
		lease_key: DF.Data | None
		lease_until: DF.Datetime | None
		next_attempt_on: DF.Datetime | None
		problem: DF.SmallText | None
		shared_with: DF.Table[CRMMailboxRole]
		sharing: DF.Literal["Nothing", "That a mail was exchanged", "Subject", "Everything"]
		signature: DF.TextEditor | None
		status: DF.Literal["Connected", "Fetching", "Failing", "Paused"]
		sync_since: DF.Date | None
		takes_tags: DF.Check
		title: DF.Data
		user: DF.Link | None
	# end: auto-generated types

	def validate(self) -> None:
		read_values(self)
		keep_visibility_rules(self)
		refuse_nobodys(self)
		refuse_account_of_others(self)
		refuse_tags_of_one_person(self)

	def on_update(self) -> None:
		if self.has_value_changed("takes_tags"):
			forget_own_addresses()

	def after_insert(self) -> None:
		forget_own_addresses()

	def on_trash(self) -> None:
		empty(self)
		enqueue_removing()

	def after_delete(self) -> None:
		forget_own_addresses()


def on_doctype_update() -> None:
	"""Index what the jobs ask for."""
	frappe.db.add_index("CRM Mailbox", ["status", "next_attempt_on"], "mailbox_due")
