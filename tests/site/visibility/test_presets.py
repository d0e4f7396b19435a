"""The presets are the access matrices of the systems that they come from; each line of those is a row here."""

import frappe
import pytest

from frappe_crm_app.visibility.presets import RECORDS, Preset, apply, preview
from tests.factories import make_contact, make_customer, make_deal, make_note

PRESETS = (Preset.WORKSPACE, Preset.ORGANISATION, Preset.SALES_FLOOR)
SEEN = [
	# preset, role, {"theirs": seen, "others'": seen, "a client's": seen, "linked": seen}
	(Preset.WORKSPACE, "CRM Admin", {"own": True, "other": True, "client": True, "linked": True}),
	(Preset.WORKSPACE, "CRM Manager", {"own": True, "other": True, "client": True, "linked": True}),
	(Preset.WORKSPACE, "CRM External", {"own": False, "other": False, "client": False, "linked": True}),
	(Preset.WORKSPACE, "CRM Sales Rep", {"own": False, "other": False, "client": False, "linked": False}),
	(Preset.ORGANISATION, "CRM Admin", {"own": True, "other": True, "client": True, "linked": True}),
	(Preset.ORGANISATION, "CRM Manager", {"own": True, "other": True, "client": True, "linked": True}),
	(Preset.ORGANISATION, "CRM Sales Rep", {"own": True, "other": False, "client": False, "linked": False}),
	(Preset.ORGANISATION, "CRM Viewer", {"own": True, "other": True, "client": True, "linked": True}),
	(
		Preset.ORGANISATION,
		"CRM Marketer",
		{"own": False, "other": False, "client": False, "linked": False},
	),
	(Preset.SALES_FLOOR, "CRM Sales Rep", {"own": True, "other": False, "client": False, "linked": False}),
	(Preset.SALES_FLOOR, "CRM Account Rep", {"own": True, "other": False, "client": True, "linked": False}),
	(Preset.SALES_FLOOR, "CRM Manager", {"own": True, "other": True, "client": True, "linked": True}),
	(Preset.SALES_FLOOR, "CRM Viewer", {"own": False, "other": False, "client": False, "linked": False}),
]
DONE = [
	# preset, role, what the role does with a contact of its own (a linked one, for CRM External)
	(Preset.WORKSPACE, "CRM Admin", {"read", "write", "create", "delete"}),
	(Preset.WORKSPACE, "CRM Manager", {"read", "write", "create"}),
	(Preset.WORKSPACE, "CRM External", {"read"}),
	(Preset.WORKSPACE, "CRM Viewer", set()),
	(Preset.ORGANISATION, "CRM Admin", {"read", "write", "create", "delete"}),
	(Preset.ORGANISATION, "CRM Manager", {"read", "write", "create", "delete"}),
	(Preset.ORGANISATION, "CRM Sales Rep", {"read", "write", "create", "delete"}),
	(Preset.ORGANISATION, "CRM Viewer", {"read"}),
	(Preset.SALES_FLOOR, "CRM Sales Rep", {"read", "write", "create"}),
	(Preset.SALES_FLOOR, "CRM Account Rep", {"read", "write", "create"}),
	(Preset.SALES_FLOOR, "CRM Manager", {"read", "write", "create"}),
]


@pytest.fixture
def applied(monkeypatch):
	"""``applied(preset)`` sets this site to a preset; Frappe's caches of permissions are cleared with the rollback."""
	yield apply
	frappe.db.rollback()
	for doctype in ("CRM Contact", "CRM Customer", "CRM Sales Deal", "CRM Follow-up Note", "CRM Location"):
		frappe.clear_cache(doctype=doctype)


@pytest.mark.parametrize("preset", PRESETS)
def test_each_role_sees_and_does_what_it_should(preset, applied, make_user, sees):
	"""One test for each preset: setting one takes longer than asking all roles."""
	applied(preset)
	for role, expected in of_preset(SEEN, preset).items():
		assert seen_by(make_user(role), sees) == [expected, expected], role
	for role, actions in of_preset(DONE, preset).items():
		assert done_by(make_user(role)) == actions, role


def of_preset(lines: list[tuple], preset: Preset) -> dict:
	"""Return what the lines of a preset say, by role."""
	found = {role: expected for its_preset, role, expected in lines if its_preset == preset}
	assert found
	return found


