"""Posts JSON to an address that somebody has entered, signed (no frappe)."""

import hashlib
import hmac
import time
from collections.abc import Sequence
from dataclasses import dataclass

from frappe_crm_app.kit.outgoing.addresses import ForbiddenAddressError, Network
from frappe_crm_app.kit.outgoing.sessions import RefusedAddress, session

TIMEOUT = (10, 30)  # seconds to connect, and between two bytes of an answer
LONGEST_WAIT = 3600  # seconds that an answer may ask for


class Refused(Exception):
	"""No request may go to this address."""


@dataclass(frozen=True)
class Answer:
	"""What the other side answered; `retry_after` seconds where it said so."""

	status: int
	retry_after: float | None = None


def post(url: str, body: str, secret: str | None, key: str, networks: Sequence[Network] = ()) -> Answer:
	"""Return the answer to one request. Raises `Refused`, or `requests.RequestException` where there is none."""
	try:
		with session(networks) as opened:
			headers = headers_of(body, secret, key, int(time.time()))
			answer = opened.post(url, data=body.encode(), headers=headers, timeout=TIMEOUT, stream=True)
			with answer:
				return Answer(answer.status_code, seconds_of(answer.headers.get("Retry-After")))
	except (RefusedAddress, ForbiddenAddressError) as error:
		raise Refused(str(error)) from error


def headers_of(body: str, secret: str | None, key: str, now: int) -> dict[str, str]:
	"""Return the headers of a request; with a secret, a signature of the moment and the body."""
	headers = {"Content-Type": "application/json", "Idempotency-Key": key, "User-Agent": "frappe_crm_app"}
	if secret:
		headers["X-CRM-Timestamp"] = str(now)
		headers["X-CRM-Signature"] = f"sha256={signature_of(body, secret, now)}"
	return headers


def signature_of(body: str, secret: str, now: int) -> str:
	"""Return HMAC-SHA256, in hexadecimal, of `<moment>.<body>`."""
	return hmac.new(secret.encode(), f"{now}.{body}".encode(), hashlib.sha256).hexdigest()


def seconds_of(retry_after: str | None) -> float | None:
	"""Return how long an answer asks to wait, as far as it says so in seconds."""
	return min(float(retry_after), LONGEST_WAIT) if retry_after and retry_after.isdigit() else None
