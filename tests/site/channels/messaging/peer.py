"""A messaging service on loopback, and a provider that speaks to it: with too many requests, errors, lost answers and slowness.

The service never tells one message from another: what it is sent twice, the person has twice.
"""

import json
import random
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import frappe
import requests

from frappe_crm_app.kit.messaging_provider import (
	SENDABLE,
	Channel,
	Delivery,
	Doubtful,
	Known,
	MessagingProvider,
	NotTaken,
	Outgoing,
	ProviderChannel,
	Refused,
	Template,
)
from frappe_crm_app.kit.outgoing.doubt import was_never_sent

HERE = "tests.site.channels.messaging.peer"
PROVIDERS = [f"{HERE}.ASKED", f"{HERE}.BLIND"]
URL = "crm_test_messaging_url"  # in Redis, where workers find it
TIMEOUT = 5  # seconds
OFFER = Template("offer", "en", "Dear {{1}}, your offer over {{2}} is ready.", 2)


@dataclass
class Days:
	"""The share of requests that go wrong in each way; `slow` is how long the service takes for a message, in seconds."""

	too_many: float = 0
	error: float = 0
	error_but_taken: float = 0
	dropped: float = 0
	reply_lost: float = 0
	slow: float = 0
	refuses: str = ""
	"""The number that it refuses."""


@dataclass
class MessagePeer:
	"""What the service has taken: `taken` holds `{id, key, to, text, template, parameters, state}` in their order."""

	days: Days = field(default_factory=Days)
	taken: list[dict] = field(default_factory=list)
	requests: list[tuple[float, str]] = field(default_factory=list)
	states: dict[str, str] = field(default_factory=dict)
	lock: threading.RLock = field(default_factory=threading.RLock)
	chance: random.Random = field(default_factory=lambda: random.Random(25))

	def start(self) -> None:
		peer = self

		class Handler(PeerHandler):
			pass

		Handler.peer = peer
		self.server = Server(("127.0.0.1", 0), Handler)
		threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()
		frappe.cache.set_value(URL, f"http://127.0.0.1:{self.server.server_address[1]}")

	def stop(self) -> None:
		"""Be unreachable."""
		self.server.shutdown()
		self.server.server_close()

	def forget(self) -> None:
		frappe.cache.delete_value(URL)

	def keys(self) -> Counter:
		"""Return how often each message was taken."""
		with self.lock:
			return Counter(message["key"] for message in self.taken)


class Server(ThreadingHTTPServer):
	daemon_threads = True
	request_queue_size = 64

	def handle_error(self, request, client_address) -> None:
		pass  # a connection that was dropped on purpose, or by a worker that was killed


class PeerHandler(BaseHTTPRequestHandler):
	protocol_version = "HTTP/1.1"
	peer: MessagePeer

	def log_message(self, *arguments) -> None:
		pass

	def do_GET(self) -> None:
		_empty, what, name = self.path.split("/")
		with self.peer.lock:
			self.peer.requests.append((time.monotonic(), self.path))
			field_name = "key" if what == "by_key" else "id"
			found = [message for message in self.peer.taken if message[field_name] == name]
			state = self.peer.states.get(name, "Sent")
		self.reply(200, {"found": found and {"id": found[0]["id"], "state": state}})

	def do_POST(self) -> None:
		body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
		days = self.peer.days
		with self.peer.lock:
			self.peer.requests.append((time.monotonic(), self.path))
			luck = self.peer.chance.random()
		if days.slow:
			time.sleep(days.slow)
		if days.refuses == body["to"]:
			return self.reply(422, {"message": "This number does not exist"})
		for share, answer in (
			(days.too_many, lambda: self.reply(429, {}, {"Retry-After": "1"})),
			(days.error, lambda: self.reply(500, {})),
			(days.error_but_taken, lambda: self.take(body) and self.reply(502, {})),
			(days.dropped, self.drop),
			(days.reply_lost, lambda: self.take(body) and self.drop()),
		):
			if luck < share:
				return answer()
			luck -= share
		return self.reply(200, {"id": self.take(body)})

	def take(self, body: dict) -> str:
		with self.peer.lock:
			message = {"id": f"m{len(self.peer.taken) + 1}", **body}
			self.peer.taken.append(message)
			return message["id"]

	def drop(self) -> None:
		self.close_connection = True
		self.connection.close()

	def reply(self, status: int, content: dict, headers: dict | None = None) -> None:
		data = json.dumps(content).encode()
		self.send_response(status)
		for name, value in {"Content-Length": str(len(data)), **(headers or {})}.items():
			self.send_header(name, value)
		self.end_headers()
		self.wfile.write(data)


@dataclass(frozen=True)
class PeerProvider(MessagingProvider):
	"""The service of the URL in Redis; not set up while there is none."""

	def problem(self) -> str:
		return "" if self.url() else "The peer is off."

	def url(self) -> str:
		return frappe.cache.get_value(URL, expires=True) or ""

	def get_channels(self) -> list[ProviderChannel]:
		if self.key != "asked":
			return []
		return [
			ProviderChannel("1", Channel.SMS, "Office"),
			ProviderChannel("2", Channel.WHATSAPP, "Office"),
		]

	def get_templates(self, provider_channel: str) -> list[Template]:
		return [OFFER] if provider_channel == "2" else []

	def send(self, message: Outgoing, begin: Callable[[], None]) -> Known:
		if not message.recipient.phone:
			raise Refused("There is no number.")
		body = {
			"key": message.key,
			"to": message.recipient.phone,
			"text": message.text,
			"template": message.template,
			"parameters": list(message.parameters),
		}
		begin()
		try:
			answer = requests.post(f"{self.url()}/send", json=body, timeout=TIMEOUT)
		except requests.RequestException as error:
			sentence = "The peer did not answer."
			raise NotTaken(sentence) if was_never_sent(error) else Doubtful(sentence) from None
		if answer.status_code == 429:
			raise NotTaken("The peer asks to wait.", float(answer.headers["Retry-After"]))
		if answer.status_code >= 500:
			raise Doubtful(f"The peer answers {answer.status_code}.", is_answered=True)
		if answer.status_code >= 400:
			raise Refused(f"The peer says: <b>{answer.json()['message']}</b>.")
		return Known(answer.json()["id"], Delivery.SENT)

	def state_of(self, message: Outgoing, provider_id: str) -> Known | None:
		return self.found(f"by_id/{provider_id}")

	def find_sent(self, message: Outgoing) -> Known | None:
		return self.found(f"by_key/{message.key}")

	def found(self, path: str) -> Known | None:
		try:
			found = requests.get(f"{self.url()}/{path}", timeout=TIMEOUT).json()["found"]
		except requests.RequestException:
			raise NotTaken("The peer did not answer.") from None
		return Known(found["id"], Delivery(found["state"]), "Unknown number") if found else None


FREE = {Channel.WHATSAPP: 24}
ASKED = PeerProvider("asked", "Peer", SENDABLE, FREE, 100, can_be_asked=True, knows_all_sent=True)
BLIND = PeerProvider("blind", "Blind peer", SENDABLE, FREE, 100)