def seen_by(user: str, sees) -> list[dict[str, bool]]:
	"""Return which customers, and which contacts, somebody sees, by whose they are."""
	customers = {
		"own": make_customer(salesperson=user),
		"other": make_customer(),
		"client": make_customer(relationship="Client"),
		"linked": make_customer(linked_users=[{"user": user}]),
	}
	contacts = {
		"own": make_contact(contact_owner=user),
		"other": make_contact(),
		"client": make_contact(customer=customers["client"].name),
		"linked": make_contact(linked_user=user),
	}
	return [{key: sees(user, record) for key, record in records.items()} for records in (customers, contacts)]


def done_by(user: str) -> set[str]:
	"""Return what somebody may do with a contact that is theirs and linked to them."""
	contact = make_contact(contact_owner=user, linked_user=user)
	asked = ("read", "write", "create", "delete")
	return {
		action for action in asked if frappe.has_permission("CRM Contact", action, contact.name, user=user)
	}


def test_a_factory_sees_no_notes_and_no_deals(applied, make_user, sees):
	applied(Preset.WORKSPACE)
	factory = make_user("CRM External")
	contact = make_contact(linked_user=factory)
	assert sees(factory, contact)
	assert not sees(factory, make_note(contact))
	assert not sees(factory, make_deal(contact=contact.name))


def test_it_says_what_it_changed_and_nothing_the_second_time(applied):
	changes = applied(Preset.ORGANISATION)
	assert "CRM Account Rep reaches Contact: None, no longer Clients." in changes
	assert "CRM Sales Rep, Contact: may now delete." in changes
	assert applied(Preset.ORGANISATION) == []


def test_back_to_as_shipped_is_as_shipped(applied):
	applied(Preset.WORKSPACE)
	assert applied(Preset.SHIPPED) != []
	assert applied(Preset.SHIPPED) == []
	for preset in Preset:
		applied(preset)
	applied(Preset.SHIPPED)
	meta = frappe.get_meta("CRM Contact", cached=False)
	rep = next(rule for rule in meta.permissions if rule.role == "CRM Sales Rep")
	assert (rep.read, rep.write, rep.create, rep.delete, rep.export) == (1, 1, 1, 0, 0)


def test_permissions_of_other_roles_stay(applied):
	frappe.permissions.add_permission(
		"CRM Contact", "Accounts User" if frappe.db.exists("Role", "Accounts User") else "System Manager"
	)
	applied(Preset.SALES_FLOOR)
	roles = {rule.role for rule in frappe.get_meta("CRM Contact", cached=False).permissions}
	assert roles & {"System Manager", "Accounts User"}


def test_an_unknown_preset_is_refused(applied):
	with pytest.raises(frappe.ValidationError, match="There is no preset"):
		applied("Anarchy")


def permissions() -> dict:
	"""What the presets could change, as it is stored."""
	fields = ["parent", "role", "permlevel", "read", "write", "create", "delete"]
	custom = frappe.get_all(
		"Custom DocPerm", {"parent": ("in", RECORDS)}, fields, order_by="parent, role", as_list=True
	)
	scopes = frappe.get_all(
		"CRM Record Scope",
		fields=["role", "record_type", "scope"],
		order_by="role, record_type",
		as_list=True,
	)
	return {"custom": custom, "scopes": scopes}


def test_a_preview_says_what_applying_then_does_and_changes_nothing(applied):
	before = permissions()
	shown = preview(Preset.ORGANISATION)
	assert permissions() == before
	assert shown["changes"]
	assert applied(Preset.ORGANISATION) == shown["changes"]
	assert preview(Preset.ORGANISATION)["changes"] == []
	assert shown["left"][0] == "Fields, pipelines and stages are left as they are."
	assert "CRM Reassigner" in shown["left"][1]


def test_where_there_are_rows_above_level_0_alone_everything_is_given_anew(applied):
	"""Frappe heeds no shipped permission of a DocType with a Custom DocPerm, of whatever level."""
	frappe.get_doc(
		{"doctype": "Custom DocPerm", "parent": "CRM Location", "parenttype": "DocType", "role": "CRM Viewer", "permlevel": 1, "read": 1}
	).insert()  # fmt: skip
	said = [each for each in preview(Preset.SHIPPED)["changes"] if each.startswith("CRM Viewer, Location")]
	assert said == ["CRM Viewer, Location: may now read, report, print."]
	applied(Preset.SHIPPED)
	frappe.clear_cache(doctype="CRM Location")
	rules = frappe.get_meta("CRM Location", cached=False).permissions
	assert {rule.permlevel for rule in rules if rule.role == "CRM Viewer" and rule.read} == {0, 1}


def test_there_is_no_preview_of_what_is_no_preset():
	with pytest.raises(frappe.ValidationError, match="There is no preset Nonsense"):
		preview("Nonsense")
