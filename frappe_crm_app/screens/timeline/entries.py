"""The entries of a page: who did it and when, about which record, and what its source says of it."""

import frappe

from frappe_crm_app.kit.meeting_points import alone
from frappe_crm_app.screens.timeline.details import select_details
from frappe_crm_app.screens.timeline.related import Told
from frappe_crm_app.screens.timeline.sources import Listed, together

Key = tuple[str, str]


def tell(told: Told, keys: list[frappe._dict], sources: dict[str, Listed]) -> dict[Key, dict]:
	"""Return the entry of each key, by source and name: `{source, name, happened_on, by, by_name, about, ...}`.

	`about` is `{doctype, name, title}` of the record, where it is another one than the timeline's and the reader may see it. What says
	nothing to the reader, as a field change that changed nothing they may see, is left out.
	"""
	said: dict[Key, dict] = {}
	shown = {key.source for key in keys}
	titles: dict[Key, str] = {}
	others = others_among(told, keys)
	for group in together([listed for name, listed in sources.items() if name in shown]):
		with alone(group[0].path):
			names = {
				listed.source: [key.name for key in keys if key.source == listed.source.name]
				for listed in group
			}
			rows, found = select_details(names, others, told.criteria)
			titles |= found
			others = {}
			said |= said_by(told.own.doctype, names, rows)
	return {
		(key.source, key.name): {
			**said[key.source, key.name],
			"source": key.source,
			"name": key.name,
			"happened_on": key.happened_on,
			"about": about(key, titles),
		}
		for key in keys
		if (key.source, key.name) in said
	}


def entries_of(keys: list[frappe._dict], told: dict[Key, dict]) -> list[dict]:
	"""Return the entries of these keys, in their order, of those that are told."""
	return [told[key.source, key.name] for key in keys if (key.source, key.name) in told]


def others_among(told: Told, keys: list[frappe._dict]) -> dict[str, set[str]]:
	"""Return the names, by DocType, of the records that entries are about, beside the timeline's own."""
	names: dict[str, set[str]] = {}
	for key in keys:
		if (key.doctype, key.about) != (told.own.doctype, told.own.names):
			names.setdefault(key.doctype, set()).add(key.about)
	return names


def about(key: frappe._dict, titles: dict[Key, str]) -> dict | None:
	"""Return DocType, name and title of the record of an entry, if it has a title to tell."""
	record = (key.doctype, key.about)
	return {"doctype": key.doctype, "name": key.about, "title": titles[record]} if record in titles else None


def said_by(doctype: str, names: dict, rows: list[frappe._dict]) -> dict[Key, dict]:
	"""Return `{by, by_name, ...}` of those of the entries that these sources know."""
	said: dict[Key, dict] = {}
	for source in names:
		own = [row for row in rows if row.source == source.name]
		by_name = {row.name: row for row in own}
		for name, entry in source.entries(doctype, own).items():
			said[source.name, name] = {**whose(by_name[name]), **entry}
	return said


def whose(row: frappe._dict) -> dict:
	"""Return who did it."""
	return {"by": row.by, "by_name": row.by_name or row.user_name or row.by}
