"""What lies where on a server, as far as it is known here."""

from collections.abc import Collection

import frappe

from frappe_crm_app.records.removal.dependents import chunks

COPY = "CRM Mail Copy"


def known(folder: str, uidvalidity: str) -> set[int]:
	"""Return the UIDs of a folder that are here."""
	copy = frappe.qb.DocType(COPY)
	query = frappe.qb.from_(copy).select(copy.uid)
	return set(query.where((copy.folder == folder) & (copy.uidvalidity == uidvalidity)).run(pluck=True))


def forget(folder: str, uidvalidity: str, uids: Collection[int]) -> None:
	"""Forget what lies no more where it lay; the mails stay."""
	copy = frappe.qb.DocType(COPY)
	for chunk in chunks(sorted(uids)):
		is_gone = (copy.folder == folder) & (copy.uidvalidity == uidvalidity) & copy.uid.isin(chunk)
		frappe.qb.from_(copy).delete().where(is_gone).run()


def forget_all(folder: str) -> None:
	"""Forget all that is known of a folder."""
	frappe.db.delete(COPY, {"folder": folder})
