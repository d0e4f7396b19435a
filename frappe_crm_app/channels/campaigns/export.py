"""The recipients of a campaign as a file (CSV), as far as whoever asks sees them: who got it, what came of it, and who did not and why."""

import csv
import io
from collections.abc import Iterator

import frappe
from frappe import _
from frappe.model.document import Document

from frappe_crm_app.channels.campaigns.explaining import hides_address, label_of, visible
from frappe_crm_app.channels.campaigns.rows import CONTACT, RECIPIENT
from frappe_crm_app.kit.spreadsheet_formulas import neutralise_cell

AT_A_TIME = 5000
FIELDS = (
	"address", "status", "reason", "problem", "sent_on", "delivered_on", "bounced_on", "bounce_kind", "clicked_on", "answered_on",
	"unsubscribed_on", "complained_on",
)  # fmt: skip


def as_csv(campaign: Document) -> str:
	"""Return the file, with headings in the user's language."""
	written = io.StringIO()
	writer = csv.writer(written)
	meta = frappe.get_meta(RECIPIENT)
	writer.writerow([_("Contact"), _("Name"), *(_(meta.get_label(name)) for name in FIELDS)])
	is_address_hidden = hides_address(campaign.channel)
	for row in rows_of(campaign.name):
		row.address = "" if is_address_hidden else row.address
		row.reason = label_of(row.reason) if row.reason else ""
		values = (row.contact, row.full_name, *(row[name] for name in FIELDS))
		writer.writerow([neutralise_cell(str(value)) if value is not None else "" for value in values])
	return written.getvalue()


def rows_of(campaign: str) -> Iterator[frappe._dict]:
	"""Yield the recipients whom the session's user sees, some thousands at a time."""
	row, contact, after = frappe.qb.DocType(RECIPIENT), frappe.qb.DocType(CONTACT), ""
	while True:
		query = frappe.qb.from_(row).join(contact).on(contact.name == row.contact)
		query = query.select(row.name, row.contact, contact.full_name, *(row[name] for name in FIELDS))
		query = visible(query).where((row.campaign == campaign) & (row.name > after))
		page = query.orderby(row.name).limit(AT_A_TIME).run(as_dict=True)
		yield from page
		if len(page) < AT_A_TIME:
			return
		after = page[-1].name
