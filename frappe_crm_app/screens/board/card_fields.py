"""What a pipeline's cards show beside what all cards show: the fields ticked in it (hook `crm_card_facts`)."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, flt, fmt_money, format_date, format_datetime

from frappe_crm_app.screens.board.own_fields import is_readable
from frappe_crm_app.screens.timeline.titles import titles_of_links
from frappe_crm_app.visibility.user_criteria import UserCriteria

LONGEST = 60  # characters of a value


def ticked_fields(doctype: str, cards: list[dict], criteria: UserCriteria) -> dict[str, dict]:
	"""Return `{chips}` of each card: the values of the fields that its pipeline shows. No statement where it shows none, else two."""
	fields = fields_of_pipeline(doctype, cards[0]["stage"]) if cards else []
	if not fields:
		return {}
	names, shown = [card["name"] for card in cards], [field.fieldname for field in fields]
	columns = list(dict.fromkeys(["name", *shown, *currency_fields(doctype, fields)]))
	rows = frappe.get_all(doctype, filters={"name": ("in", names)}, fields=columns, limit=len(names))
	links = [field for field in fields if field.fieldtype == "Link"]
	titles = titles_of_links((field.options, row[field.fieldname]) for field in links for row in rows)
	return {row.name: {"chips": chips_of(row, fields, titles)} for row in rows}


def currency_fields(doctype: str, fields: list[Document]) -> list[str]:
	"""Return the fields that name the currency of an amount among these."""
	meta = frappe.get_meta(doctype)
	amounts = [field for field in fields if field.fieldtype == "Currency"]
	return [field.options for field in amounts if field.options and meta.has_field(field.options)]


def fields_of_pipeline(doctype: str, stage: str) -> list[Document]:
	"""Return the fields that the stage's pipeline shows on cards and that the session's user may read; from Frappe's cache."""
	pipeline = frappe.get_cached_value("CRM Stage", stage, "pipeline")
	rows = frappe.get_cached_doc("CRM Pipeline", pipeline).card_fields
	ticked = list(dict.fromkeys(row.fieldname for row in rows))
	if not ticked:
		return []
	meta = frappe.get_meta(doctype)
	allowed = meta.get_permitted_fieldnames(permission_type="read")
	fields = [meta.get_field(fieldname) for fieldname in ticked if fieldname in allowed]
	return [field for field in fields if field and is_readable(field)]


def chips_of(row: frappe._dict, fields: list[Document], titles: dict) -> list[dict]:
	"""Return a chip for each field that holds something."""
	texts = [(field, text_of(row, field, titles)) for field in fields]
	return [
		{"text": text, "title": f"{_(field.label)}: {text}", "color": "gray"} for field, text in texts if text
	]


def text_of(row: frappe._dict, field: Document, titles: dict) -> str:
	"""Return a value as a card shows it, "" where there is nothing to show; a linked record that is hidden is not named."""
	value = row[field.fieldname]
	if not value:
		return ""
	writers = {
		"Check": lambda: _(field.label) if cint(value) else "",
		"Currency": lambda: fmt_money(flt(value), currency=row.get(field.options)),
		"Date": lambda: format_date(value),
		"Datetime": lambda: format_datetime(value),
		"Link": lambda: titles.get((field.options, value), ""),
		"Percent": lambda: f"{flt(value):g} %",
		"Float": lambda: f"{flt(value):g}",
		"Rating": lambda: f"{flt(value) * 5:g} / 5",
		"Select": lambda: _(value),
	}
	text = writers.get(field.fieldtype, lambda: str(value))()
	return frappe.utils.strip_html(text).strip()[:LONGEST]
