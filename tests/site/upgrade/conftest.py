"""Sites of earlier days, as backups, and what is needed to bring them to now."""

import json
import os
import re
import tarfile
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from scripts.stack.base import Stack
from scripts.stack.testing import ADMIN_PASSWORD, TestStack
from tests.data.old_site.under_way import KEY
from tests.site.channels.respondio.peer import Peer
from tests.stack.jobs import QUEUES

OLD_SITE = Path(__file__).parents[2] / "data" / "old_site"
SITE = "crm-upgrade.localhost"

Contents = dict[str, dict[str, dict]]


@dataclass
class Upgraded:
	"""A site of earlier days, migrated to now: what it held before and what it holds after it."""

	stack: Stack
	folder: Path
	before: Contents = field(default_factory=dict)

	@property
	def is_of_another_release(self) -> bool:
		"""Whether it comes from another release of Frappe than the one that it was migrated under."""
		return release_of(self.stack.found) > 15

	@property
	def jobs(self) -> Path:
		"""The jobs that Redis held at that time."""
		return OLD_SITE / f"{self.stack.state.database}.json"

	def contents(self) -> Contents:
		file = self.folder / "contents.json"
		self.stack.bench.run_module("tests.site.upgrade.contents", SITE, str(file))
		return json.loads(file.read_text())

	def go_on(self, peer: Peer, *jobs: Path) -> None:
		"""Let workers do what is queued, and what they queue meanwhile."""
		self.stack.bench.run_module("tests.site.upgrade.going_on", SITE, peer.url, *map(str, jobs))
		self.stack.bench.run("worker", "--queue", QUEUES, "--burst")


def restore(stack: Stack, backup: Path) -> None:
	"""Make the site out of a backup, with the key and the files that belong to it."""
	stack.bench.new_site(SITE, stack.database, ADMIN_PASSWORD, backup)
	folder = stack.bench.sites / SITE
	config = folder / "site_config.json"
	config.write_text(json.dumps(json.loads(config.read_text()) | {"encryption_key": KEY}, indent=1))
	with tarfile.open(OLD_SITE / f"{stack.state.database}.files.tar.gz") as files:
		files.extractall(folder / "private")


def migrate(stack: Stack) -> None:
	stack.bench.run("migrate", "--skip-search-index", site=SITE)


def release_of(bench: Path) -> int | None:
	"""The number before the first dot of a bench's Frappe; nothing where there is no bench."""
	file = bench / "apps" / "frappe" / "frappe" / "__init__.py"
	found = re.search(r'^__version__ = "(\d+)', file.read_text(), re.MULTILINE) if file.exists() else None
	return int(found.group(1)) if found else None


@pytest.fixture(scope="module")
def upgraded(stack: TestStack, tmp_path_factory) -> Upgraded:
	"""On Frappe 15 a site of the app's first days, migrated to now. On 16 that one after it was migrated to now on 15."""
	folder = tmp_path_factory.mktemp("upgrade")
	backup = OLD_SITE / f"{stack.state.database}.sql.gz"
	if release_of(stack.found) > 15:
		backup = migrated_on_15(folder, stack.state.database, backup)
	restore(stack, backup)
	site = Upgraded(stack, folder)
	site.before = site.contents()
	migrate(stack)
	return site


def migrated_on_15(folder: Path, database: str, backup: Path) -> Path:
	"""A backup of that site with the app of now, made on Frappe 15."""
	found = Path(os.environ.get("FRAPPE_BENCH_15") or Path.home() / "frappe-bench").resolve()
	if release_of(found) != 15:
		pytest.skip(
			f"To migrate a site from 15 to 16, a bench with Frappe 15 is needed, and {found} is none."
		)
	older = TestStack(folder / "older", found, database, print)
	try:
		older.ensure_services()
		restore(older, backup)
		migrate(older)
		made = folder / "on-15.sql.gz"
		older.bench.run("backup", "--backup-path-db", str(made), site=SITE)
		return made
	finally:
		older.remove()
