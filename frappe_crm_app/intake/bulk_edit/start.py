"""Carries a bulk change out at once, or, beyond a limit, as a CRM Bulk Change that a job works off."""

import json
from collections.abc import Sequence

import frappe
from frappe.utils import now_datetime

from frappe_crm_app.frappe_crm_app.doctype.crm_bulk_change.options import BulkAction
from frappe_crm_app.intake.bulk_edit.changes import Change, change, tell_holders
from frappe_crm_app.intake.bulk_edit.tasks import JOB

AT_ONCE = 500  # records that one request changes


def carry_out(records: Sequence[tuple[str, str]], wish: Change) -> dict:
	"""Return `{total, done, refused: [{doctype, name, reason, title}], queued}`.

	Where there are more records than one request takes, nothing is done yet, and `queued` names the CRM Bulk Change.
	"""
	if len(records) > AT_ONCE:
		return {"total": len(records), "done": 0, "refused": [], "queued": queue(records, wish)}
	outcome = change(records, wish)
	tell_holders({doctype for doctype, _name in records}, wish, outcome.done, outcome.taken)
	return {"total": len(records), "done": outcome.done, "refused": outcome.refused, "queued": None}


def queue(records: Sequence[tuple[str, str]], wish: Change) -> str:
	"""Write down what is to be done and have a job do it."""
	bulk_change = frappe.new_doc("CRM Bulk Change")
	bulk_change.update(
		{
			"action": wish.action,
			"record_type": records[0][0] if wish.action != BulkAction.HAND_OVER else None,
			"to_user": wish.to_user,
			"from_user": wish.from_user,
			"to_stage": wish.to_stage,
			"stage_values": json.dumps(wish.values) if wish.values else None,
			"tag": wish.tag,
			"cancel_plans": int(wish.cancel_plans),
			"records": json.dumps(records),
			"total": len(records),
			"beat_on": now_datetime(),
		}
	)
	bulk_change.insert(ignore_permissions=True)
	JOB.enqueue(bulk_change.name)
	return bulk_change.name
