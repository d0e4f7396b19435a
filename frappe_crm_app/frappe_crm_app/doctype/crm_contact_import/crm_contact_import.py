from frappe.model.document import Document

from frappe_crm_app.frappe_crm_app.doctype.crm_contact_import.options import COUNTS


class CRMContactImport(Document):
	"""One run of one file: what was asked for, how far it came, what it did."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		attempts: DF.Int
		beat_on: DF.Datetime | None
		consent_wording: DF.SmallText | None
		contact_owner: DF.Link | None
		create_prospects: DF.Check
		created: DF.Int
		encoding: DF.Data | None
		failure: DF.SmallText | None
		file: DF.Link | None
		file_name: DF.Data | None
		finished_on: DF.Datetime | None
		has_consented: DF.Check
		header_row: DF.Int
		headers_key: DF.Data | None
		kept: DF.Int
		last_row: DF.Int
		lower_status: DF.Check
		mailing_list: DF.Link | None
		mapping: DF.LongText | None
		mode: DF.Literal["Create and Update", "Only Create", "Only Update"]
		one_name: DF.Check
		overwrite: DF.Check
		phone_country: DF.Link | None
		repeated: DF.Int
		rows_total: DF.Int
		running_key: DF.Data | None
		leave_bad_phones: DF.Check
		send_to_respondio: DF.Check
		shared_emails: DF.Literal["Leave Out", "Own Contact", "Same Person"]
		sheet: DF.Data | None
		skipped: DF.Int
		source: DF.Link | None
		started_on: DF.Datetime | None
		status: DF.Literal["Queued", "Running", "Completed", "Failed", "Undoing", "Undone"]
		tag: DF.Data | None
		undone: DF.Int
		unchanged: DF.Int
		updated: DF.Int
	# end: auto-generated types

	def progress(self) -> dict:
		"""Return how far the import is: status, counts, `rows_done` of `rows_total`."""
		fieldnames = ("name", "file_name", "status", "failure", "rows_total", *COUNTS, "undone", "kept")
		progress = {fieldname: self.get(fieldname) for fieldname in fieldnames}
		return {**progress, "rows_done": sum(self.get(name) or 0 for name in COUNTS)}
