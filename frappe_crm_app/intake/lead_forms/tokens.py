"""Signed tokens: about something, from a moment, each another one (pure).

`subject.milliseconds.nonce.signature`. Nothing is stored when one is made; that it is used once is the business of whoever stores
its nonce.
"""

import hmac
import re
import secrets
from dataclasses import dataclass

TOKEN = re.compile(r"([A-Za-z0-9_-]{1,140})\.(\d{10,15})\.([A-Za-z0-9_-]{16,40})\.([0-9a-f]{64})", re.ASCII)
CLOCK_SKEW = 5  # seconds by which the clocks of two web servers may differ


class ForgedTokenError(ValueError):
	"""The text is no token, or was not signed with this key."""


class ExpiredTokenError(ValueError):
	"""The token was made too long ago, or in the future."""


@dataclass(frozen=True)
class Token:
	"""What a token says: `age` in seconds."""

	subject: str
	nonce: str
	age: float


def make_token(key: bytes, subject: str, now: float) -> str:
	"""Return a new token about `subject` (a record's name), made at `now` (seconds since 1970)."""
	body = f"{subject}.{int(now * 1000)}.{secrets.token_urlsafe(18)}"
	return f"{body}.{signature(key, body)}"


def read_token(key: bytes, text: object, now: float, most_seconds: float) -> Token:
	"""Return what the token says. Raises `ForgedTokenError`, or `ExpiredTokenError` where it is older than `most_seconds`."""
	match = TOKEN.fullmatch(text) if isinstance(text, str) else None
	if not match or not hmac.compare_digest(signature(key, text.rpartition(".")[0]), match[4]):
		raise ForgedTokenError
	age = now - int(match[2]) / 1000
	if not -CLOCK_SKEW <= age <= most_seconds:
		raise ExpiredTokenError
	return Token(match[1], match[3], age)


def signature(key: bytes, body: str) -> str:
	return hmac.digest(key, body.encode(), "sha256").hex()
