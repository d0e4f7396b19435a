"""Reads which module of the app imports which, without running any of them."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from tests.unit.architecture.tiers import SHELL, TIER_OF_DOCTYPE, TIER_OF_FOLDER, TIERS

APP = "frappe_crm_app"
GROUND = "words"  # below all tiers: options of DocTypes, the package itself


@dataclass(frozen=True)
class Import:
	"""A module that imports another, both by their dotted paths below the app's package."""

	importer: str
	imported: str


def modules(package: Path) -> Iterator[tuple[str, Path]]:
	"""Yield `(dotted path below the package, file)` of each module; of the package itself the path is empty."""
	for file in sorted(package.rglob("*.py")):
		parts = file.relative_to(package).with_suffix("").parts
		yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts), file


@lru_cache
def imports(package: Path) -> tuple[Import, ...]:
	"""Return each import of one module of the app by another, wherever in the module it stands."""
	known = dict(modules(package))
	found = []
	for importer, file in known.items():
		for node in ast.walk(ast.parse(file.read_text())):
			for path in imported_paths(node):
				inside = path.removeprefix(APP).removeprefix(".")
				found.append(Import(importer, inside if inside in known else inside.rpartition(".")[0]))
	return tuple(found)


def imported_paths(node: ast.AST) -> Iterator[str]:
	"""Yield what a statement imports of the app: a module's path, or that of a name in a module."""
	if isinstance(node, ast.ImportFrom) and is_ours(node.module):
		yield from (f"{node.module}.{alias.name}" for alias in node.names)
	elif isinstance(node, ast.Import):
		yield from (alias.name for alias in node.names if is_ours(alias.name))


def is_ours(path: str | None) -> bool:
	return path == APP or (path or "").startswith(f"{APP}.")


def tier_of(module: str) -> str | None:
	"""Return the tier of a module, `shell`, or `None` where it belongs to none."""
	first, *rest = module.split(".")
	if not module or module.endswith(".options") or module == APP:
		return GROUND
	if first in SHELL:
		return "shell"
	if first == APP:
		return tier_in_frappe_module(rest)
	return first if any(first in row for row in TIERS) else None


def tier_in_frappe_module(path: list[str]) -> str | None:
	"""Return the tier of a controller, a report or a page; `path` is below the Frappe module."""
	if path[0] != "doctype":
		return TIER_OF_FOLDER.get(path[0])
	return TIER_OF_DOCTYPE.get(path[1]) if len(path) > 1 else GROUND


def is_allowed(importer: str | None, imported: str | None) -> bool:
	"""Return whether a module of one tier may import one of another."""
	if importer == imported or importer == "shell" or imported == GROUND:
		return True
	if importer == GROUND:
		return imported == TIERS[0][0]
	heights = {tier: height for height, row in enumerate(TIERS) for tier in row}
	if importer not in heights or imported not in heights:
		return False
	return heights[imported] < heights[importer]


def wrong_imports(package: Path) -> list[Import]:
	"""Return the imports that go up, or from one sibling to another."""
	return [
		each for each in imports(package) if not is_allowed(tier_of(each.importer), tier_of(each.imported))
	]


def package_of(module: str) -> str:
	"""Return what counts as one room: a capability, or the Frappe module as a whole."""
	first, *rest = module.split(".")
	if first == APP or not rest or first in ("visibility", *SHELL):
		return first
	return f"{first}.{rest[0]}"


def circles(package: Path) -> list[set[str]]:
	"""Return the groups of packages that import each other in a circle, the Frappe module left out."""
	graph: dict[str, set[str]] = {}
	for each in imports(package):
		importer, imported = package_of(each.importer), package_of(each.imported)
		if APP not in (importer, imported) and importer != imported and imported:
			graph.setdefault(importer, set()).add(imported)
	reached = {room: everything_from(room, graph) for room in graph}
	groups = {frozenset(other for other in reached[room] if room in reached.get(other, ())) for room in graph}
	return [set(group) for group in groups if len(group) > 1]


def everything_from(room: str, graph: dict[str, set[str]]) -> set[str]:
	"""Return all that can be reached from a room, itself only by a circle."""
	found: set[str] = set()
	waiting = [*graph.get(room, ())]
	while waiting:
		next_room = waiting.pop()
		if next_room not in found:
			found.add(next_room)
			waiting += graph.get(next_room, ())
	return found
