"""What an editor of conditions offers: the fields of a record that the user reads, and what may be asked of each."""

from frappe_crm_app.kit.conditions.fields import ConditionField
from frappe_crm_app.kit.conditions.held import Kind
from frappe_crm_app.kit.conditions.operators import CHANGED, OPERATORS
from frappe_crm_app.kit.workflow_steps import readable_fields
from frappe_crm_app.visibility.labels import label_of

CONTROLS = {
	Kind.TEXT: "Data",
	Kind.CHOICE: "Select",
	Kind.LINK: "Link",
	Kind.NUMBER: "Float",
	Kind.FLAG: "Check",
	Kind.DATE: "Date",
	Kind.MOMENT: "Date",
}


def fields_to_ask(doctype: str) -> list[dict]:
	"""Return the fields that conditions on such a record may name, as `as_field` gives them."""
	return [as_field(field) for field in readable_fields(doctype).values()]


def as_field(field: ConditionField) -> dict:
	"""Return a field that conditions and texts may name, with the control for its values."""
	return {
		"path": field.path,
		"label": field.label,
		"group": label_of(field.doctype),
		"kind": str(field.kind),
		"fieldtype": CONTROLS[field.kind],
		"options": field.options if field.kind in (Kind.CHOICE, Kind.LINK) else None,
		"is_linked": bool(field.link),
	}


def operators() -> list[dict]:
	"""Return what may be asked of fields, in order."""
	return [
		{
			"key": each.key,
			"label": str(each.label),
			"kinds": sorted(map(str, each.kinds)),
			"takes": str(each.takes),
			"is_about_past": each.key == CHANGED,
		}
		for each in OPERATORS.values()
	]
