"""Our bundles: built into this tree, and listed in every bench that serves them.

The names of the files depend on the bench that built them, and a build removes those of an earlier one. So it is done
once for a state of the tree, and leaves beside the files what a bench must list.
"""

import json
from pathlib import Path

from scripts.stack.bench import APP, TREE, Bench, fingerprint_of_assets

BUILT = TREE / APP / "public" / "dist" / "built.json"
LISTS = ("assets.json", "assets-rtl.json")


def are_built() -> bool:
	"""Whether the files are those of this tree's state."""
	return BUILT.exists() and json.loads(BUILT.read_text())["made_for"] == fingerprint_of_assets()


def build(bench: Bench) -> None:
	"""Build the bundles with the Frappe of ``bench``, which lists them then."""
	bench.build_assets()
	lists = {name: _ours(bench.sites / "assets" / name) for name in LISTS}
	BUILT.parent.mkdir(parents=True, exist_ok=True)
	BUILT.write_text(json.dumps({"made_for": fingerprint_of_assets(), "lists": lists}, indent=1))


def enlist(bench: Bench) -> None:
	"""List in ``bench`` what was built."""
	for name, entries in json.loads(BUILT.read_text())["lists"].items():
		file = bench.sites / "assets" / name
		file.write_text(json.dumps(_read(file) | entries, indent=4))


def _ours(file: Path) -> dict[str, str]:
	return {bundle: url for bundle, url in _read(file).items() if url.startswith(f"/assets/{APP}/")}


def _read(file: Path) -> dict[str, str]:
	return json.loads(file.read_text()) if file.exists() else {}
