"""What Frappe's functions do with what they are given, as people judged it: `judged.txt`, one line for each function.

	frappe.client.get_value(doctype: doctype, fieldname: fields, filters: filters, as_dict, debug, parent: doctype)

names all of a function's arguments, and of those that matter what they are. After a semicolon stands what the function reads from the
request beside its arguments. `filters of Event` and `field of goal_doctype` say whose filters and fields: of a DocType, or of the one
that another argument names; elsewhere they are those of the first argument that is a DocType. Sections say for which versions.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

LIST = Path(__file__).with_name("judged.txt")
LINE = re.compile(r"(?P<path>[\w.]+)\((?P<arguments>[^;)]*)(?:;(?P<form>[^)]*))?\)")

ROLES = frozenset(
	(
		*("doctype", "doctypes", "name", "names", "doc", "docs", "values", "value", "function"),
		*(
			"field",
			"fields",
			"filters",
			"conditions",
			"sorting",
			"field_map",
			"extra_columns",
			"figure",
			"figure_filters",
		),
		*("expansion", "seen", "seen_names", "oneself", "direction"),
		*("columns", "all_of", "prepared", "report_filters"),
	)
)


@dataclass(frozen=True)
class Argument:
	"""An argument that matters: what it is (`role`), and whose columns it names (`of`, a DocType or another argument)."""

	name: str
	role: str
	of: str = ""


@dataclass(frozen=True)
class Judgement:
	"""All arguments of a function, and those that matter."""

	path: str
	parameters: tuple[str, ...]
	arguments: tuple[Argument, ...]

	@property
	def takes_query(self) -> bool:
		"""Return whether it calls the query that a link field names, with the filters that this is made for."""
		return any(each.name == "query" and each.role == "function" for each in self.arguments)

	@property
	def doctype_argument(self) -> str:
		return next((each.name for each in self.arguments if each.role == "doctype"), "")


def judgement_of(function: Callable | None, path: str, version: int) -> Judgement | None:
	"""Return what was judged of a function of a major version, by where it stands and not by how it was reached.

	The path by which it was reached counts for one that a decorator has left without its name.
	"""
	name = getattr(function, "__qualname__", None)
	judged = judgements(version)
	return judged.get(f"{function.__module__}.{name}" if name else path) or judged.get(path)


@lru_cache(maxsize=4)
def judgements(version: int) -> dict[str, Judgement]:
	"""Return the judgements of a major version by the functions' paths."""
	found, applies = {}, False
	for line in LIST.read_text().splitlines():
		if line.startswith("## "):
			applies = str(version) in line.split()
		elif applies and line and not line.startswith("#"):
			judgement = read(line)
			found[judgement.path] = judgement
	return found


def read(line: str) -> Judgement:
	"""Return the judgement in a line; raises `ValueError` for one that cannot be read."""
	match = LINE.fullmatch(line)
	if not match:
		raise ValueError(f"No judgement: {line}")
	given, form = words(match["arguments"]), words(match["form"] or "")
	arguments = tuple(filter(None, map(argument, (*given, *form))))
	return Judgement(match["path"], tuple(word.partition(":")[0] for word in given), arguments)


def words(text: str) -> list[str]:
	return [word.strip() for word in text.split(",") if word.strip()]


def argument(text: str) -> Argument | None:
	"""Return the argument with its role, `None` for one that does not matter."""
	name, _colon, role = (part.strip() for part in text.partition(":"))
	role, _of, of = (part.strip() for part in role.partition(" of "))
	if not role:
		return None
	if role not in ROLES:
		raise ValueError(f"{role} is no role of an argument.")
	return Argument(name, role, of)
