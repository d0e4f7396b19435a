"""What the address of a feed or of a room ends in: 256 random bits, of which only the hash is stored (pure)."""

import re
import secrets
from hashlib import sha256

TOKEN = re.compile(r"[A-Za-z0-9_-]{43}", re.ASCII)


def new_token() -> str:
	"""Return a token that nobody guesses, 43 characters."""
	return secrets.token_urlsafe(32)


def hash_of_token(token: object) -> str:
	"""Return the SHA-256 of a token, 64 hexadecimal digits.

	What has not the form of one is hashed as well: it is then looked for as any other, and not found, in about the same time.
	"""
	text = token if isinstance(token, str) and TOKEN.fullmatch(token) else ""
	return sha256(text.encode()).hexdigest()
