"""An IMAP server on loopback that answers what a test tells it to, line by line."""

import re
import socketserver
import threading
from collections.abc import Callable

Answer = str | Callable[[str], str]


class FakeServer(socketserver.ThreadingTCPServer):
	"""Answers each command by `answers`: pairs of a pattern and what is sent (or is to be called for it), with `{tag}` for the command's. `heard` are the commands."""

	allow_reuse_address = daemon_threads = True

	def __init__(self, *answers: tuple[str, Answer]) -> None:
		self.answers = [*answers, (".*", "{tag} OK done")]
		self.heard: list[str] = []
		super().__init__(("127.0.0.1", 0), Session)
		threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True).start()

	@property
	def port(self) -> int:
		return self.server_address[1]

	def stop(self) -> None:
		self.shutdown()
		self.server_close()


class Session(socketserver.StreamRequestHandler):
	def handle(self) -> None:
		self.send("* OK ready")
		tag = ""
		for line in self.rfile:
			text = line.decode().rstrip("\r\n")
			first, _space, command = text.partition(" ")
			tag, command = (first, command) if command else (tag, text)
			self.server.heard.append(command)
			answer = next(answer for pattern, answer in self.server.answers if re.match(pattern, command))
			answer = answer(command) if callable(answer) else answer
			if not answer:
				return
			self.send(answer.replace("{tag}", tag))

	def send(self, text: str) -> None:
		self.wfile.write(text.replace("\n", "\r\n").encode() + b"\r\n")
