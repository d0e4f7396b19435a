"""A bench made of links to another one, so that tests neither change nor trust what is in that one's ``sites``."""

import json
import shutil
from pathlib import Path

from scripts.stack.bench import APP, TREE, Bench
from scripts.stack.service import ServiceError


def lay_over(found: Path, bench: Bench) -> None:
	"""Make ``bench`` one with the apps frappe (of the bench ``found``) and ours (of this tree)."""
	folder = bench.folder
	for name in ("apps", "sites/assets", "logs", "config/pids"):
		(folder / name).mkdir(parents=True, exist_ok=True)
	link(folder / "env", found / "env")
	link(folder / "apps" / "frappe", found / "apps" / "frappe")
	link(folder / "apps" / APP, TREE)
	(folder / "sites" / "apps.txt").write_text(f"frappe\n{APP}\n")
	_lay_assets(found / "sites" / "assets", folder / "sites" / "assets")


def configure(bench: Bench, **settings: str | int | list) -> None:
	"""Write what all sites of ``bench`` have in common."""
	file = bench.sites / "common_site_config.json"
	file.write_text(json.dumps(settings, indent=1, sort_keys=True))


def _lay_assets(built: Path, assets: Path) -> None:
	"""Link Frappe's built assets; the lists of bundles are copies, since building ours adds to them."""
	if not (built / "assets.json").exists():
		raise ServiceError(f"{built.parents[1]} has no built assets: run `bench build` there once")
	for source in built.iterdir():
		if source.suffix == ".json" and not (assets / source.name).exists():
			shutil.copy(source, assets / source.name)
		elif source.name in ("css", "js"):
			link(assets / source.name, source)
	_lay_translations(built / "locale", assets / "locale")
	link(assets / "frappe", built.parents[1] / "apps" / "frappe" / "frappe" / "public")
	link(assets / APP, TREE / APP / "public")


def _lay_translations(built: Path, locale: Path) -> None:
	"""Link each of Frappe's compiled catalogs; ours are written beside them."""
	if locale.is_symlink():
		locale.unlink()
	for catalog in built.glob("*/LC_MESSAGES/*.mo"):
		place = locale / catalog.relative_to(built)
		place.parent.mkdir(parents=True, exist_ok=True)
		if catalog.stem != APP:
			link(place, catalog)


def link(place: Path, target: Path) -> None:
	"""Make ``place`` a link to ``target``, in place of any other link; what is no link stays."""
	if place.exists() and (not place.is_symlink() or place.readlink() == target):
		return
	place.unlink(missing_ok=True)
	place.symlink_to(target)
