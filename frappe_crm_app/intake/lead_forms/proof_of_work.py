"""A challenge that costs a browser about a second, and nobody's privacy (ALTCHA's hashing challenge)."""

import json
from base64 import b64decode
from datetime import datetime, timedelta, timezone

from altcha.v1 import create_challenge, verify_solution

LARGEST_NUMBER = 60_000  # hashes at most; a phone does them in about two seconds
FIELDS = ("algorithm", "challenge", "salt", "signature")


def make_challenge(key: bytes, nonce: str, minutes: int) -> dict:
	"""Return `{algorithm, challenge, maxnumber, salt, signature}`, good for the token with this nonce only."""
	challenge = create_challenge(
		hmac_key=key,
		max_number=LARGEST_NUMBER,
		expires=datetime.now(timezone.utc) + timedelta(minutes=minutes),
		params={"token": nonce},
	)
	return {
		"algorithm": challenge.algorithm,
		"challenge": challenge.challenge,
		"maxnumber": LARGEST_NUMBER,
		"salt": challenge.salt,
		"signature": challenge.signature,
	}


def is_proven(key: bytes, proof: object, nonce: str) -> bool:
	"""Return whether `proof`, as ALTCHA's widget sends it, solves a challenge made with `key` for this token."""
	solution = read_proof(proof)
	if not solution or f"token={nonce}" not in solution["salt"]:
		return False
	is_right, _problem = verify_solution(solution, key)
	return is_right


def read_proof(proof: object) -> dict | None:
	"""Return the parts of a solution, `None` where the text is none: it comes from a stranger."""
	try:
		solution = json.loads(b64decode(proof, validate=True))
		are_texts = all(isinstance(solution[name], str) and solution[name].isascii() for name in FIELDS)
		return solution if are_texts and type(solution["number"]) is int else None
	except (ValueError, TypeError, KeyError, RecursionError):
		return None
