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


@dataclass(frozen=True)
class ScopeChange:
	"""A role's scope on a DocType that a preset would change."""

	role: CRMRole
	doctype: str
	before: Scope
	after: Scope

	def make(self) -> None:
		"""Store the new scope."""
		store_scope(self.role, self.doctype, self.after)

	def sentence(self) -> str:
		"""Say what changes."""
		return _("{0} reaches {1}: {2}, no longer {3}.").format(
			_(self.role), label_of(self.doctype), _(self.after), _(self.before)
		)


@dataclass(frozen=True)
class ActionsChange:
	"""What a role does with a DocType, as a preset would change it."""

	role: CRMRole
	doctype: str
	before: frozenset[str]
	after: frozenset[str]

	def make(self) -> None:
		"""Store the new permissions, whose DocType has custom ones already."""
		frappe.db.delete("Custom DocPerm", {"parent": self.doctype, "role": self.role, "permlevel": 0})
		if self.after:
			insert_permission(self.doctype, self.role, self.after)

	def sentence(self) -> str:
		"""Say what the role may do now, and no longer."""
		return sentence_of_change(self.doctype, self.role, self.before, self.after)


def apply(preset: str) -> list[str]:
	"""Set scopes and role permissions to the preset and return what changed, a sentence each; the caller may do it."""
	scopes, actions = changes_of(preset)
	for change in scopes:
		change.make()
	for doctype in RECORDS:
		set_actions(doctype, [change for change in actions if change.doctype == doctype])
	return [change.sentence() for change in (*scopes, *actions)]


def preview(preset: str) -> dict[str, list[str]]:
	"""Return `{changes, left}`: what applying the preset would change, a sentence each as `apply` returns them, and what it leaves."""
	scopes, actions = changes_of(preset)
	left = [_("Fields, pipelines and stages are left as they are.")]
	if preset != Preset.SHIPPED:
		left.append(
			_("What these roles add is left as it is: {0}.").format(", ".join(_(role) for role in ADD_ONS))
		)
	return {"changes": [change.sentence() for change in (*scopes, *actions)], "left": left}


def changes_of(preset: str) -> tuple[list[ScopeChange], list[ActionsChange]]:
	"""Return what of this site is otherwise than in the preset; raises `frappe.ValidationError` for one that is none."""
	if preset not in list(Preset):
		frappe.throw(_("There is no preset {0}.").format(frappe.utils.escape_html(preset)))
	preset = Preset(preset)
	roles = [role for role in CRMRole if role not in ADD_ONS or preset == Preset.SHIPPED]
	return scope_changes(preset, roles), action_changes(preset, roles)


def scope_changes(preset: Preset, roles: list[CRMRole]) -> list[ScopeChange]:
	"""Return the scopes that are others in the preset."""
	wanted = ((role, doctype, scope) for role in roles for doctype, scope in scopes_in(preset, role).items())
	changes = [ScopeChange(role, doctype, scope_of(role, doctype), scope) for role, doctype, scope in wanted]
	return [change for change in changes if change.before != change.after]


def action_changes(preset: Preset, roles: list[CRMRole]) -> list[ActionsChange]:
	"""Return the role permissions that are others in the preset, by DocType."""
	shipped, custom = read_actions("DocPerm"), read_actions("Custom DocPerm")
	customised = {doctype for doctype, _role in custom}
	changes = []
	for doctype in RECORDS:
		stored = custom if doctype in customised else shipped
		for role in roles:
			before = stored.get((doctype, role), NOTHING_MORE)
			after = actions_in(preset, role, doctype, shipped.get((doctype, role), NOTHING_MORE))
			if before != after:
				changes.append(ActionsChange(role, doctype, before, after))
	return changes


def scopes_in(preset: Preset, role: CRMRole) -> dict[str, Scope]:
	"""Return the role's scope on contacts, customers and deals in the preset."""
	if preset == Preset.SHIPPED:
		return {doctype: SHIPPED.get(role, {}).get(doctype, Scope.NONE) for doctype in SCOPED_RECORDS}
	line = MATRICES[preset].get(role)
	return {
		doctype: line.scope if line and doctype in line.doctypes else Scope.NONE for doctype in SCOPED_RECORDS
	}


def actions_in(preset: Preset, role: CRMRole, doctype: str, shipped: frozenset[str]) -> frozenset[str]:
	"""Return what the role does with records of `doctype` in the preset, where the schema lets it do what is `shipped`."""
	if preset == Preset.SHIPPED:
		return shipped
	line = MATRICES[preset].get(role)
	return shipped | line.more if line and doctype in line.doctypes else frozenset()


def read_actions(table: str) -> dict[tuple[str, str], frozenset[str]]:
	"""Return, by DocType and role, the actions that the rows of DocPerm or Custom DocPerm grant at level 0.

	Rows of other levels alone grant none; where they are custom ones, Frappe heeds no shipped row of the DocType.
	"""
	rows = frappe.get_all(
		table,
		filters={"parent": ("in", RECORDS)},
		fields=["parent", "role", "permlevel", *ACTIONS],
		order_by=None,
	)
	granted: dict[tuple[str, str], frozenset[str]] = {}
	for row in rows:
		actions = {action for action in ACTIONS if row[action] and not row.permlevel}
		granted[row.parent, row.role] = granted.get((row.parent, row.role), NOTHING_MORE) | actions
	return granted


def store_scope(role: CRMRole, doctype: str, scope: Scope) -> None:
	"""Change the CRM Record Scope of a role on a DocType, inserting it where there is none."""
	identity = {"role": str(role), "record_type": doctype}
	name = frappe.db.exists("CRM Record Scope", identity)
	record = (
		frappe.get_doc("CRM Record Scope", name) if name else frappe.new_doc("CRM Record Scope", **identity)
	)
	record.scope = str(scope)
	record.save()


def set_actions(doctype: str, changes: list[ActionsChange]) -> None:
	"""Make these changes to the role permissions of a DocType."""
	if not changes:
		return
	setup_custom_perms(doctype)
	for change in changes:
		change.make()
	validate_permissions_for_doctype(doctype)
	frappe.clear_cache(doctype=doctype)


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
