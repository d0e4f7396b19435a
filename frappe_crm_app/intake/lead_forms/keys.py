"""What the keys of public forms are for; each is derived from the site's encryption key."""

from frappe_crm_app.kit import site_keys
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
	"""Return the 32 bytes of a purpose."""
	return site_keys.key_for(f"public_lead_form {purpose}")


def keyed_hash(purpose: Purpose, text: str) -> str:
	"""Return 32 hexadecimal digits that stand for `text` on this site, and from which it cannot be found by trying."""
	return site_keys.keyed_hash(f"public_lead_form {purpose}", text)
