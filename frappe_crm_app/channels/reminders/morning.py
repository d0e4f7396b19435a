"""Whose morning has come, and who was not greeted yet today."""

from datetime import datetime

import frappe
from frappe.utils import cint

from frappe_crm_app.kit.timezones import in_zone, zone_of
from frappe_crm_app.visibility.roles import CRMRole

MARK = (
	"crm_digest_day"  # among a user's defaults: the last day of their own calendar that they had their digest
)


def people_to_greet(now: datetime) -> list[str]:
	"""Return the enabled users of the CRM whose own clock has passed the digest's hour and who had none today."""
	hour = cint(frappe.get_cached_doc("CRM Desk Settings").digest_hour)
	waiting = []
	for person in people():
		local = in_zone(now, zone_of(person.time_zone))
		if local.hour >= hour and person.greeted_on != local.date().isoformat():
			waiting.append(person.name)
	return waiting


def people() -> list[frappe._dict]:
	"""Return name, time zone and last digest of everybody who has a role of the CRM, in one query."""
	user, role, default = (frappe.qb.DocType(doctype) for doctype in ("User", "Has Role", "DefaultValue"))
	has_role = frappe.qb.from_(role).select(role.parent).where(role.parenttype == "User")
	has_role = has_role.where(role.role.isin([str(each) for each in CRMRole]))
	return (
		frappe.qb.from_(user)
		.left_join(default)
		.on((default.parent == user.name) & (default.defkey == MARK))
		.select(user.name, user.time_zone, default.defvalue.as_("greeted_on"))
		.where((user.enabled == 1) & user.name.isin(has_role))
		.orderby(user.name)
		.run(as_dict=True)
	)
