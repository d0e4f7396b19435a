"""Frappe's site commands, run in a bench folder without the bench command, which refuses to run as root."""

import base64
import json
import os
import secrets
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from scripts.stack.databases import Database

APP = "frappe_crm_app"
TREE = Path(__file__).resolve().parents[2]


class CommandError(RuntimeError):
	"""A command of Frappe's failed; the text is what it printed last."""


@dataclass(frozen=True)
class Bench:
	"""A bench in ``folder``; ``environment`` is added to ours for every command."""

	folder: Path
	environment: Mapping[str, str] = field(default_factory=dict)

	@property
	def sites(self) -> Path:
		return self.folder / "sites"

	@property
	def python(self) -> Path:
		return self.folder / "env" / "bin" / "python"

	@property
	def full_environment(self) -> dict[str, str]:
		"""Ours plus the bench's; without CI, which Frappe takes as a sign to behave differently."""
		own = {name: value for name, value in os.environ.items() if name != "CI"}
		return own | {"FRAPPE_BENCH_ROOT": str(self.folder), "PYTHONPATH": str(TREE)} | dict(self.environment)

	def command(self, *arguments: str, site: str | None = None) -> list[str | Path]:
		"""The command line that is ``bench --site SITE ARGUMENTS``; to be run in ``sites``."""
		chosen = ("--site", site) if site else ()
		return [self.python, "-m", "frappe.utils.bench_helper", "frappe", *chosen, *arguments]

	def run(self, *arguments: str, site: str | None = None) -> str:
		"""Run ``bench --site SITE ARGUMENTS``; answers its output, raises CommandError with it."""
		return self._run(self.command(*arguments, site=site), self.sites, " ".join(arguments[:2]))

	def run_module(self, module: str, *arguments: str) -> str:
		"""Run a module of ours with the bench's Python in ``sites``; answers its output, raises CommandError."""
		return self._run([self.python, "-m", module, *arguments], self.sites, module)

	def run_file(self, file: Path, *arguments: str) -> str:
		"""Run a Python file as `run_module` does a module: for code that is not in the tree that PYTHONPATH names."""
		return self._run([self.python, file, *arguments], self.sites, file.name)

	def new_site(
		self, site: str, database: Database, admin_password: str, backup: Path | None = None
	) -> None:
		"""A site of that name in place of any other: with Frappe alone, or with what is in ``backup``."""
		self.run(
			*("new-site", site, "--force", "--db-type", database.kind, "--admin-password", admin_password),
			*("--db-root-username", database.root_user, "--db-root-password", database.root_password),
			*(("--source-sql", str(backup)) if backup else ()),
		)

	def give_encryption_key(self, site: str) -> None:
		"""Write a key into the site's configuration, unless it has one.

		Frappe makes one when the first secret is stored, and Frappe 16 reads the file only once a minute: several
		processes would each make their own, and not read each other's secrets.
		"""
		file = self.sites / site / "site_config.json"
		key = base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()
		settings = {"encryption_key": key} | json.loads(file.read_text())
		file.write_text(json.dumps(settings, indent=1, sort_keys=True))

	def compile_translations(self) -> None:
		"""Compile our catalogs of `locale`, as `bench build` does."""
		self.run("compile-po-to-mo", "--app", APP)

	def build_assets(self) -> None:
		"""Build our JavaScript and style bundles, if there are any, into this bench's assets."""
		if not any((TREE / APP / "public").rglob("*.bundle.*")):
			return
		builder = (self.folder / "apps" / "frappe" / "esbuild").resolve()
		# Frappe's builder writes what it has compiled under a folder of its own, at the path that a style has from the working
		# directory's parent. From a folder outside of this bench that path leads out of it, to one file for both directions of text.
		self._run(["node", builder, "--production", "--apps", APP], self.sites, "the build of the assets")

	def _run(self, command: list[str | Path], folder: Path, title: str) -> str:
		done = subprocess.run(
			[str(part) for part in command],
			cwd=folder,
			env=self.full_environment,
			stdin=subprocess.DEVNULL,
			stdout=subprocess.PIPE,
			stderr=subprocess.STDOUT,
			text=True,
			errors="replace",
			check=False,
		)
		if done.returncode:
			raise CommandError(f"{title} failed:\n{_tail(done.stdout)}")
		return done.stdout


def fingerprint_of_schema() -> str:
	"""Changes when a site must be migrated: with anything of ours but code that is simply imported, and assets."""
	package = TREE / APP
	files = (path for path in package.rglob("*") if path.is_file() and _matters_to_migrate(path))
	return _fingerprint(files)


def fingerprint_of_assets() -> str:
	"""Changes when our bundles must be built again."""
	public = TREE / APP / "public"
	return _fingerprint(path for path in public.rglob("*") if path.is_file() and "dist" not in path.parts)


def mark_of_frappe(bench: Path) -> str:
	"""Changes with the Frappe in ``bench``, and with what we do to a site that has nothing but it."""
	digest = sha256((TREE / "scripts" / "stack" / "configure_site.py").read_bytes())
	for folder, subfolders, files in os.walk(bench / "apps" / "frappe" / "frappe"):
		subfolders[:] = sorted(set(subfolders) - {"public", "__pycache__"})
		for name in sorted(files):
			facts = os.stat(os.path.join(folder, name))
			digest.update(f"{folder}/{name} {facts.st_size} {facts.st_mtime_ns}\0".encode())
	return digest.hexdigest()[:16]


def _matters_to_migrate(path: Path) -> bool:
	inside = path.relative_to(TREE / APP)
	if "__pycache__" in inside.parts or inside.parts[0] == "public":
		return False
	return path.suffix != ".py" or inside.name in ("hooks.py", "install.py") or inside.parts[0] == "patches"


def _fingerprint(files) -> str:
	digest = sha256()
	for path in sorted(files):
		digest.update(str(path.relative_to(TREE)).encode() + b"\0" + path.read_bytes() + b"\0")
	return digest.hexdigest()


def _tail(text: str, lines: int = 40) -> str:
	return "\n".join(text.splitlines()[-lines:])
