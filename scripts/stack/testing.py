"""The site that the tests use, on a bench of links, made when the first test wants it."""

import shutil
from collections.abc import Callable
from pathlib import Path

from scripts.stack.base import Stack
from scripts.stack.bench import Bench, mark_of_frappe
from scripts.stack.cache import CACHE, mark_of, one_at_a_time
from scripts.stack.overlay import configure, lay_over
from scripts.stack.service import LOOPBACK, services_below

SITE = "crm-test.localhost"
ADMIN_PASSWORD = "admin"


class TestStack(Stack):
	"""A stack whose bench is laid over the bench ``found``, and whose data need not survive anything."""

	__test__ = False  # not a class of tests, whatever its name looks like to pytest
	site = SITE
	is_durable = False

	def __init__(self, folder: Path, found: Path, database: str, report: Callable[[str], None]):
		super().__init__(folder, report, database=database, admin_password=ADMIN_PASSWORD)
		self.found = found

	@property
	def bench(self) -> Bench:
		return Bench(self.folder / "bench")

	def prepare_bench(self) -> None:
		lay_over(self.found, self.bench)
		configure(
			self.bench, **self.addresses, crm_outgoing_networks=[LOOPBACK]
		)  # where the tests' peers are

	def make_site(self, site: str) -> None:
		"""From a backup of such a site, which the first run with this Frappe makes: seconds instead of a minute."""
		backup = CACHE / f"{self._backups}-{mark_of_frappe(self.found)}.sql.gz"
		with one_at_a_time("site"):
			if not backup.exists():
				super().make_site(site)
				self._back_up(site, backup)
		self.bench.new_site(site, self.database, ADMIN_PASSWORD, backup)

	def stop(self) -> None:
		super().stop()
		self._end_others()

	def remove(self) -> None:
		self.database.remove()
		self._end_others()
		shutil.rmtree(self.folder, ignore_errors=True)

	def _end_others(self) -> None:
		"""The caches, and what an interrupted run may have left: web servers and workers."""
		for service in services_below(self.folder):
			service.kill()

	@property
	def _backups(self) -> str:
		"""How the names of the backups for this bench and kind of database begin; another bench has its own."""
		return f"site-{self.state.database}-{mark_of(self.found)}"

	def _back_up(self, site: str, backup: Path) -> None:
		for outdated in CACHE.glob(f"{self._backups}-*.sql.gz"):
			outdated.unlink()
		made = self.folder / backup.name
		self.bench.run("backup", "--backup-path-db", str(made), site=site)
		shutil.move(made, backup)
