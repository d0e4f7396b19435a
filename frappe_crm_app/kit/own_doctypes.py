"""The names of this app's DocTypes, told by its files: no database is asked."""

import json
from functools import lru_cache
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "frappe_crm_app" / "doctype"


@lru_cache(maxsize=1)
def own_doctypes() -> frozenset[str]:
	"""Return the name of each DocType that the app ships."""
	return frozenset(json.loads(path.read_text())["name"] for path in FOLDER.glob("*/crm_*.json"))
