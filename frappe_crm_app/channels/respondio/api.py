"""What the desk calls."""

import frappe
from frappe import _

from frappe_crm_app.channels.respondio import state
from frappe_crm_app.channels.respondio.client import ErrorKind, RespondioClient, RespondioError
from frappe_crm_app.channels.respondio.sending import client_of_site, sentence_of
from frappe_crm_app.kit.conflicts import repeated_on_conflict
from frappe_crm_app.kit.outbox.outcomes import MustWait
from frappe_crm_app.visibility.roles import CRMRole

OVERSEERS = (CRMRole.ADMIN, CRMRole.MANAGER)


@frappe.whitelist(methods=["POST"])
def test_connection() -> dict:
	"""Ask respond.io whether the saved address and token are right; return `{ok, message}`, the message a sentence."""
	frappe.has_permission("CRM Respondio Settings", "write", throw=True)
	if not frappe.get_cached_doc("CRM Respondio Settings").token:
		return {"ok": False, "message": _("There is no access token yet.")}
	return try_connection(client_of_site())


def try_connection(client: RespondioClient) -> dict:
	"""Return `{ok, message}`."""
	try:
		client.check()
	except MustWait:
		return {
			"ok": False,
			"message": _("The rate limit is used up by the sync at this moment. Try again soon."),
		}
	except RespondioError as error:
		return {"ok": False, "message": advice(error)}
	return {"ok": True, "message": _("The connection works.")}


def advice(error: RespondioError) -> str:
	"""Return what is wrong and where to look."""
	hint = {
		ErrorKind.AUTH: _("Copy the token anew from Settings, Integrations, Developer API at respond.io."),
		ErrorKind.NOT_FOUND: _("The base URL leads nowhere; it usually is https://api.respond.io/v2."),
		ErrorKind.INVALID: _("Is the base URL respond.io's? It usually is https://api.respond.io/v2."),
		ErrorKind.NETWORK: _("Check the base URL, and whether this server may reach it."),
	}.get(error.kind, _("Try again later."))
	return f"{sentence_of(error)}. {hint}"


@frappe.whitelist(methods=["GET"])
def get_sync_state(doctype: str, name: str) -> dict | None:
	"""Return how the sync of a contact or customer stands: `{name, status, step, last_error, next_attempt_on, done_on,
	respondio_contact_id, operation, can_retry}`, `None` where nothing was owed, or the user reads no syncs."""
	if doctype not in state.LINKS:
		frappe.throw(_("Only contacts and customers are sent to respond.io."))
	frappe.has_permission(doctype, "read", name, throw=True)
	return state.state_of(doctype, name) if frappe.has_permission(state.SYNC, "read") else None


@frappe.whitelist(methods=["POST"])
@repeated_on_conflict
def retry(name: str) -> None:
	"""Try one row again, for whoever may change its customer or contact."""
	frappe.has_permission("CRM Respondio Sync", "read", name, throw=True)
	row = (
		frappe.db.get_value("CRM Respondio Sync", name, ["customer", "contact"], as_dict=True)
		if name
		else None
	)
	if not row:
		frappe.throw(_("There is no such row."), frappe.DoesNotExistError)
	records = {"CRM Customer": row.customer, "CRM Contact": row.contact}
	if not any(
		record and frappe.has_permission(doctype, "write", record) for doctype, record in records.items()
	):
		frappe.throw(_("Only who may change the prospect may send it again."), frappe.PermissionError)
	state.retry(name)


@frappe.whitelist(methods=["POST"])
@repeated_on_conflict
def retry_all_failed() -> int:
	"""Try all failed rows again, and return how many there are."""
	if set(OVERSEERS).isdisjoint(frappe.get_roles()):
		frappe.throw(_("Only a manager tries all of them again."), frappe.PermissionError)
	return state.retry_all_failed()
