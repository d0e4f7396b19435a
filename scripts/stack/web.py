"""A site's web server, realtime server, and the one address that both have, on the loopback interface only."""

import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from scripts.stack.bench import Bench
from scripts.stack.service import LOOPBACK, Service, exchange, free_port

HERE = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Web:
	"""Serves ``site`` of ``bench`` on ``port`` with ``workers`` processes; pid files and logs are in ``folder``."""

	bench: Bench
	site: str
	folder: Path
	port: int
	workers: int = 1

	@property
	def address(self) -> str:
		return f"http://{LOOPBACK}:{self.port}"

	def start(self) -> None:
		"""Start all three, with the code and the assets as they are now; returns when they answer."""
		self.stop()
		web_port, realtime_port = free_port(), free_port()
		environment = self.bench.full_environment | {
			"FRAPPE_SITE": self.site,
			"FRAPPE_SOCKETIO_PORT": str(realtime_port),
			"SITE": self.site,
			"FRONT_PORT": str(self.port),
			"WEB_PORT": str(web_port),
		}
		self._start_realtime(realtime_port, environment)
		self._start_web(web_port, environment)
		self._service("front").start(
			["node", HERE / "front.js"], lambda: _answers_ping(self.port), environment=environment
		)

	def stop(self) -> None:
		for name in ("front", "web", "realtime"):
			self._service(name).stop()

	def kill(self) -> None:
		"""End all three as a power cut would: without a chance to tidy up."""
		for name in ("web", "front", "realtime"):
			self._service(name).kill()

	def worker_pids(self) -> list[int]:
		"""The processes that answer requests just now; one that ends is replaced at once."""
		return self._service("web").started_pids()

	def _service(self, name: str) -> Service:
		return Service(name, self.folder)

	def _start_realtime(self, port: int, environment: dict[str, str]) -> None:
		self._service("realtime").start(
			["node", "--require", HERE / "loopback.js", "socketio.js"],
			lambda: bool(exchange(port, b"GET /socket.io/ HTTP/1.0\r\n\r\n")),
			folder=self.bench.folder / "apps" / "frappe",
			environment=environment,
		)

	def _start_web(self, port: int, environment: dict[str, str]) -> None:
		command = [
			*(self.bench.python, "-m", "gunicorn", "--bind", f"{LOOPBACK}:{port}", "--preload"),
			*("--workers", str(self.workers), "--worker-class", "gthread", "--threads", "4"),
			*("--timeout", "120", "scripts.stack.wsgi:application"),
		]
		self._service("web").start(
			command, lambda: _answers_ping(port), folder=self.bench.sites, environment=environment
		)


def _answers_ping(port: int) -> bool:
	try:
		with urllib.request.urlopen(f"http://{LOOPBACK}:{port}/api/method/ping", timeout=30) as response:
			return response.status == 200
	except (urllib.error.URLError, ConnectionError, TimeoutError):
		return False
