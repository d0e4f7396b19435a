"""What a site must be like before the app is installed or migrated there; nothing has been written when it is not.

It imports nothing of ours but names, since an older Frappe lacks what the rest of the app imports.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import click
import frappe
from frappe import _

from frappe_crm_app import MODULE

OLDEST_FRAPPE = "15.101.0"
KINDS = ("DocType", "Report", "Page")  # what Frappe would overwrite when it reads our files


def before_install() -> None:
	"""Stop installing with one sentence. Raises frappe.IncompatibleApp, which `bench install-app` prints."""
	refuse_older_frappe()
	refuse_names_of_others()


def before_migrate() -> None:
	"""Stop migrating with the same sentence. Raises click.ClickException, which `bench migrate` prints."""
	try:
		before_install()
	except frappe.IncompatibleApp as error:
		raise click.ClickException(str(error)) from error


def refuse_older_frappe() -> None:
	if version_of(frappe.__version__) < version_of(OLDEST_FRAPPE):
		raise frappe.IncompatibleApp(
			_("CRM Desk needs Frappe {0} or later, and this is Frappe {1}: update the bench first.").format(
				OLDEST_FRAPPE, frappe.__version__
			)
		)


def refuse_names_of_others() -> None:
	"""Our files would replace another app's record of the same name, and its table would get our columns."""
	for kind in KINDS:
		ours = names_of_ours(kind)
		if taken := taken_by_rows(kind, ours) or taken_by_files(kind, ours):
			name, owner = taken
			raise frappe.IncompatibleApp(
				_("CRM Desk cannot be on this site: its {0} {1} is already there and belongs to {2}.").format(
					_(kind), name, owner
				)
			)


def taken_by_rows(kind: str, ours: list[str]) -> tuple[str, str] | None:
	"""Return the first of our names that the site has from somebody else, with whose it is."""
	rows = frappe.get_all(
		kind, filters={"name": ("in", ours)}, fields=["name", "module"], order_by="name asc"
	)
	return next(((row.name, owner_of(row.module)) for row in rows if row.module != MODULE), None)


def taken_by_files(kind: str, ours: list[str]) -> tuple[str, str] | None:
	"""Return the first of our names that another installed app brings at its next migration, with that app."""
	for app in set(frappe.get_installed_apps()) - {"frappe_crm_app"}:
		for module in frappe.get_module_list(app):
			folder = Path(frappe.get_app_path(app), frappe.scrub(module), frappe.scrub(kind))
			for name in ours:
				if is_in(folder, name):
					return name, _("the app {0}").format(app)
	return None


def is_in(folder: Path, name: str) -> bool:
	scrubbed = frappe.scrub(name)
	return (folder / scrubbed / f"{scrubbed}.json").exists()


def owner_of(module: str | None) -> str:
	"""Return the app that has the module, or the words for what was made on the site itself."""
	app = frappe.db.get_value("Module Def", module, "app_name") if module else None
	return _("the app {0}").format(app) if app else _("this site alone")


def names_of_ours(kind: str) -> list[str]:
	return sorted(
		names_in(Path(frappe.get_app_path("frappe_crm_app", frappe.scrub(MODULE), frappe.scrub(kind))))
	)


def names_in(folder: Path) -> Iterator[str]:
	"""Yield the names of the records that the JSON files below a module's folder describe."""
	for file in folder.glob("*/*.json"):
		if file.stem == file.parent.name:
			yield json.loads(file.read_text())["name"]


def version_of(text: str) -> tuple[int, ...]:
	"""`15.101.1`, `16.0.0-beta.2` -> (15, 101), (16, 0): the parts that decide."""
	return tuple(int(part) for part in re.findall(r"\d+", text)[:2])
