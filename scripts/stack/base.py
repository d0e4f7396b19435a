"""Services, a bench and one site with the app, described by ``state.json`` in a folder.

``ensure`` makes whatever is missing, so the same call serves a new stack, one that was kept, and one whose making was
interrupted.
"""

import json
import secrets
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path

from scripts.stack import assets
from scripts.stack.bench import APP, Bench, fingerprint_of_schema
from scripts.stack.cache import mark_of_tree, one_at_a_time
from scripts.stack.databases import Database, MariaDB, PostgreSQL
from scripts.stack.redis_server import RedisServer
from scripts.stack.service import LOOPBACK, free_port


@dataclass
class State:
	"""What outlives a run. ``schema`` is the tree's state that it was last made for, ``data`` is what
	the demo said of its data, ``data_made_by`` the code that made them; empty when that was never done.
	"""

	database: str = MariaDB.kind
	database_port: int = 0
	cache_port: int = 0
	queue_port: int = 0
	web_port: int = 0
	database_password: str = field(default_factory=lambda: secrets.token_hex(12))
	admin_password: str = field(default_factory=lambda: secrets.token_hex(6))
	sites: list[str] = field(default_factory=list)
	schema: str = ""
	data: str = ""
	data_made_by: str = ""


class Stack(ABC):
	"""What is in ``folder``; ``report`` is told each phase and the seconds it took."""

	site: str
	is_durable: bool

	def __init__(self, folder: Path, report: Callable[[str], None], **defaults):
		self.folder = folder
		self.report = report
		self.state = self._load(defaults)

	@property
	@abstractmethod
	def bench(self) -> Bench:
		"""Where site commands are run."""

	@abstractmethod
	def prepare_bench(self) -> None:
		"""Let the bench know the app, and where the services are."""

	@property
	def database(self) -> Database:
		if self.state.database == PostgreSQL.kind:
			return PostgreSQL(
				self.folder / "postgres", self.state.database_port, self.state.database_password
			)
		return MariaDB(
			self.folder / "mariadb", self.state.database_port, self.state.database_password, self.is_durable
		)

	@property
	def cache(self) -> RedisServer:
		return RedisServer("redis-cache", self.folder / "redis", self.state.cache_port)

	@property
	def queue(self) -> RedisServer:
		return RedisServer("redis-queue", self.folder / "redis", self.state.queue_port, self.is_durable)

	@property
	def addresses(self) -> dict[str, str | int]:
		"""Where the services are, in the words of Frappe's configuration files."""
		return {
			"db_host": LOOPBACK,
			"db_port": self.state.database_port,
			"redis_cache": self.cache.url,
			"redis_queue": self.queue.url,
			"redis_socketio": self.queue.url,
		}

	def ensure(self) -> None:
		"""Running services, and the site with the app at this tree's state."""
		self.ensure_services()
		self.ensure_site(self.site)
		self._ensure_app()

	def ensure_services(self) -> None:
		"""Running services, and a bench that knows them, without a site."""
		with self.timed("services"):
			self._start_services()
			self.prepare_bench()

	def ensure_site(self, site: str) -> None:
		"""A site of that name with Frappe alone, past the setup wizard, unless it is there."""
		if site in self.state.sites:
			return
		with self.timed(f"new site {site}"):
			self.make_site(site)
			self.bench.give_encryption_key(site)
		self.state.sites.append(site)
		self.save()

	def make_site(self, site: str) -> None:
		self.bench.new_site(site, self.database, self.state.admin_password)
		self.bench.run_module("scripts.stack.configure_site", site)

	def ensure_assets(self) -> None:
		"""Our bundles, built from this tree's state and listed in the bench."""
		with one_at_a_time(f"assets-{mark_of_tree()}"):
			if not assets.are_built():
				with self.timed("assets"):
					assets.build(self.bench)
			self.bench.compile_translations()
		assets.enlist(self.bench)
		self.cache.forget("assets_json")

	def stop(self) -> None:
		for server in (self.database, self.cache, self.queue):
			server.stop()

	def save(self) -> None:
		self.folder.mkdir(parents=True, exist_ok=True)
		self._file.touch(mode=0o600)
		self._file.write_text(json.dumps(asdict(self.state), indent=1))

	def _ensure_app(self) -> None:
		current = fingerprint_of_schema()
		if self.state.schema == current:
			return
		if self.state.schema:
			with self.timed("migrate"):
				self.bench.run("migrate", "--skip-search-index", site=self.site)
		else:
			with self.timed(f"install {APP}"):
				self.bench.run("install-app", "--force", APP, site=self.site)
		self.state.schema = current
		self.save()

	def _start_services(self) -> None:
		self._choose_ports()
		for server in (self.cache, self.queue, self.database):
			server.start()

	def _choose_ports(self) -> None:
		for name in ("database", "cache", "queue"):
			if not getattr(self, name).service.is_running():
				setattr(self.state, f"{name}_port", free_port(getattr(self.state, f"{name}_port")))
		self.save()

	@property
	def _file(self) -> Path:
		return self.folder / "state.json"

	def _load(self, defaults: dict) -> State:
		"""What is in the file, if any; facts that only other versions of this code know are dropped."""
		if not self._file.exists():
			return State(**defaults)
		known = {field.name for field in fields(State)}
		saved = json.loads(self._file.read_text())
		return State(**{name: value for name, value in saved.items() if name in known})

	@contextmanager
	def timed(self, phase: str) -> Iterator[None]:
		started = time.monotonic()
		yield
		self.report(f"{phase}: {time.monotonic() - started:.1f} s")
