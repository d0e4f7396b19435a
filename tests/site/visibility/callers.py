"""Who sends hostile requests: a guest, somebody with a login alone, a desk user without a role of ours, and each role of the CRM."""

from collections.abc import Iterator

import frappe

from frappe_crm_app.visibility.roles import CRMRole
from tests.stack.site import new_rows_removed, new_user, reset_locals

GUEST, WEBSITE_USER, DESK_USER = "Guest", "website user", "desk user"
ROLE_OF_DESK_USER = "Workspace Manager"
# Who reaches every record anyway.
OVERSEERS = (str(CRMRole.ADMIN), str(CRMRole.MANAGER))
SEEING = (*OVERSEERS, "CRM Viewer", "CRM Marketer")  # each record that is open


def people_of_all_kinds() -> Iterator[dict[str, str | None]]:
	"""Yield a user for each kind of caller, `None` for the guest: making them takes longer than asking them."""
	reset_locals()
	with new_rows_removed():
		people = {str(role): new_user(role) for role in CRMRole}
		people |= {WEBSITE_USER: new_user(), DESK_USER: new_user(ROLE_OF_DESK_USER)}
		frappe.db.commit()
		yield people | {GUEST: None}
