"""What cards show beside what all cards show: the fields and tags that a person chose, else the fields ticked in the pipeline."""

from collections import defaultdict

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, flt, fmt_money, format_date, format_datetime

from frappe_crm_app.screens.board.own_fields import is_readable
from frappe_crm_app.screens.timeline.titles import titles_of_links

LONGEST = 60  # characters of a value
MOST = 8  # fields of a card
TAGS, NOTHING = "_user_tags", "none"
ON_ALL_CARDS = frozenset(
	(
		*(
			"title",
			"customer_name",
			"value",
			"account_value",
			"currency",
			"deal_owner",
			"salesperson",
			"contact",
		),
		*(
			"primary_contact",
			"customer",
			"pipeline",
			"stage",
			"next_follow_up_on",
			"stage_entered_on",
			"image",
		),
	)
)


def fields_on_cards(doctype: str, pipeline: str, cards: list[dict], chosen: str | None) -> dict[str, dict]:
	"""Return `{chips}` of each card: the values of the `chosen` fields, as a person chose them, else of those that its pipeline shows.

	No statement where there are none, one for tags, else two.
	"""
	if not cards or chosen == NOTHING:
		return {}
	names = [card["name"] for card in cards]
	fields = chosen_fields(doctype, chosen) if chosen else fields_of_pipeline(doctype, pipeline)
	values = chips_by_name(doctype, names, fields)
	tags = tags_of(doctype, names) if chosen and TAGS in chosen.split(",") else {}
	chips = {name: values.get(name, []) + tags.get(name, []) for name in names}
	return {name: {"chips": listed} for name, listed in chips.items() if listed}


def chips_by_name(doctype: str, names: list[str], fields: list[Document]) -> dict[str, list[dict]]:
	"""Return the chips of these fields of each record; no statement for no fields."""
	if not fields:
		return {}
	shown = [field.fieldname for field in fields]
	columns = list(dict.fromkeys(["name", *shown, *currency_fields(doctype, fields)]))
	rows = frappe.get_all(doctype, filters={"name": ("in", names)}, fields=columns, limit=len(names))
	links = [field for field in fields if field.fieldtype == "Link"]
	titles = titles_of_links((field.options, row[field.fieldname]) for field in links for row in rows)
	return {row.name: chips_of(row, fields, titles) for row in rows}


def tags_of(doctype: str, names: list[str]) -> dict[str, list[dict]]:
	"""Return a chip for each tag of each record."""
	chips = defaultdict(list)
	filters = {"document_type": doctype, "document_name": ("in", names)}
	for link in frappe.get_all("Tag Link", filters, ["document_name", "tag"], order_by="tag asc"):
		chips[link.document_name].append(
			{"text": link.tag, "title": _("Tag: {0}").format(link.tag), "color": "blue"}
		)
	return chips


def offered_fields(doctype: str) -> list[dict]:
	"""Return the fields that a person may choose for cards: `[{fieldname, label}]`, tags first."""
	fields = [field for field in readable_fields(doctype) if field.fieldname not in ON_ALL_CARDS]
	labels = [{"fieldname": field.fieldname, "label": _(field.label)} for field in fields if field.label]
	return [{"fieldname": TAGS, "label": _("Tags")}, *labels]


def readable_fields(doctype: str) -> list[Document]:
	"""Return the fields that the session's user may read, that are stored, and that can be written in a line."""
	meta = frappe.get_meta(doctype)
	allowed = set(meta.get_permitted_fieldnames(permission_type="read"))
	stored = [field for field in meta.fields if not field.get("is_virtual")]
	return [field for field in stored if field.fieldname in allowed and is_readable(field)]


def known_fields(doctype: str, chosen: str) -> str:
	"""Return those of the fields that somebody chose that are still there and may be read, `NOTHING` for none."""
	known = {TAGS, *(field.fieldname for field in readable_fields(doctype))}
	wanted = dict.fromkeys(name.strip() for name in chosen.split(","))
	return ",".join([name for name in wanted if name in known][:MOST]) or NOTHING


def chosen_fields(doctype: str, chosen: str) -> list[Document]:
	"""Return the fields of a list with commas that `known_fields` has checked, but tags."""
	meta = frappe.get_meta(doctype)
	return [meta.get_field(name) for name in chosen.split(",") if name != TAGS]


def currency_fields(doctype: str, fields: list[Document]) -> list[str]:
	"""Return the fields that name the currency of an amount among these."""
	meta = frappe.get_meta(doctype)
	amounts = [field for field in fields if field.fieldtype == "Currency"]
	return [field.options for field in amounts if field.options and meta.has_field(field.options)]


def fields_in_effect(doctype: str, pipeline: str, chosen: str | None) -> list[str]:
	"""Return the names of the fields that the cards of a pipeline show."""
	if chosen:
		return [name for name in chosen.split(",") if name != NOTHING]
	return [field.fieldname for field in fields_of_pipeline(doctype, pipeline)]


def fields_of_pipeline(doctype: str, pipeline: str) -> list[Document]:
	"""Return the fields that a pipeline shows on cards and that the session's user may read; from Frappe's cache."""
	rows = frappe.get_cached_doc("CRM Pipeline", pipeline).card_fields
	ticked = list(dict.fromkeys(row.fieldname for row in rows))
	if not ticked:
		return []
	fields = {field.fieldname: field for field in readable_fields(doctype)}
	return [fields[fieldname] for fieldname in ticked if fieldname in fields]


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
