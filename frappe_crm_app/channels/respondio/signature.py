"""Whether the body of a webhook is respond.io's: `X-Webhook-Signature` is base64(HMAC-SHA256(signing key, raw body)).

Each webhook has a key of its own; which one a delivery belongs to is not said, so all are tried.
"""

import base64
import hashlib
import hmac
from collections.abc import Iterable

HEADER = "X-Webhook-Signature"


def sign(body: bytes, key: str) -> str:
	"""Return the signature of a body."""
	return base64.b64encode(hmac.new(key.encode(), body, hashlib.sha256).digest()).decode()


def is_signed(body: bytes, signature: str | None, keys: Iterable[str]) -> bool:
	"""Return whether one of the keys made this signature, in a time that does not tell how near it came."""
	given = (signature or "").strip().encode()
	matches = [hmac.compare_digest(sign(body, key).encode(), given) for key in keys if key]
	return bool(given) and any(matches)
