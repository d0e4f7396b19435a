"""A webhook's other side on loopback: answers what it is told to, and remembers what it took."""

import json
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class HookPeer:
	"""`next_answers` are `(status, headers)` of the next requests, 200 after them; `delay` seconds come before each."""

	next_answers: list[tuple[int, dict]] = field(default_factory=list)
	taken: list[tuple[dict, str]] = field(default_factory=list)
	delay: float = 0

	def start(self) -> "HookPeer":
		peer = self

		class Handler(BaseHTTPRequestHandler):
			def do_POST(self) -> None:
				body = self.rfile.read(int(self.headers["Content-Length"])).decode()
				time.sleep(peer.delay)
				status, headers = peer.next_answers.pop(0) if peer.next_answers else (200, {})
				peer.taken.append((dict(self.headers), body))
				self.send_response(status)
				for name, value in {**headers, "Content-Length": "0"}.items():
					self.send_header(name, value)
				self.end_headers()

			def log_message(self, *_arguments) -> None:
				pass

		self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
		self.url = f"http://127.0.0.1:{self.server.server_port}/hook"
		threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()
		return self

	def stop(self) -> None:
		self.server.shutdown()
		self.server.server_close()

	def keys(self) -> list[str]:
		return [headers["Idempotency-Key"] for headers, _body in self.taken]

	def bodies(self) -> list[object]:
		return [json.loads(body) for _headers, body in self.taken]
