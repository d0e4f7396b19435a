"""Keys for signing and hashing, derived from the site's encryption key, one for each purpose."""

import hmac

from frappe.utils.password import get_encryption_key

from frappe_crm_app.kit.enums import StrEnum


class Purpose(StrEnum):
	"""What a key is for; what one signs, no other confirms."""

	TOKEN = "token"
	CONFIRMATION = "confirmation"
	PROOF_OF_WORK = "proof of work"
	ADDRESS = "address"
	ANSWERS = "answers"
	SUBSCRIPTION = "subscription"
	SUBSCRIBING = "subscribing"


def key_for(purpose: Purpose) -> bytes:
	"""Return 32 bytes that nobody can derive who does not know the site's encryption key."""
	return hmac.digest(get_encryption_key().encode(), f"public_lead_form {purpose}".encode(), "sha256")


def keyed_hash(purpose: Purpose, text: str) -> str:
	"""Return 32 hexadecimal digits that stand for `text` on this site, and from which it cannot be found by trying."""
	return hmac.digest(key_for(purpose), text.encode(errors="replace"), "sha256").hex()[:32]
