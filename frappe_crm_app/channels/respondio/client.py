"""A client of the respond.io Developer API v2: the calls that the sync needs. No frappe here.

Identifiers are `id:123`, `email:a@b.c` or `phone:+60123456789`. Where sources about the API disagree (`contactId` in an
answer, the words for a contact's status), answers are read leniently.
"""

import email.utils
import json
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from urllib.parse import quote

import requests
import urllib3
from requests.auth import AuthBase

from frappe_crm_app.kit.enums import StrEnum
from frappe_crm_app.kit.outgoing.addresses import Network
from frappe_crm_app.kit.outgoing.doubt import was_never_sent
from frappe_crm_app.kit.outgoing.sessions import session

TIMEOUT = (10, 30)  # seconds to connect, and between two bytes of an answer
LONGEST_ANSWER = 1_000_000  # bytes
LONGEST_KEPT = 1000  # characters of an answer that are kept for the log
LONGEST_WAIT = 86_400  # seconds that a Retry-After may ask for
QUEUED_STATUS = 449
MASK = "***"


class ErrorKind(StrEnum):
	"""What went wrong, as far as it decides what to do next."""

	AUTH = "auth"
	NOT_FOUND = "not found"
	INVALID = "invalid"
	RATE_LIMITED = "rate limited"
	QUEUED = "queued"
	SERVER = "server"
	NETWORK = "network"


KIND_OF_STATUS = {
	401: ErrorKind.AUTH,
	404: ErrorKind.NOT_FOUND,
	408: ErrorKind.SERVER,
	429: ErrorKind.RATE_LIMITED,
	QUEUED_STATUS: ErrorKind.QUEUED,
}


class RespondioError(Exception):
	"""A call that did not succeed. `message` is respond.io's own or names what happened, `body` the answer with secrets
	masked, `retry_after` seconds where the answer said so; `is_unsent` where no connection came about."""

	def __init__(
		self,
		kind: ErrorKind,
		message: str,
		status: int | None = None,
		body: str = "",
		retry_after: float | None = None,
		is_unsent: bool = False,
	) -> None:
		super().__init__(message)
		self.kind = kind
		self.message = message
		self.status = status
		self.body = body
		self.retry_after = retry_after
		self.is_unsent = is_unsent


@dataclass(frozen=True)
class RespondioContact:
	"""A contact as respond.io knows it. What an answer does not tell is `None`; `tells_...` says whether it told."""

	id: str | None
	is_open: bool | None = None
	lifecycle: str | None = None
	assignee_id: str | None = None
	assignee_email: str | None = None
	tells_assignee: bool = False
	tells_lifecycle: bool = False

	def has_assignee(self, assignee: str) -> bool:
		"""Return whether the conversation is this user's, named by id or email."""
		return assignee.lower() in (self.assignee_id, (self.assignee_email or "").lower())


class BearerAuth(AuthBase):
	"""Sends the token; as an `auth`, so that no .netrc replaces it."""

	def __init__(self, token: str) -> None:
		self.token = token

	def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
		request.headers["Authorization"] = f"Bearer {self.token}"
		return request


class RespondioClient:
	"""Calls of one workspace. `slot` gives a context manager that is held during each request (the rate limit).

	Requests go to the open internet, and to the private `networks`.
	"""

	def __init__(
		self,
		base_url: str,
		token: str,
		slot: Callable[[], AbstractContextManager] = nullcontext,
		networks: Sequence[Network] = (),
	) -> None:
		self.base_url = base_url.rstrip("/")
		self.token = token
		self.slot = slot
		self.session = session(networks)
		self.session.auth = BearerAuth(token)
		self.session.headers["Accept"] = "application/json"

	def upsert(self, identifier: str, fields: Mapping) -> str | None:
		"""Create or update a contact; return its id where the answer has one."""
		return contact_id(self.call("POST", f"/contact/create_or_update/{encoded(identifier)}", fields))

	def update(self, identifier: str, fields: Mapping) -> None:
		"""Overwrite fields of a contact."""
		self.call("PUT", f"/contact/{encoded(identifier)}", fields)

	def get(self, identifier: str) -> RespondioContact:
		"""Return a contact."""
		return read_contact(self.call("GET", f"/contact/{encoded(identifier)}"))

	def open_conversation(self, identifier: str) -> None:
		"""Open the contact's conversation; one that is open stays so."""
		self.call("POST", f"/contact/{encoded(identifier)}/conversation/status", {"status": "open"})

	def assign(self, identifier: str, assignee: str) -> None:
		"""Give the contact's conversation to a user, named by id or email. It must be open, else nothing happens."""
		user = int(assignee) if assignee.isdecimal() else assignee
		self.call("POST", f"/contact/{encoded(identifier)}/conversation/assignee", {"assignee": user})

	def set_lifecycle(self, identifier: str, name: str) -> None:
		"""Put the contact into a lifecycle stage."""
		self.call("POST", f"/contact/{encoded(identifier)}/lifecycle/update", {"name": name})

	def merge(self, keep: str, remove: str) -> str | None:
		"""Merge two contacts, named by their ids; return the id of the one that is left where the answer has it."""
		return contact_id(
			self.call("POST", "/contact/merge", {"contactIds": [as_number(keep), as_number(remove)]})
		)

	def check(self) -> None:
		"""Ask for one user of the workspace, which shows whether address and token are right."""
		answer = self.call("GET", "/space/user?limit=1")
		if not isinstance(answer, dict) or "items" not in answer:
			raise RespondioError(ErrorKind.INVALID, "The answer is not respond.io's.", 200)

	def call(self, method: str, path: str, body: Mapping | None = None) -> object:
		"""Send one request and return what the answer's JSON says; raises `RespondioError`."""
		with self.slot():
			answer, content = self.send(method, path, body)
		text = masked(content.decode(errors="replace"), self.token)
		if not 200 <= answer.status_code < 300:
			raise refusal(answer, text)
		try:
			return json.loads(content) if content.strip() else {}
		except ValueError:
			raise RespondioError(
				ErrorKind.SERVER, "The answer is no JSON.", answer.status_code, text[:LONGEST_KEPT]
			) from None

	def send(self, method: str, path: str, body: Mapping | None) -> tuple[requests.Response, bytes]:
		"""Return the answer and its content, of a bounded size. A redirect is not followed: it would take the token along."""
		problem, is_unsent = "", False
		try:
			with self.session.request(
				method,
				self.base_url + path,
				json=dict(body) if body is not None else None,
				timeout=TIMEOUT,
				allow_redirects=False,
				stream=True,
			) as answer:
				return answer, answer.raw.read(LONGEST_ANSWER, decode_content=True)
		except (requests.RequestException, urllib3.exceptions.HTTPError, OSError, ValueError) as error:
			problem = masked(f"{type(error).__name__}: {error}", self.token)
			is_unsent = was_never_sent(error)
		# Raised out here, without the original: a traceback with its variables would show the headers.
		raise RespondioError(ErrorKind.NETWORK, problem[:LONGEST_KEPT], is_unsent=is_unsent)


