"""How the sync of a contact or customer stands, for its form; and trying again what has failed."""

import frappe
from frappe import _

from frappe_crm_app.channels.respondio.tasks import OUTBOX
from frappe_crm_app.frappe_crm_app.doctype.crm_respondio_sync.options import Operation, Step, SyncStatus
from frappe_crm_app.kit.exceptions import SyncStateError
from frappe_crm_app.kit.set_based import update_records
from frappe_crm_app.records.removal.dependents import chunks

SYNC = "CRM Respondio Sync"
LINKS = {"CRM Contact": "contact", "CRM Customer": "customer"}
SHOWN = (
	"name",
	"status",
	"step",
	"last_error",
	"next_attempt_on",
	"done_on",
	"respondio_contact_id",
	"operation",
)
RETRIED = (SyncStatus.FAILED, SyncStatus.CANCELLED, SyncStatus.WAITING)


def state_of(doctype: str, name: str) -> dict | None:
	"""Return the latest row about a record that the user sees, `None` where there is none: `SHOWN`, `can_retry`."""
	rows = frappe.get_list(
		SYNC, filters={LINKS[doctype]: name}, fields=list(SHOWN), order_by="modified desc, name desc", limit=1
	)
	if not rows:
		return None
	return {
		**rows[0],
		"can_retry": rows[0].status in RETRIED and bool(frappe.has_permission(doctype, "write", name)),
	}


def retry(name: str) -> None:
	"""Have a row tried again from where it came to; raises `SyncStateError` where there is nothing to try."""
	row = frappe.db.get_value(
		SYNC, name, ["status", "operation", "last_error"], as_dict=True, for_update=True
	)
	if row.status not in RETRIED:
		frappe.throw(_("This is {0}; there is nothing to try again.").format(_(row.status)), SyncStateError)
	begin_anew([name])


def retry_all_failed() -> int:
	"""Have all failed rows tried again, and return how many there are."""
	names = frappe.get_all(SYNC, filters={"status": SyncStatus.FAILED}, pluck="name", order_by=None)
	if names:
		begin_anew(names)
	return len(names)


def begin_anew(names: list[str]) -> None:
	"""Make rows due. Adding begins again with the upsert, which finds who is there, also where somebody deleted the contact."""
	OUTBOX.owe_again(names, awaits_address=0)
	sync = frappe.qb.DocType(SYNC)
	again = (
		update_records(SYNC)
		.set(sync.step, Step.NONE)
		.set(sync.respondio_contact_id, None)
		.set(sync.assignee, None)
	)
	for chunk in chunks(names):
		again.where(sync.name.isin(chunk) & (sync.operation == Operation.ADD)).run()
