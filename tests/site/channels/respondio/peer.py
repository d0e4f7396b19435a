"""respond.io on loopback: a real HTTP server that behaves as what is known of the API says, bad days included."""

import json
import random
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote, urlsplit

TOKEN = "a-token-that-nobody-may-see"
USERS = {7: "grace@example.com", 8: "alan@example.com"}
CHANNELS = [
	{"id": 11, "name": "Office", "source": "twilio"},
	{"id": 12, "name": "Office", "source": "whatsapp_cloud"},
	{"id": 13, "name": "Mail", "source": "gmail"},
]
TEMPLATES = [
	{
		"name": "offer",
		"languageCode": "en",
		"status": "approved",
		"components": [{"type": "BODY", "text": "Dear {{1}}, your offer is ready."}],
	},
	{
		"name": "draft",
		"languageCode": "en",
		"status": "rejected",
		"components": [{"type": "BODY", "text": "No"}],
	},
]


@dataclass
class BadDays:
	"""The share of requests that go wrong in each way; `delay` is how long a new contact is not found, in seconds."""

	too_many: float = 0
	error: float = 0
	dropped: float = 0
	reply_lost: float = 0
	queued: float = 0
	retry_after: str | None = "1"
	delay: float = 0
	hides_id: bool = False
	never_overwrites: bool = False
	ignores_assignee: bool = False


@dataclass
class Peer:
	"""The workspace: contacts by id, what was done to them, and each request with its moment."""

	days: BadDays = field(default_factory=BadDays)
	token: str = TOKEN
	contacts: dict[int, dict] = field(default_factory=dict)
	messages: list[dict] = field(default_factory=list)
	made: Counter = field(default_factory=Counter)
	done: list[tuple[int, str]] = field(default_factory=list)
	requests: list[tuple[float, str, str, object]] = field(default_factory=list)
	answers: Counter = field(default_factory=Counter)
	next_answers: list[tuple[int, dict, object]] = field(default_factory=list)
	lock: threading.RLock = field(default_factory=threading.RLock)
	chance: random.Random = field(default_factory=lambda: random.Random(6))

	def start(self, port: int = 0) -> None:
		peer = self

		class Handler(PeerHandler):
			pass

		Handler.peer = peer
		self.server = Server(("127.0.0.1", port), Handler)
		self.port = self.server.server_address[1]
		threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

	def stop(self) -> None:
		"""Be unreachable."""
		self.server.shutdown()
		self.server.server_close()

	def start_again(self) -> None:
		self.start(self.port)

	@property
	def url(self) -> str:
		return f"http://127.0.0.1:{self.port}/v2"

	def paths(self) -> list[str]:
		return [f"{method} {path}" for _moment, method, path, _body in self.requests]

	def most_in_a_second(self) -> int:
		"""Return the most requests that came within any second."""
		moments = sorted(moment for moment, *_rest in self.requests)
		return max((sum(1 for other in moments[place:] if other - moment < 1) for place, moment in enumerate(moments)), default=0)  # fmt: skip

	def find(self, identifier: str) -> dict | None:
		"""Return the contact that an identifier means."""
		kind, _, value = identifier.partition(":")
		if kind == "id":
			return self.contacts.get(int(value))
		return next((contact for contact in self.contacts.values() if contact.get(kind) == value), None)

	def add(self, **fields) -> dict:
		"""Be somebody's workspace from before."""
		number = 1000 + len(self.made)
		self.made[fields.get("phone") or fields.get("email")] += 1
		blank = {"status": "close", "assignee": None, "lifecycle": None, "tags": []}
		self.contacts[number] = {"id": number, "born": time.monotonic(), **blank, **fields}
		return self.contacts[number]


class Server(ThreadingHTTPServer):
	daemon_threads = True
	allow_reuse_address = True
	request_queue_size = 64

	def handle_error(self, request, client_address) -> None:
		pass  # a connection that was dropped on purpose, or by a worker that was killed


