"""The entries of a page: who did it and when, and what its source says of it."""

import frappe

from frappe_crm_app.kit.meeting_points import alone
from frappe_crm_app.screens.timeline.details import select_details
from frappe_crm_app.screens.timeline.sources import Listed, together

Key = tuple[str, str]


def entries_of(doctype: str, keys: list[frappe._dict], sources: dict[str, Listed]) -> list[dict]:
	"""Return the entries in the order of their keys: `{source, name, happened_on, by, by_name, ...}`.

	What says nothing to the reader, as a field change that changed nothing they may see, is left out.
	"""
	told: dict[Key, dict] = {}
	shown = {key.source for key in keys}
	for group in together([listed for name, listed in sources.items() if name in shown]):
		with alone(group[0].path):
			told |= told_by(doctype, group, keys)
	return [
		{**told[key.source, key.name], "source": key.source, "name": key.name, "happened_on": key.happened_on}
		for key in keys
		if (key.source, key.name) in told
	]


def told_by(doctype: str, group: list[Listed], keys: list[frappe._dict]) -> dict[Key, dict]:
	"""Return `{by, by_name, ...}` of those of the entries that these sources know."""
	names = {
		listed.source: [key.name for key in keys if key.source == listed.source.name] for listed in group
	}
	rows = select_details(names)
	told: dict[Key, dict] = {}
	for source in names:
		own = {row.name: row for row in rows if row.source == source.name}
		for name, entry in source.entries(doctype, list(own.values())).items():
			told[source.name, name] = {**whose(own[name]), **entry}
	return told


def whose(row: frappe._dict) -> dict:
	"""Return who did it."""
	return {"by": row.by, "by_name": row.by_name or row.user_name or row.by}
