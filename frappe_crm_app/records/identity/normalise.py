"""Emails, phones, names and web domains in the one form in which they are stored and compared.

Pure functions: no site, no Frappe. An empty value stays empty (`""`); what cannot be read raises `ValueError`.
"""

import re
import unicodedata
from hashlib import blake2b
from urllib.parse import urlsplit

import phonenumbers

# One @, a dotted domain, no spaces or list separators. Whether the mailbox exists only a mail can tell.
EMAIL_PATTERN = re.compile(
	r"[^\s@<>()\[\]\\,;:\"]+@(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_][\w-]{0,61}[^\W_]", re.UNICODE
)
EMAIL_LENGTH = 140  # a Data field's
EXTENSION_PATTERN = re.compile(r"[0-9]{1,11}")
HOST_PATTERN = re.compile(r"(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W_](?:[\w-]{0,61}[^\W_])?", re.UNICODE)


def clean_text(raw: object) -> str:
	"""Return `raw` as text in Unicode's composed form, without control or zero-width characters, its runs of white space one space."""
	text = str(raw or "")
	if text.isascii() and text.isprintable():
		return " ".join(text.split())
	text = unicodedata.normalize("NFC", text)
	kept = (
		character for character in text if character.isspace() or unicodedata.category(character)[0] != "C"
	)
	return " ".join("".join(kept).split())


def normalise_email(raw: object) -> str:
	"""Return the email lower-cased and trimmed, or `""`.

	Nothing is guessed about a provider: dots and `+tags` stay, since they may be different mailboxes.

	Raises `ValueError` for what is no single address.
	"""
	text = unicodedata.normalize("NFKC", clean_text(raw)).lower()
	if not text:
		return ""
	local = text.partition("@")[0]
	if len(text) > EMAIL_LENGTH or ".." in text or local.startswith(".") or local.endswith("."):
		raise ValueError(text)
	if not EMAIL_PATTERN.fullmatch(text):
		raise ValueError(text)
	return text


def normalise_phone(raw: object, region: str | None) -> str:
	"""Return the phone number in E.164 (`+14155550100`), or `""`.

	`region` is the ISO 3166-1 alpha-2 code (any case) that numbers without a country prefix belong to. A number counts
	as one when its length is possible for its country: ranges are opened faster than any table of them is updated.

	Raises `ValueError` for what is no phone number.
	"""
	text = unicodedata.normalize("NFKC", clean_text(raw))
	if not text:
		return ""
	try:
		number = phonenumbers.parse(text, region.upper() if region else None)
	except phonenumbers.NumberParseException as error:
		raise ValueError(text) from error
	if phonenumbers.is_possible_number_with_reason(number) != phonenumbers.ValidationResult.IS_POSSIBLE:
		raise ValueError(text)
	return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def normalise_extension(raw: object) -> str:
	"""Return the digits of a phone's extension, or `""`; raises `ValueError` for anything but at most eleven digits."""
	text = unicodedata.normalize("NFKC", clean_text(raw)).replace(" ", "")
	if text and not EXTENSION_PATTERN.fullmatch(text):
		raise ValueError(text)
	return text


def extension_in(raw: object, region: str | None) -> str:
	"""Return the extension that is written behind a phone number (`+1 415 555 0100 ext. 7`), `""` where none can be read."""
	try:
		number = phonenumbers.parse(clean_text(raw), region.upper() if region else None)
	except phonenumbers.NumberParseException:
		return ""
	return number.extension or ""


def name_key(raw: object) -> str:
	"""Return what two spellings of one name share, case, white space and Unicode form set aside; `""` for no name.

	It is a digest, since databases would take accented letters or emoji in a text for equal.
	"""
	text = "".join(unicodedata.normalize("NFKC", clean_text(raw)).casefold().split())
	return blake2b(text.encode(errors="replace"), digest_size=16).hexdigest() if text else ""


def normalise_domain(raw: object) -> str:
	"""Return the bare host of a web address or domain (`https://www.Acme.com/x` → `acme.com`), or `""`.

	Raises `ValueError` where there is no host name in it.
	"""
	text = clean_text(raw).casefold()
	if not text:
		return ""
	try:
		host = urlsplit(text if "//" in text else f"//{text}").hostname or ""
	except ValueError as error:
		raise ValueError(text) from error
	host = host.rstrip(".").removeprefix("www.")
	if not HOST_PATTERN.fullmatch(host):
		raise ValueError(text)
	return host
