"""What Frappe cannot do on PostgreSQL is not asked of it, where installing or uninstalling would fail."""

import ast
import json
from collections.abc import Iterator
from pathlib import Path

APP = Path(__file__).parents[3] / "frappe_crm_app"
WORDS = """
	all analyse analyze and any array as asc asymmetric authorization binary both case cast check collate collation column
	concurrently constraint create cross current_date current_role current_time current_user default deferrable desc distinct do else
	end except false fetch for foreign freeze from full grant group having ilike in initially inner intersect into is isnull join
	lateral leading left like limit localtime natural not notnull null offset on only or order outer overlaps placing primary
	references returning right select session_user similar some symmetric table tablesample then to trailing true union unique user
	using variadic verbose when where window with
"""


def test_no_field_has_link_filters():
	"""Frappe cannot delete such a DocType there: forms set their queries."""
	files = sorted(APP.glob("frappe_crm_app/doctype/*/*.json"))
	assert files
	fields = [(path.stem, field) for path in files for field in json.loads(path.read_text())["fields"]]
	assert [(stem, field["fieldname"]) for stem, field in fields if field.get("link_filters")] == []


def test_no_column_that_is_made_unique_is_a_word_of_postgresql():
	"""Frappe 15's `add_unique` does not quote them."""
	made = [(path.stem, columns) for path in sorted(APP.rglob("*.py")) for columns in made_unique(path)]
	assert made
	assert [(where, columns) for where, columns in made if columns & set(WORDS.split())] == []


def made_unique(path: Path) -> Iterator[set[str]]:
	"""Return the columns of each call of `add_unique` in a file."""
	source = path.read_text()
	for node in ast.walk(ast.parse(source)) if "add_unique(" in source else ():
		if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "add_unique":
			yield set(ast.literal_eval(node.args[1]))
