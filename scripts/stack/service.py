"""One background process, known by its pid file, that outlives the Python process that started it."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

LOOPBACK = "127.0.0.1"


class ServiceError(RuntimeError):
	"""A service did not start or stop; the text ends with the tail of its log."""


@dataclass(frozen=True)
class Service:
	"""A process called ``name`` whose pid file and log are kept in ``folder``."""

	name: str
	folder: Path

	@property
	def pid_file(self) -> Path:
		return self.folder / f"{self.name}.pid"

	@property
	def log_file(self) -> Path:
		return self.folder / f"{self.name}.log"

	def start(
		self,
		command: Sequence[str | Path],
		is_ready: Callable[[], bool],
		*,
		folder: Path | None = None,
		environment: Mapping[str, str] | None = None,
		user: str | None = None,
		timeout: float = 60,
	) -> None:
		"""Start ``command`` detached and return once ``is_ready`` says so, at most ``timeout`` seconds later.

		``folder`` is its working directory, ``environment`` its whole environment (default: ours), ``user`` the
		system user to run as. Raises ServiceError when it ends early or does not answer in time.
		"""
		if self.is_running():
			return
		process = self._spawn(command, folder, environment, user)
		deadline = time.monotonic() + timeout
		while not is_ready():
			if process.poll() is not None:
				self.pid_file.unlink(missing_ok=True)
				raise ServiceError(f"{self.name} ended with status {process.returncode}.\n{self.log_tail()}")
			if time.monotonic() > deadline:
				self.kill()
				raise ServiceError(
					f"{self.name} did not answer within {timeout:.0f} seconds.\n{self.log_tail()}"
				)
			time.sleep(0.05)

	def stop(self, *, politely_with: int = signal.SIGTERM, timeout: float = 20) -> None:
		"""Ask the process to end, and end what is left of it and of what it has started after ``timeout`` seconds."""
		if pid := self._running_pid():
			_send(os.kill, pid, politely_with)
			_wait_for_end(pid, timeout)
		self.kill(pid)

	def kill(self, pid: int | None = None) -> None:
		"""End the process and everything it has started without giving them time to tidy up."""
		if pid := pid or self._running_pid():
			started = _descendants(pid)
			_send(os.killpg, pid, signal.SIGKILL)
			for descendant in started:
				_send(os.kill, descendant, signal.SIGKILL)
			_wait_for_end(pid, timeout=5)
		self.pid_file.unlink(missing_ok=True)

	def started_pids(self) -> list[int]:
		"""The processes that the running process has started, and those have."""
		pid = self._running_pid()
		return _descendants(pid) if pid else []

	def is_running(self) -> bool:
		return self._running_pid() is not None

	def log_tail(self, lines: int = 30) -> str:
		"""The last ``lines`` lines of the log, or an empty text."""
		if not self.log_file.exists():
			return ""
		return "\n".join(self.log_file.read_text(errors="replace").splitlines()[-lines:])

	def _spawn(self, command, folder, environment, user) -> subprocess.Popen:
		self.folder.mkdir(parents=True, exist_ok=True)
		with self.log_file.open("ab") as log:
			process = subprocess.Popen(
				[str(part) for part in command],
				cwd=folder,
				env=environment,
				user=user,
				group=user,
				extra_groups=[] if user else None,
				stdin=subprocess.DEVNULL,
				stdout=log,
				stderr=subprocess.STDOUT,
				start_new_session=True,
			)
		self.pid_file.write_text(f"{process.pid} {_started_at(process.pid)}")
		return process

	def _running_pid(self) -> int | None:
		"""The pid of our process while it lives; a pid that another process has got since is not ours."""
		try:
			pid, started_at = map(int, self.pid_file.read_text().split())
		except (FileNotFoundError, ValueError):
			return None
		return pid if _started_at(pid) == started_at else None


def services_below(folder: Path) -> list[Service]:
	"""All services with a pid file in a folder of ``folder``."""
	return [Service(file.stem, file.parent) for file in folder.glob("*/*.pid")]


def free_port(preferred: int | None = None) -> int:
	"""A TCP port nobody listens on: ``preferred`` when that is so, otherwise any."""
	for port in (preferred or 0, 0):
		with socket.socket() as probe:
			probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
			try:
				probe.bind((LOOPBACK, port))
			except OSError:
				continue
			return probe.getsockname()[1]
	raise ServiceError("no free TCP port on the loopback interface")


def exchange(port: int, request: bytes = b"") -> bytes:
	"""What answers on a loopback ``port`` after ``request``; empty when nothing does."""
	try:
		with socket.create_connection((LOOPBACK, port), timeout=1) as connection:
			if request:
				connection.sendall(request)
			return connection.recv(512)
	except OSError:
		return b""


def _started_at(pid: int) -> int:
	"""The start time of a living process in clock ticks since boot; 0 when there is none or only its remains."""
	try:
		fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
	except OSError:
		return 0
	state, started_at = fields[0], int(fields[19])
	return 0 if state == "Z" else started_at


def _send(kill: Callable[[int, int], None], pid: int, number: int) -> None:
	try:
		kill(pid, number)
	except ProcessLookupError:
		return


def _descendants(pid: int) -> list[int]:
	"""What a process has started, also in process groups of their own, as an RQ worker runs its jobs."""
	own = [child for child, parent in _parents() if parent == pid]
	return [*own, *(found for child in own for found in _descendants(child))]


def _parents() -> Iterator[tuple[int, int]]:
	"""Each process with the one that has started it."""
	for file in Path("/proc").glob("[0-9]*/stat"):
		with suppress(OSError):
			fields = file.read_text().rpartition(")")[2].split()
			yield int(file.parent.name), int(fields[1])


def _wait_for_end(pid: int, timeout: float) -> None:
	deadline = time.monotonic() + timeout
	while _started_at(pid) and time.monotonic() < deadline:
		time.sleep(0.05)
