"""Keys for signing and hashing, derived from the site's encryption key, one for each purpose."""

import hmac

from frappe.utils.password import get_encryption_key


def key_for(purpose: str) -> bytes:
	"""Return 32 bytes that nobody can derive who does not know the site's encryption key; what one signs, no other confirms."""
	return hmac.digest(get_encryption_key().encode(), purpose.encode(), "sha256")


def keyed_hash(purpose: str, text: str) -> str:
	"""Return 32 hexadecimal digits that stand for `text` on this site, and from which it cannot be found by trying."""
	return hmac.digest(key_for(purpose), text.encode(errors="replace"), "sha256").hex()[:32]
