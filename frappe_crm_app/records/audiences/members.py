"""Who is added to a chosen segment: many at once, each once."""

from collections.abc import Sequence

import frappe
from frappe import _
from frappe.utils import now

from frappe_crm_app.frappe_crm_app.doctype.crm_segment.options import SegmentKind
from frappe_crm_app.kit.exceptions import AudienceError
from frappe_crm_app.kit.set_based import insert_missing

MEMBER = "CRM Segment Member"
COLUMNS = ("name", "owner", "creation", "modified", "modified_by", "docstatus", "idx", "segment", "contact")
ROWS_OF_A_STATEMENT = 2500
MOST = 100_000


def add_contacts(segment: str, contacts: Sequence[str]) -> int:
	"""Add contacts to a chosen segment and return how many were not in it; a statement for each 2,500 and two to count."""
	refuse_unless_chosen(segment)
	if len(contacts) > MOST:
		frappe.throw(_("At most {0} people are added at once.").format(MOST), AudienceError)
	before = frappe.db.count(MEMBER, {"segment": segment})
	stamp, user = now(), frappe.session.user
	rows = [
		(frappe.generate_hash(length=10), user, stamp, stamp, user, 0, 0, segment, contact)
		for contact in dict.fromkeys(contacts)
	]
	for start in range(0, len(rows), ROWS_OF_A_STATEMENT):
		insert_missing(MEMBER, COLUMNS, rows[start : start + ROWS_OF_A_STATEMENT])
	return frappe.db.count(MEMBER, {"segment": segment}) - before


def remove_contacts(segment: str, contacts: Sequence[str]) -> None:
	"""Take contacts out of a chosen segment."""
	refuse_unless_chosen(segment)
	if contacts:
		frappe.db.delete(MEMBER, {"segment": segment, "contact": ("in", list(contacts))})


def refuse_unless_chosen(segment: str) -> None:
	"""Raise `AudienceError` for a segment that has whoever fulfils its conditions."""
	if frappe.db.get_value("CRM Segment", segment, "kind") != SegmentKind.CHOSEN:
		frappe.throw(_("People are added only to a segment whose kind is Chosen."), AudienceError)
