"""The addresses of links in campaigns: whose click it is, which link, and a signature over both, so that nobody makes up a click."""

import hmac

from frappe.utils import get_url

from frappe_crm_app.kit.site_keys import key_for

CLICK = "/api/method/frappe_crm_app.channels.campaigns.public.click"
DIGITS = 16


def key() -> bytes:
	"""Return what clicks are signed with, which nobody can derive who does not know the site's encryption key."""
	return key_for("campaign click")


def signed(secret: bytes, token: str, position: int) -> str:
	"""Return a link's number with its signature."""
	digest = hmac.digest(secret, f"{token} {position}".encode(), "sha256").hex()
	return f"{position}.{digest[:DIGITS]}"


def position_in(token: str, link: object) -> int | None:
	"""Return the number of a link, `None` where it is not signed for this recipient."""
	number = link.partition(".")[0] if isinstance(link, str) else ""
	if not (number.isascii() and number.isdigit() and len(number) < 5):
		return None
	given = link.encode("utf-8", "replace")
	return int(number) if hmac.compare_digest(signed(key(), token, int(number)).encode(), given) else None


class ClickAddresses:
	"""The addresses of a campaign's links; made once, since the site's address and key take time to find."""

	def __init__(self) -> None:
		self.base = get_url(CLICK)
		self.key = key()

	def of(self, token: str, number: int) -> dict[str, str]:
		"""Return `{link_1: address}` of so many links, for one recipient."""
		return {
			f"link_{position}": f"{self.base}?t={token}&l={signed(self.key, token, position)}"
			for position in range(1, number + 1)
		}
