"""What is forgotten after the days set in CRM Desk Settings. Contacts stay."""

from datetime import timedelta

import frappe
from frappe.model.document import Document
from frappe.utils import now_datetime

from frappe_crm_app.intake.lead_forms.forms import SUBMISSION
from frappe_crm_app.kit.current_docs import current_doc
from frappe_crm_app.kit.references import remove_beside
from frappe_crm_app.records.removal.dependents import chunks


def forget_ip_hashes() -> None:
	"""Remove hashes of addresses that are older than they may be."""
	before = moment_before("keep_ip_hashes_days")
	if not before:
		return
	table = frappe.qb.DocType(SUBMISSION)
	is_old = (table.received_on < before) & table.ip_hash.isnotnull()
	frappe.qb.update(table).set(table.ip_hash, None).where(is_old).run()


def remove_old_submissions() -> None:
	"""Delete submissions that are older than they may be, whatever became of them."""
	before = moment_before("keep_submissions_days")
	if not before:
		return
	remove_submissions({"received_on": ("<", before)})


def remove_submissions(filters: dict) -> None:
	"""Delete the submissions that match, leaving nothing behind: they are what strangers said of themselves."""
	names = frappe.get_all(SUBMISSION, filters=filters, pluck="name")
	for chunk in chunks(names):
		remove_beside(SUBMISSION, chunk)
		frappe.db.delete(SUBMISSION, {"name": ("in", chunk)})


def forget_contact(contact: Document, _event: str | None = None) -> None:
	"""Remove what a contact that is being deleted has sent."""
	remove_submissions({"contact": contact.name})


def moment_before(setting: str) -> object | None:
	"""Return the moment before which things are forgotten, `None` for never."""
	days = current_doc("CRM Desk Settings").get(setting)
	return now_datetime() - timedelta(days=days) if days else None
