"""Six digits by mail, where a quote asks for them: whoever accepts also reads the mails of the address that got the link.

Kept in Redis, and only their keyed hash: a code is good for ten minutes and five tries.
"""

import hmac
import secrets

import frappe
from frappe import _

from frappe_crm_app.kit.exceptions import AcceptanceError
from frappe_crm_app.kit.site_keys import keyed_hash

MINUTES = 10
MOST_TRIES = 5
DIGITS = 6
PURPOSE = "code to accept a quote"


def make(link: str) -> str:
	"""Return a new code for whoever has a link, in whose place any earlier one is forgotten."""
	code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
	frappe.cache.delete(key_of("tries", link))
	frappe.cache.set(key_of("code", link), hashed(link, code), ex=MINUTES * 60)
	return code


def check(link: str, code: object) -> None:
	"""Raise `AcceptanceError` unless this is the code of the link; each call is a try, however many come at once."""
	kept = frappe.cache.get(key_of("code", link))
	if not kept:
		frappe.throw(
			_("The code is older than {0} minutes. Please ask for a new one.").format(MINUTES),
			AcceptanceError,
		)
	if count_try(link) > MOST_TRIES:
		frappe.cache.delete(key_of("code", link))
		frappe.throw(_("Too many wrong codes. Please ask for a new one."), AcceptanceError)
	typed = "".join(code.split()) if isinstance(code, str) else ""
	if not hmac.compare_digest(kept, hashed(link, typed).encode()):
		frappe.throw(_("This is not the code that we have sent."), AcceptanceError)


def forget(link: str) -> None:
	"""Let a code be used once."""
	frappe.cache.delete(key_of("code", link))


def count_try(link: str) -> int:
	pipeline = frappe.cache.pipeline(transaction=False)
	pipeline.incr(key_of("tries", link))
	pipeline.expire(key_of("tries", link), MINUTES * 60)
	return pipeline.execute()[0]


def hashed(link: str, code: str) -> str:
	return keyed_hash(PURPOSE, f"{link} {code}")


def key_of(what: str, link: str) -> bytes | str:
	return frappe.cache.make_key(f"crm_quote_{what}:{link}")
