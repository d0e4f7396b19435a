"""The house stands: tiers import only what is below them, and each room's map lists what is in it."""

import ast
from pathlib import Path

import pytest

from scripts.stack.bench import APP, TREE
from tests.unit.architecture.imports import Import, circles, modules, wrong_imports
from tests.unit.architecture.tiers import OTHERS, SHELL, TIER_OF_DOCTYPE, TIER_OF_FOLDER, TIERS

PACKAGE = TREE / APP
FRAPPE_MODULE = PACKAGE / APP


def test_a_tier_imports_only_tiers_below_it():
	assert wrong_imports(PACKAGE) == []


def test_packages_do_not_import_each_other_in_a_circle():
	assert circles(PACKAGE) == []


def test_every_top_level_name_is_a_tier_or_the_shell():
	known = {tier for row in TIERS for tier in row} | SHELL | OTHERS
	there = {path.stem for path in PACKAGE.iterdir() if path.is_dir() or path.suffix == ".py"}
	assert there - {"__init__", "__pycache__"} <= known


def test_every_doctype_has_its_tier():
	assert folders(FRAPPE_MODULE / "doctype") == set(TIER_OF_DOCTYPE)


def test_every_folder_of_the_frappe_module_has_its_tier():
	assert folders(FRAPPE_MODULE) <= {*TIER_OF_FOLDER, "doctype"}


@pytest.mark.parametrize(
	("importer", "imported"),
	[
		("kit/dates.py", "visibility.policy"),
		("visibility/policy.py", "records.people"),
		("records/people.py", "channels.mail"),
		("channels/mail.py", "screens.board"),
		("records/people.py", "install"),
		("records/people.py", "cellar.wine"),
		("frappe_crm_app/doctype/crm_contact/crm_contact.py", "intake.forms"),
		("frappe_crm_app/doctype/crm_won_mail/crm_won_mail.py", "intake.forms"),
	],
)
def test_a_wrong_import_is_found(tmp_path, importer, imported):
	write(tmp_path, importer, f"def later():\n\tfrom frappe_crm_app.{imported} import something\n")
	write(tmp_path, f"{imported.replace('.', '/')}.py", "something = 1\n")
	module = importer.removesuffix(".py").replace("/", ".")
	assert wrong_imports(tmp_path) == [Import(module, imported)]


def test_a_right_import_is_none(tmp_path):
	write(
		tmp_path,
		"channels/mail.py",
		"from frappe_crm_app.records import people\nimport frappe_crm_app.kit.dates\n",
	)
	write(
		tmp_path,
		"records/people.py",
		"from frappe_crm_app.frappe_crm_app.doctype.crm_won_mail.options import X\n",
	)
	write(tmp_path, "frappe_crm_app/doctype/crm_won_mail/options.py", "X = 1\n")
	write(tmp_path, "kit/dates.py", "")
	assert wrong_imports(tmp_path) == []


def test_a_circle_is_found(tmp_path):
	write(tmp_path, "records/people/names.py", "from frappe_crm_app.records.deals.money import m\n")
	write(tmp_path, "records/deals/money.py", "from frappe_crm_app.records.people.names import n\n")
	assert circles(tmp_path) == [{"records.people", "records.deals"}]


def test_each_package_says_what_its_modules_do():
	unlisted = {
		path: missing
		for path, file in modules(PACKAGE)
		if file.name == "__init__.py" and path and (missing := unlisted_modules(path, file))
	}
	assert unlisted == {}


def unlisted_modules(path: str, init: Path) -> list[str]:
	"""Return the modules and packages beside an `__init__.py` whose docstring does not name them."""
	if path.split(".")[0] in (APP, "patches", "www"):
		return []
	text = init.read_text()
	beside = [file for file in init.parent.iterdir() if is_module(file) and file != init]
	return sorted(file.name for file in beside if not names(text, file))


def is_module(file: Path) -> bool:
	return file.suffix == ".py" or (file / "__init__.py").exists()


def names(text: str, file: Path) -> bool:
	return f"`{file.name}`" in text or f"`{file.name}/`" in text


def folders(place: Path) -> set[str]:
	return {path.name for path in place.iterdir() if path.is_dir() and path.name != "__pycache__"}


def write(package: Path, name: str, text: str) -> None:
	file = package / name
	file.parent.mkdir(parents=True, exist_ok=True)
	file.write_text(text)


def test_no_hook_is_listed_twice_of_which_the_second_would_win():
	tree = ast.parse((PACKAGE / "hooks.py").read_text())
	names = [
		target.id
		for node in tree.body
		if isinstance(node, ast.Assign)
		for target in node.targets
		if isinstance(target, ast.Name)
	]
	assert sorted(set(names)) == sorted(names)
