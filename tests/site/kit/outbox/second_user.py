"""A second user of the engine, as another app would be one: parcels that are done under their lock, calls under a lease.

What it does with a row, the row's field `behaviour` says. Each effect is a ToDo with the row's name.
"""

import frappe
from frappe.utils import now

from frappe_crm_app.kit.outbox.backoff import Backoff
from frappe_crm_app.kit.outbox.by_lease import LeasedRows
from frappe_crm_app.kit.outbox.by_lock import LockedRows
from frappe_crm_app.kit.outbox.outcomes import GiveUp, MustWait, TryLater

PARCEL, CALL = "CRM Test Parcel", "CRM Test Call"
HERE = "tests.site.kit.outbox.second_user"
FIELDS = (
	*("status:Data", "reason:Small Text", "attempts:Int", "next_attempt_on:Datetime", "behaviour:Data"),
	*("lease_key:Data", "lease_until:Datetime", "place:Int"),
)
PARCELS = LockedRows(
	key="test_parcels",
	work=f"{HERE}.send_parcel",
	doctype=PARCEL,
	owed=("New", "Tried"),
	failed="Given Up",
	backoff=Backoff(first=60, most_attempts=3),
	on_given_up=f"{HERE}.complain",
)
CALLS = LeasedRows(
	key="test_calls",
	work=f"{HERE}.make_call",
	doctype=CALL,
	owed=("New", "Tried"),
	running="Busy",
	failed="Given Up",
	backoff=Backoff(first=60, most_attempts=None),
)


def owe(outbox: LockedRows | LeasedRows, count: int = 1, behaviour: str = "") -> list[str]:
	"""Write rows, in the transaction of whoever owes them, and wake the job after its commit."""
	names = []
	for _ in range(count):
		row = frappe.new_doc(outbox.doctype)
		row.update({"status": "New", "attempts": 0, "next_attempt_on": now(), "behaviour": behaviour})
		names.append(row.insert(set_name=frappe.generate_hash(length=10)).name)
	outbox.enqueue()
	return names


def send_parcel(row) -> dict:
	take_effect(row)
	behave(row)
	return {"status": "Sent"}


def make_call(row) -> dict:
	"""Two steps, each of which may be done twice with the effect of once."""
	if row.place < 1:
		behave(row)
		CALLS.note(row, place=1)
	if row.place < 2:
		if not frappe.db.exists("ToDo", {"description": row.name}):
			take_effect(row)
		frappe.db.commit()
		CALLS.note(row, place=2)
	return {"status": "Sent"}


def hear(kind: str, name: str) -> None:
	"""Be called with an event (hook `crm_domain_event`); it may be twice, and has the effect of once."""
	if not frappe.db.exists("ToDo", {"description": name}):
		frappe.get_doc({"doctype": "ToDo", "description": name}).insert(ignore_permissions=True)


hear.kinds = ("contact.tagged",)


def take_effect(row) -> None:
	frappe.get_doc({"doctype": "ToDo", "description": row.name}).insert(ignore_permissions=True)


def behave(row) -> None:
	if row.behaviour == "fails":
		raise ValueError("<b>It</b> broke")
	if row.behaviour == "gives up":
		raise GiveUp("No such address", place=7)
	if row.behaviour == "waits":
		raise TryLater("Closed today", seconds=600)
	if row.behaviour == "limit":
		raise MustWait(600)


def complain(row, reason: str) -> None:
	frappe.get_doc({"doctype": "ToDo", "description": f"{row.name}: {reason}"}).insert(
		ignore_permissions=True
	)
