"""Merges two contacts at respond.io, after they were merged here."""

import frappe

from frappe_crm_app.channels.respondio.client import ErrorKind, RespondioClient, RespondioError
from frappe_crm_app.frappe_crm_app.doctype.crm_respondio_sync.options import Operation
from frappe_crm_app.kit.set_based import update_records

SYNC = "CRM Respondio Sync"


def merge(row: frappe._dict, client: RespondioClient) -> str:
	"""Merge and return the id that is left; where an earlier answer was lost, the merge is done already."""
	keep, remove = row.respondio_contact_id, row.merged_contact_id
	try:
		return client.merge(keep, remove) or keep
	except RespondioError as error:
		if error.kind in (ErrorKind.NOT_FOUND, ErrorKind.INVALID) and not is_there(client, remove):
			return client.get(f"id:{keep}").id or keep
		raise


def is_there(client: RespondioClient, contact_id: str) -> bool:
	"""Return whether respond.io has this contact."""
	try:
		client.get(f"id:{contact_id}")
	except RespondioError as error:
		if error.kind != ErrorKind.NOT_FOUND:
			raise
		return False
	return True


def use_id(row: frappe._dict, left: str) -> None:
	"""Let the rows of both contacts name the one that is left."""
	sync = frappe.qb.DocType(SYNC)
	query = update_records(SYNC).set(sync.respondio_contact_id, left)
	both = [row.respondio_contact_id, row.merged_contact_id]
	query.where(sync.respondio_contact_id.isin(both) & (sync.operation == Operation.ADD)).run()
