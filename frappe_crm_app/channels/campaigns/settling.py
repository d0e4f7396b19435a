"""A person says whether an unsure mail went out. What was not sent is not sent again by that: who wants to may make a second campaign."""

import frappe
from frappe import _
from frappe.utils import now_datetime

from frappe_crm_app.channels.campaigns.rows import CAMPAIGN, RECIPIENT
from frappe_crm_app.frappe_crm_app.doctype.crm_campaign_recipient.options import Reason, RecipientStatus
from frappe_crm_app.kit.exceptions import CampaignStateError
from frappe_crm_app.visibility import policy


def settle(recipient: str, was_sent: bool) -> dict:
	"""Store what somebody found out of an unsure recipient, and return `{status}`. Raises `CampaignStateError`, `frappe.PermissionError`."""
	if not frappe.has_permission(CAMPAIGN, "write") or not policy.may(RECIPIENT, recipient):
		frappe.throw(_("There is no such recipient that you can see."), frappe.PermissionError)
	stored = frappe.db.get_value(RECIPIENT, recipient, ["status", "channel"], as_dict=True, for_update=True)
	if not stored or stored.status != RecipientStatus.UNSURE:
		frappe.throw(_("Of this recipient nothing is unsure."), CampaignStateError)
	values = {"settled_by": frappe.session.user, "problem": None}
	if was_sent:
		values |= {"status": str(RecipientStatus.SENT), "sent_on": now_datetime()}
	else:
		values |= {"status": str(RecipientStatus.FAILED), "reason": str(Reason.NOT_ACCEPTED)}
	frappe.db.set_value(RECIPIENT, recipient, values)
	return {"status": values["status"]}
