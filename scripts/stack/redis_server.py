"""A Redis server of our own on the loopback interface."""

from dataclasses import dataclass
from pathlib import Path

from scripts.stack.service import LOOPBACK, Service, exchange


@dataclass(frozen=True)
class RedisServer:
	"""Redis called ``name`` on ``port`` with its files in ``folder``; ``is_durable`` keeps the data between runs."""

	name: str
	folder: Path
	port: int
	is_durable: bool = False

	@property
	def url(self) -> str:
		return f"redis://{LOOPBACK}:{self.port}"

	@property
	def service(self) -> Service:
		return Service(self.name, self.folder)

	def start(self) -> None:
		self.folder.mkdir(parents=True, exist_ok=True)
		self.service.start(
			[
				"redis-server",
				*("--bind", LOOPBACK, "--port", str(self.port), "--dir", str(self.folder)),
				*("--save", "60 1" if self.is_durable else "", "--appendonly", "no"),
			],
			lambda: exchange(self.port, b"PING\r\n").startswith(b"+PONG"),
		)

	def forget(self, key: str) -> None:
		exchange(self.port, f"DEL {key}\r\n".encode())

	def stop(self) -> None:
		self.service.stop()
