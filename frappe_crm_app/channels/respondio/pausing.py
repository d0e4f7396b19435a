"""Stops the whole sync when respond.io refuses the token, and tells the administrators, once.

It goes on when CRM Respondio Settings are saved.
"""

from functools import partial

import frappe
from frappe import _
from frappe.utils import now_datetime

from frappe_crm_app.channels.respondio.client import RespondioError
from frappe_crm_app.kit.conflicts import committed
from frappe_crm_app.kit.telling import notify
from frappe_crm_app.visibility.roles import CRMRole
from frappe_crm_app.visibility.users import users_with

SETTINGS = "CRM Respondio Settings"


def pause(error: RespondioError) -> None:
	"""Pause and tell; nothing where another worker was faster. Commits."""
	committed(partial(pause_once, _("respond.io refuses the access token: {0}").format(error.message)))


def pause_once(reason: str) -> None:
	if not is_paused_already():
		frappe.db.set_single_value(SETTINGS, {"paused_on": now_datetime(), "paused_reason": reason})
		frappe.clear_document_cache(SETTINGS, SETTINGS)
		tell_administrators(reason)


def is_paused_already() -> bool:
	"""Return whether the sync is paused; who asks next waits until this transaction is over."""
	single = frappe.qb.DocType("Singles")
	stored = frappe.qb.from_(single).select(single.field, single.value).where(single.doctype == SETTINGS)
	fields = ["enabled", "paused_on"]
	return bool(dict(stored.where(single.field.isin(fields)).for_update().run()).get("paused_on"))


def tell_administrators(reason: str) -> None:
	"""Give each administrator of the CRM, or else of the site, a notification."""
	users = users_with(CRMRole.ADMIN) or users_with("System Manager") or ["Administrator"]
	for user in users:
		subject = _("The sync with respond.io is paused.")
		notify(user, subject, SETTINGS, SETTINGS, text=frappe.utils.escape_html(reason))
