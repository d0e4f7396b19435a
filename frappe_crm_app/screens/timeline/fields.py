"""Field changes (Frappe's Version) in words."""

import frappe
from frappe.model.document import Document
from frappe.utils import cstr

from frappe_crm_app.visibility.link_words import words_for

# Told by stage changes and notes already, or derived from other fields.
TOLD_ELSEWHERE = (
	*("stage", "pipeline", "stage_entered_on", "outcome", "probability", "closed_on", "base_value"),
	*("base_currency", "conversion_rate", "next_follow_up_on", "last_activity_on", "customer_name_key"),
	"company_key",
	*("forecast_category", "is_forecast_chosen"),
)
LONGEST = 140
Change = tuple[Document, object, object]


def readable_changes(doctype: str, versions: dict[str, str]) -> dict[str, list[dict]]:
	"""Return `[{label, before, after}]` for each version: of fields that the session's user may read."""
	fields = readable_fields(doctype)
	changes = {name: changes_in(data, fields) for name, data in versions.items()}
	words = words_for(
		(field.options, value)
		for listed in changes.values()
		for field, *values in listed
		for value in values
		if field.fieldtype == "Link" and value
	)
	return {name: [in_words(change, words) for change in listed] for name, listed in changes.items()}


def readable_fields(doctype: str) -> dict[str, Document]:
	"""Return the DocType's fields by name, of those that may be shown to the session's user."""
	meta = frappe.get_meta(doctype)
	permitted = set(meta.get_permitted_fieldnames(permission_type="read"))
	return {
		field.fieldname: field
		for field in meta.fields
		if field.fieldname in permitted and field.fieldname not in TOLD_ELSEWHERE and not field.hidden
	}


def changes_in(data: str, fields: dict[str, Document]) -> list[Change]:
	"""Return field, former and new value for each readable field that a version changed."""
	changed = (frappe.parse_json(data or "{}") or {}).get("changed") or []
	return [(fields[name], before, after) for name, before, after in changed if name in fields]


def in_words(change: Change, words: dict[tuple[str, str], str]) -> dict:
	"""Return a change as people read it; a linked record that the reader may not see is not named."""
	field, *values = change
	if field.fieldtype == "Link":
		values = [value and words[field.options, value] for value in values]
	before, after = (shortened(value) for value in values)
	return {"label": frappe._(field.label), "before": before, "after": after}


def shortened(value: object) -> str:
	"""Return the value as a short, plain text."""
	text = frappe.utils.strip_html(cstr(value)).strip()
	return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