def refusal(answer: requests.Response, text: str) -> RespondioError:
	"""Return the error that an answer with another status than 2xx means."""
	message = message_of(text) or f"HTTP {answer.status_code}"
	return RespondioError(
		kind_of(answer.status_code, text),
		message,
		answer.status_code,
		text[:LONGEST_KEPT],
		seconds_to_wait(answer.headers.get("Retry-After")),
	)


def kind_of(status: int, text: str) -> ErrorKind:
	"""Return what a status means. 403 in JSON is respond.io's, else a firewall's, which may think better of it."""
	if status in KIND_OF_STATUS:
		return KIND_OF_STATUS[status]
	if status == 403:
		return ErrorKind.AUTH if message_of(text) else ErrorKind.SERVER
	return ErrorKind.SERVER if status >= 500 else ErrorKind.INVALID


def message_of(text: str) -> str:
	"""Return the `message` of an answer, `""` where there is none."""
	try:
		answer = json.loads(text)
	except ValueError:
		return ""
	message = answer.get("message") if isinstance(answer, dict) else None
	return str(message)[:LONGEST_KEPT] if message else ""


def seconds_to_wait(header: str | None) -> float | None:
	"""Return what a Retry-After asks for, given in seconds or as a date; `None` where it cannot be read."""
	if not header:
		return None
	try:
		seconds = float(header)
	except ValueError:
		moment = email.utils.parsedate_tz(header)
		if not moment:
			return None
		seconds = email.utils.mktime_tz(moment) - time.time()
	return min(max(seconds, 0.0), LONGEST_WAIT) if seconds == seconds else None


def masked(text: str, token: str) -> str:
	"""Return `text` without the token."""
	return text.replace(token, MASK) if token else text


def encoded(identifier: str) -> str:
	"""Return an identifier as it stands in a path: what follows `id:`, `email:` or `phone:` is percent-encoded."""
	kind, _, value = identifier.partition(":")
	return f"{kind}:{quote(value, safe='')}"


def as_number(contact: str) -> int | str:
	"""Return an id as the API sends it."""
	return int(contact) if contact.isdecimal() else contact


def contact_id(answer: object) -> str | None:
	"""Return the contact's id in an answer, under either of the names it is said to have."""
	if not isinstance(answer, dict):
		return None
	value = answer.get("contactId") or answer.get("id")
	return str(value) if isinstance(value, int | str) and value else None


def read_contact(answer: object) -> RespondioContact:
	"""Return the contact that an answer describes, with or without an envelope `data` or `contact`."""
	if not isinstance(answer, dict):
		raise RespondioError(ErrorKind.SERVER, "The answer is no contact.")
	described = answer
	for envelope in ("data", "contact"):
		if isinstance(answer.get(envelope), dict):
			described = answer[envelope]
	assignee = described.get("assignee")
	lifecycle = described.get("lifecycle")
	return RespondioContact(
		id=contact_id(described),
		is_open=read_status(described.get("status")),
		lifecycle=lifecycle.get("name") if isinstance(lifecycle, dict) else lifecycle,
		assignee_id=str(assignee["id"]) if isinstance(assignee, dict) and assignee.get("id") else None,
		assignee_email=assignee.get("email") if isinstance(assignee, dict) else None,
		tells_assignee="assignee" in described,
		tells_lifecycle="lifecycle" in described,
	)


def read_status(status: object) -> bool | None:
	"""Return whether a conversation is open, `None` where the word is not known."""
	word = str(status or "").lower()
	if word in ("open", "opened"):
		return True
	return False if word in ("close", "closed", "done") else None