class PeerHandler(BaseHTTPRequestHandler):
	protocol_version = "HTTP/1.1"
	peer: Peer

	def log_message(self, *arguments) -> None:
		pass

	def do_GET(self) -> None:
		self.serve("GET")

	def do_POST(self) -> None:
		self.serve("POST")

	def do_PUT(self) -> None:
		self.serve("PUT")

	def serve(self, method: str) -> None:
		length = int(self.headers.get("Content-Length") or 0)
		body = json.loads(self.rfile.read(length) or b"null")
		path = urlsplit(self.path).path.removeprefix("/v2")
		with self.peer.lock:
			self.peer.requests.append((time.monotonic(), method, path, body))
			status, headers, content, is_lost = self.answer(method, path, body)
			self.peer.answers[status] += 1
		if is_lost:
			self.close_connection = True
			self.connection.close()
			return
		data = content.encode() if isinstance(content, str) else json.dumps(content).encode()
		self.send_response(status)
		for name, value in {"Content-Type": "application/json", **headers}.items():
			self.send_header(name, value)
		self.send_header("Content-Length", str(len(data)))
		self.end_headers()
		self.wfile.write(data)

	def answer(self, method: str, path: str, body: object) -> tuple[int, dict, object, bool]:
		days, chance = self.peer.days, self.peer.chance
		if self.headers.get("Authorization") != f"Bearer {self.peer.token}":
			sent = self.headers.get("Authorization", "")
			return 401, {}, {"code": 401, "message": f"Invalid token {sent.removeprefix('Bearer ')}"}, False
		if self.peer.next_answers:
			return (*self.peer.next_answers.pop(0), False)
		luck = chance.random()
		for share, what in (
			(days.too_many, (429, {"Retry-After": days.retry_after} if days.retry_after else {}, {"code": 429, "message": "Too many requests"}, False)),
			(days.error, (500, {}, "<html>Internal Server Error</html>", False)),
			(days.dropped, (0, {}, "", True)),
			(days.queued, (449, {}, {"code": 449, "message": "Your request is in the queue"}, False)),
		):  # fmt: skip
			if luck < share:
				return what
			luck -= share
		status, content = self.carry_out(method, path, body)
		return status, {}, content, luck < days.reply_lost

	def carry_out(self, method: str, path: str, body: object) -> tuple[int, object]:
		parts = [unquote(part) for part in path.strip("/").split("/")]
		if parts[:2] == ["space", "user"]:
			return 200, {"items": [{"id": 7}], "pagination": {}}
		if parts[:2] == ["space", "channel"]:
			return 200, {
				"items": TEMPLATES if "template" in parts else CHANNELS,
				"pagination": {"next": None},
			}
		if parts[0] != "contact":
			return 404, {"code": 404, "message": "Not found"}
		if parts[1] == "create_or_update":
			return self.upsert(parts[2], body)
		if parts[1] == "merge":
			return self.merge(body["contactIds"])
		contact = self.peer.find(parts[1])
		if not contact or time.monotonic() - contact["born"] < self.peer.days.delay:
			return 404, {"code": 404, "message": "Contact not found!"}
		return self.change(contact, method, "/".join(parts[2:]), body)

	def upsert(self, identifier: str, body: dict) -> tuple[int, object]:
		kind, _, value = identifier.partition(":")
		if kind not in ("email", "phone") or not body.get("firstName"):
			return 400, {"code": 400, "message": "Missing field(s) : firstName"}
		contact = self.peer.find(identifier)
		if not contact:
			contact = self.peer.add(**{**body, kind: value})
		elif not self.peer.days.never_overwrites:
			contact.update(body)
		self.peer.done.append((contact["id"], "upsert"))
		return 200, {} if self.peer.days.hides_id else {"contactId": contact["id"]}

	def merge(self, ids: list) -> tuple[int, object]:
		if not all(number in self.peer.contacts for number in ids):
			return 404, {"code": 404, "message": "Contact not found!"}
		self.peer.contacts.pop(ids[1])
		self.peer.done.append((ids[0], "merge"))
		return 200, {"contactId": ids[0]}

	def write_to(self, contact: dict, method: str, action: str, body: object) -> tuple[int, object]:
		"""Take a message, or tell of those that were taken."""
		own = [message for message in self.peer.messages if message["contactId"] == contact["id"]]
		if method == "POST":
			if not isinstance(body["channelId"], int):
				return 400, {"code": 400, "message": "Invalid field(s) : channelId"}
			number = 500 + len(self.peer.messages)
			status = [{"value": "sent", "timestamp": int(time.time())}]
			told = {"messageId": number, "contactId": contact["id"], "traffic": "outgoing", "status": status}
			self.peer.messages.append({**told, **body})
			return 200, {"messageId": number}
		if action == "message/list":
			return 200, {"items": own[::-1], "pagination": {"next": None}}
		found = [message for message in own if str(message["messageId"]) == action.split("/")[1]]
		return (200, found[0]) if found else (404, {"code": 404, "message": "Message not found!"})

	def change(self, contact: dict, method: str, action: str, body: object) -> tuple[int, object]:
		if action.split("/")[0] == "message":
			return self.write_to(contact, method, action, body)
		if method == "GET" and not action:
			return 200, {key: value for key, value in contact.items() if key != "born"}
		self.peer.done.append((contact["id"], action or "update"))
		if method == "PUT" and not action:
			contact.update(body)
		elif action == "conversation/status":
			contact["status"] = body["status"]
		elif action == "conversation/assignee":
			return self.assign(contact, body["assignee"])
		elif action == "lifecycle/update":
			if body["name"] == "No Such Stage":
				return 400, {"code": 400, "message": "Invalid field(s) : name"}
			contact["lifecycle"] = body["name"]
		return 200, {"contactId": contact["id"]}

	def assign(self, contact: dict, assignee: object) -> tuple[int, object]:
		"""An assignment of a closed conversation is answered with 200 and does nothing."""
		users = [number for number, address in USERS.items() if assignee in (number, address)]
		if not users:
			return 400, {"code": 400, "message": "Invalid field(s) : assignee"}
		if contact["status"] == "open" and not self.peer.days.ignores_assignee:
			contact["assignee"] = {"id": users[0], "email": USERS[users[0]], "firstName": "Grace"}
		return 200, {"contactId": contact["id"]}
