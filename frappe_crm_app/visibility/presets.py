"""Ready-made matrices of scopes and role permissions, and setting a site to one of them.

A matrix says what each role does with contacts, customers, deals, notes and locations. Roles that it does not name reach
nothing, except those that only add an action (partner data, locations, reassigning), which stay as shipped.
"""

from dataclasses import dataclass

import frappe
from frappe import _
from frappe.core.doctype.doctype.doctype import validate_permissions_for_doctype
from frappe.permissions import setup_custom_perms

from frappe_crm_app.frappe_crm_app.doctype.crm_record_scope.options import SCOPED_RECORDS, Scope
from frappe_crm_app.kit.enums import StrEnum
from frappe_crm_app.visibility.guarded import LOCATION, NOTE
from frappe_crm_app.visibility.labels import label_of
from frappe_crm_app.visibility.roles import CRMRole
from frappe_crm_app.visibility.scopes import SHIPPED, scope_of

RECORDS = (*SCOPED_RECORDS, NOTE, LOCATION)
ACTIONS = ("read", "write", "create", "delete", "report", "export", "import", "print", "email", "share")
NOTHING_MORE: frozenset[str] = frozenset()


class Preset(StrEnum):
	"""The matrices that can be chosen."""

	SHIPPED = "As shipped"
	WORKSPACE = "Workspace"
	ORGANISATION = "Organisation"
	SALES_FLOOR = "Sales floor"


@dataclass(frozen=True)
class Line:
	"""What a role does with every record in its scope: all its shipped actions and these more, on these DocTypes."""

	scope: Scope
	more: frozenset[str] = NOTHING_MORE
	doctypes: tuple[str, ...] = RECORDS


ADD_ONS = (CRMRole.PARTNER_MANAGER, CRMRole.LOCATION_MANAGER, CRMRole.REASSIGNER)
MANAGE = frozenset({"delete"})
# Each role of the CRM that a matrix names, beside what its users are called where the matrix comes from.
MATRICES: dict[Preset, dict[CRMRole, Line]] = {
	Preset.WORKSPACE: {
		CRMRole.ADMIN: Line(Scope.ALL),  # admin, owner: everything
		CRMRole.MANAGER: Line(Scope.ALL),  # manager: reads and writes
		CRMRole.EXTERNAL: Line(
			Scope.LINKED, doctypes=("CRM Contact", "CRM Customer")
		),  # factory: reads its own
		# member: nothing
	},
	Preset.ORGANISATION: {
		CRMRole.ADMIN: Line(Scope.ALL),  # org_admin: manages everything
		CRMRole.MANAGER: Line(Scope.ALL, MANAGE),  # site_admin: manages everything
		CRMRole.SALES_REP: Line(Scope.OWN, MANAGE),  # staff: manages what is theirs
		CRMRole.VIEWER: Line(Scope.ALL),  # readonly: reads everything
	},
	Preset.SALES_FLOOR: {
		CRMRole.ADMIN: Line(Scope.ALL),
		CRMRole.MANAGER: Line(Scope.ALL),  # manager: everybody's records
		CRMRole.SALES_REP: Line(Scope.OWN),  # SDR: their own prospects
		CRMRole.ACCOUNT_REP: Line(Scope.CLIENTS),  # MDR: the companies that are clients
	},
}


def apply(preset: str) -> list[str]:
	"""Set scopes and role permissions to the preset and return what changed, a sentence each; the caller may do it."""
	if preset not in list(Preset):
		frappe.throw(_("There is no preset {0}.").format(frappe.utils.escape_html(preset)))
	roles = [role for role in CRMRole if role not in ADD_ONS or preset == Preset.SHIPPED]
	changes = [change for role in roles for change in set_scopes(role, scopes_in(Preset(preset), role))]
	for doctype in RECORDS:
		wanted = {role: actions_in(Preset(preset), role, doctype) for role in roles}
		changes += set_actions(doctype, wanted)
	return changes


def scopes_in(preset: Preset, role: CRMRole) -> dict[str, Scope]:
	"""Return the role's scope on contacts, customers and deals in the preset."""
	if preset == Preset.SHIPPED:
		return {doctype: SHIPPED.get(role, {}).get(doctype, Scope.NONE) for doctype in SCOPED_RECORDS}
	line = MATRICES[preset].get(role)
	return {
		doctype: line.scope if line and doctype in line.doctypes else Scope.NONE for doctype in SCOPED_RECORDS
	}


