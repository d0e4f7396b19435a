"""Several emails or phones in one text, as people and other tools write them: `a@x.com; b@x.com`, `(202) 555-0128 x12 / 555 0129` (pure).

The first is the primary one. A text of which a part cannot be read is none of them: nobody is given half of what was written.
"""

import re
from email.utils import parseaddr
from typing import NamedTuple

import phonenumbers

from frappe_crm_app.records.identity.normalise import (
	E164,
	clean_text,
	is_stored_form,
	normalise_email,
	normalise_extension,
	read_phone,
)

# Both read what `clean_text` returns, where white space is one blank. A run of signs is looked at from its beginning only.
BETWEEN_EMAILS = re.compile(r"(?<![;, |/])[;, |/]+(?=[^;, |/]*@)| ?::: ?|[;,|] ?")
BETWEEN_PHONES = re.compile(r" ?(?::::|[;,|/&]) ?")
LONGEST = 2_000  # characters
SIGNS_BETWEEN = frozenset(":;,|/&")


class Phone(NamedTuple):
	"""A number in E.164 and the digits of its extension, `""` without one."""

	phone: str
	extension: str = ""


def emails_in(raw: object) -> list[str]:
	"""Return the normalised emails in a text, each once; raises `ValueError` where a part of it is none."""
	if not raw:
		return []
	try:
		email = normalise_email(raw)
		return [email] if email else []
	except ValueError:
		text = clean_text(raw)
	refuse_long(text)
	try:
		return [normalise_email(bare_address(text))]
	except ValueError:
		parts = [part for part in BETWEEN_EMAILS.split(text) if part]
	return list(dict.fromkeys(normalise_email(bare_address(part)) for part in parts))


def refuse_long(text: str) -> None:
	"""Raise `ValueError` for a text in which nobody has written a few emails or phones."""
	if len(text) > LONGEST:
		raise ValueError(text[:LONGEST])


def bare_address(text: str) -> str:
	"""Return the address in `mailto:ada@x.com` and `Ada <ada@x.com>`, else the text as it is."""
	bare = re.sub(r"^mailto:", "", text.strip(), flags=re.IGNORECASE)
	return parseaddr(bare)[1] or bare if bare.endswith(">") else bare


def phones_in(raw: object, *regions: str | None) -> list[Phone]:
	"""Return the numbers in a text with their extensions, each once; raises `ValueError` where a part of it is none.

	`regions` are as those of `normalise_phone`. A stroke may also stand within one number (`030/901820`): the text is read as
	one where its first part alone is none.
	"""
	text = clean_text(raw)
	if not text:
		return []
	refuse_long(text)
	if is_stored_form(text):
		return [Phone(text)]
	may_be_several = not SIGNS_BETWEEN.isdisjoint(text)
	parts = [part for part in BETWEEN_PHONES.split(text) if part] if may_be_several else []
	if len(parts) < 2 or not is_phone(parts[0], *regions):
		return [phone_of(text, *regions)]
	return list(dict.fromkeys(phone_of(part, *regions) for part in parts))


def is_phone(text: str, *regions: str | None) -> bool:
	"""Return whether the text alone is a number."""
	try:
		return bool(read_phone(text, *regions))
	except ValueError:
		return False


def phone_of(text: str, *regions: str | None) -> Phone:
	"""Return one number with its extension; raises `ValueError` for what is none."""
	number = read_phone(text, *regions)
	extension = normalise_extension(number.extension) if number.extension else ""
	return Phone(phonenumbers.format_number(number, E164), extension)