def actions_in(preset: Preset, role: CRMRole, doctype: str) -> frozenset[str]:
	"""Return what the role does with records of `doctype` in the preset."""
	shipped = shipped_actions(role, doctype)
	if preset == Preset.SHIPPED:
		return shipped
	line = MATRICES[preset].get(role)
	return shipped | line.more if line and doctype in line.doctypes else frozenset()


def shipped_actions(role: str, doctype: str) -> frozenset[str]:
	"""Return what the schema lets the role do."""
	return actions_stored("DocPerm", role, doctype)


def actions_stored(table: str, role: str, doctype: str) -> frozenset[str]:
	"""Return the actions that the rows of DocPerm or Custom DocPerm grant at level 0."""
	rows = frappe.get_all(
		table, filters={"parent": doctype, "role": role, "permlevel": 0}, fields=list(ACTIONS), order_by=None
	)
	return frozenset(action for row in rows for action in ACTIONS if row[action])


def set_scopes(role: CRMRole, scopes: dict[str, Scope]) -> list[str]:
	"""Store the role's scopes and return a sentence for each that was another."""
	changes = []
	for doctype, scope in scopes.items():
		before = scope_of(role, doctype)
		if before == scope:
			continue
		store_scope(role, doctype, scope)
		changes.append(
			_("{0} reaches {1}: {2}, no longer {3}.").format(_(role), label_of(doctype), _(scope), _(before))
		)
	return changes


def store_scope(role: CRMRole, doctype: str, scope: Scope) -> None:
	"""Change the CRM Record Scope of a role on a DocType, inserting it where there is none."""
	identity = {"role": str(role), "record_type": doctype}
	name = frappe.db.exists("CRM Record Scope", identity)
	record = (
		frappe.get_doc("CRM Record Scope", name) if name else frappe.new_doc("CRM Record Scope", **identity)
	)
	record.scope = str(scope)
	record.save()


def set_actions(doctype: str, wanted: dict[CRMRole, frozenset[str]]) -> list[str]:
	"""Make each role's permissions at level 0 these actions, and return a sentence for each that were others."""
	table = "Custom DocPerm" if frappe.db.exists("Custom DocPerm", {"parent": doctype}) else "DocPerm"
	before = {role: actions_stored(table, role, doctype) for role in wanted}
	changed = [role for role in wanted if before[role] != wanted[role]]
	if not changed:
		return []
	setup_custom_perms(doctype)
	for role in changed:
		frappe.db.delete("Custom DocPerm", {"parent": doctype, "role": role, "permlevel": 0})
		if wanted[role]:
			insert_permission(doctype, role, wanted[role])
	validate_permissions_for_doctype(doctype)
	frappe.clear_cache(doctype=doctype)
	return [sentence_of_change(doctype, role, before[role], wanted[role]) for role in changed]


def insert_permission(doctype: str, role: CRMRole, actions: frozenset[str]) -> None:
	"""Let the role do these actions, as the Role Permissions Manager would."""
	row = frappe.new_doc("Custom DocPerm")
	row.update({"parent": doctype, "parenttype": "DocType", "parentfield": "permissions", "role": str(role)})
	row.update({action: int(action in actions) for action in ACTIONS})
	# Role permissions are System Managers' in general; a CRM Admin, who called this, sets those of the CRM's roles.
	row.insert(ignore_permissions=True)


def sentence_of_change(doctype: str, role: CRMRole, before: frozenset[str], after: frozenset[str]) -> str:
	"""Return what a role may do now, and no longer."""
	parts = []
	if after - before:
		parts.append(_("may now {0}").format(named(after - before)))
	if before - after:
		parts.append(_("may no longer {0}").format(named(before - after)))
	return _("{0}, {1}: {2}.").format(_(role), label_of(doctype), "; ".join(parts))


def named(actions: frozenset[str]) -> str:
	"""Return actions in their usual order."""
	return ", ".join(_(action) for action in ACTIONS if action in actions)
