"""Emails, phones, names and web domains in the one form in which they are stored and compared.

Pure functions: no site, no Frappe. An empty value stays empty (`""`); what cannot be read raises `ValueError`.
"""

import re
import unicodedata
from functools import lru_cache
from hashlib import blake2b
from typing import NamedTuple
from urllib.parse import urlsplit

import idna
import phonenumbers

# What Frappe takes for an address (`frappe.utils.EMAIL_MATCH_PATTERN`), to its end: whether the mailbox exists only a mail can tell.
_ATOM = r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
EMAIL_PATTERN = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@(?:{_LABEL}\.)+[a-z][a-z0-9-]{{0,61}}[a-z0-9]")
E164 = phonenumbers.PhoneNumberFormat.E164
EMAIL_LENGTH = 140  # a Data field's
EXTENSION_PATTERN = re.compile(r"[0-9]{1,11}")
HOST_PATTERN = re.compile(
	r"(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?\.)+[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
)
PLAIN_E164 = re.compile(r"\+[1-9][0-9]{6,14}")
JOINERS = "\u200c\u200d"
WITHOUT_JOINERS = dict.fromkeys(map(ord, JOINERS))
_JOINED = rf"[^\x00-\x7f\s{JOINERS}]"
SEVERAL_JOINERS = re.compile(rf"(?<=[{JOINERS}])[{JOINERS}]+")
IDLE_JOINER = re.compile(rf"(?<!{_JOINED})[{JOINERS}]|[{JOINERS}](?!{_JOINED})")
MARKS_IN_PHONE = re.compile(r"[\s().\-]+")
# Hosts under which everybody has a page or a mailbox: sharing one says nothing of two companies.
NOBODYS_DOMAINS = frozenset(
	(
		"facebook.com", "fb.com", "instagram.com", "linkedin.com", "twitter.com", "x.com", "youtube.com", "tiktok.com", "xing.com",
		"wa.me", "whatsapp.com", "t.me", "linktr.ee", "google.com", "goo.gl", "bit.ly", "gmail.com", "googlemail.com", "outlook.com",
		"hotmail.com", "live.com", "msn.com", "yahoo.com", "icloud.com", "me.com", "aol.com", "gmx.de", "gmx.net", "web.de",
		"proton.me", "protonmail.com", "mail.ru", "yandex.ru", "qq.com", "163.com", "126.com",
	)
)  # fmt: skip
LEAST_DIGITS = 8  # of a number that has lost its plus; fewer are a local one


def clean_text(raw: object) -> str:
	"""Return `raw` as text in Unicode's composed form, without control or zero-width characters, its runs of white space one space.

	A joiner stays where writing has a use for it: in a word of a script beyond ASCII (Persian, Sinhala) or within an emoji.
	"""
	text = str(raw or "")
	if text.isascii() and text.isprintable():
		return " ".join(text.split())
	text = unicodedata.normalize("NFC", text)
	kept = "".join(
		character
		for character in text
		if character.isspace() or character in JOINERS or unicodedata.category(character)[0] != "C"
	)
	return " ".join(IDLE_JOINER.sub("", SEVERAL_JOINERS.sub("", kept)).split())


def bare_text(raw: object) -> str:
	"""Return `clean_text` as two texts are compared that look the same: without joiners."""
	return clean_text(raw).translate(WITHOUT_JOINERS)


def normalise_email(raw: object) -> str:
	"""Return the email lower-cased and trimmed, its domain in Punycode, or `""`. It is ASCII, so all databases compare it alike.

	Nothing is guessed about a provider: dots and `+tags` stay, since they may be different mailboxes, and so do accents.

	Raises `ValueError` for what is no single address, or one that Frappe would not let a record have.
	"""
	text = unicodedata.normalize("NFKC", bare_text(raw)).lower()
	if not text:
		return ""
	if len(text) > EMAIL_LENGTH:
		raise ValueError(text[:EMAIL_LENGTH])
	local, at, domain = text.rpartition("@")
	email = local + at + as_punycode(domain)
	if len(email) > EMAIL_LENGTH or not EMAIL_PATTERN.fullmatch(email):
		raise ValueError(text)
	return email


def normalise_external_id(raw: object) -> str:
	"""Return the key of a person in another system, or `""`; letters in another case are another key, as Salesforce's are."""
	return bare_text(raw)


def as_punycode(domain: str) -> str:
	"""Return a domain in the ASCII form by which the net knows it; raises `ValueError` where it has none."""
	return domain if domain.isascii() else idna.encode(domain, uts46=True).decode()


def normalise_phone(raw: object, *regions: str | None) -> str:
	"""Return the phone number in E.164 (`+14155550100`), or `""`.

	`regions` are the ISO 3166-1 alpha-2 codes (any case) of the countries that a number without a prefix may belong to, the
	likeliest first. A number counts as one when it is valid in its country, not merely as long as one there.

	Raises `ValueError` for what is a phone number in none of them.
	"""
	text = unicodedata.normalize("NFKC", bare_text(raw))
	if not text or is_stored_form(text):
		return text
	return phonenumbers.format_number(read_phone(text, *regions), E164)


def is_stored_form(text: str) -> bool:
	"""Return whether a text is a common number in E.164, which is read as it stands: the library takes ten times as long."""
	if not PLAIN_E164.fullmatch(text):
		return False
	for length in (1, 2, 3):  # no country code is the beginning of another
		if int(text[1 : 1 + length]) in phonenumbers.COUNTRY_CODE_TO_REGION_CODE:
			return is_common(int(text[1 : 1 + length]), text[1 + length :])
	return False


def read_phone(text: str, *regions: str | None) -> phonenumbers.PhoneNumber:
	"""Return the number that `text` is in the first of the regions in which it is valid; raises `ValueError` where that is none."""
	for region in dict.fromkeys(regions) or (None,):
		try:
			number = phonenumbers.parse(text, region.upper() if region else None)
		except phonenumbers.NumberParseException:
			continue
		if is_common_number(number) or phonenumbers.is_valid_number(number):
			return number
	raise ValueError(text)


def is_common_number(number: phonenumbers.PhoneNumber) -> bool:
	"""Return whether a number is a fixed line or mobile of the main region of its country code, which makes it valid.

	The library asks all kinds of number in all regions of a code; nearly all numbers are of these, and imports have many.
	"""
	return is_common(number.country_code, phonenumbers.national_significant_number(number))


def is_common(country_code: int, national: str) -> bool:
	"""The same of a country code and the number without it."""
	general, *kinds = common_shapes(country_code) or [None]
	return bool(general) and general.fits(national) and any(kind.fits(national) for kind in kinds)


class Shape(NamedTuple):
	"""What numbers of a kind look like without their country code; no lengths where the pattern alone says them."""

	pattern: re.Pattern
	lengths: tuple[int, ...]

	def fits(self, national: str) -> bool:
		return bool((not self.lengths or len(national) in self.lengths) and self.pattern.fullmatch(national))


@lru_cache(maxsize=256)
def common_shapes(country_code: int) -> tuple[Shape, ...]:
	"""Return the shape of all numbers in the main region of a country code, then those of fixed lines and of mobiles."""
	region = phonenumbers.region_code_for_country_code(country_code)
	metadata = phonenumbers.PhoneMetadata.metadata_for_region(region, None)
	kinds = (metadata.general_desc, metadata.fixed_line, metadata.mobile) if metadata else ()
	return tuple(
		Shape(re.compile(kind.national_number_pattern), kind.possible_length)
		for kind in kinds
		if kind and kind.national_number_pattern
	)


def digits_without_plus(raw: object) -> str:
	"""Return a phone that is written as digits alone as if its plus had got lost, as Excel loses it; `""` for anything else."""
	text = bare_text(raw)
	if not text or text[0] == "+":
		return ""
	digits = MARKS_IN_PHONE.sub("", text)
	is_meant = digits.isascii() and digits.isdecimal() and len(digits) >= LEAST_DIGITS and digits[0] != "0"
	return f"+{digits}" if is_meant else ""


def is_without_plus(raw: object, phone: str | None) -> bool:
	"""Return whether `raw` is the digits of a stored phone whose plus got lost."""
	return bool(phone) and digits_without_plus(raw) == phone


def normalise_extension(raw: object) -> str:
	"""Return the digits of a phone's extension, or `""`; raises `ValueError` for anything but at most eleven digits."""
	text = unicodedata.normalize("NFKC", bare_text(raw)).replace(" ", "")
	if text and not EXTENSION_PATTERN.fullmatch(text):
		raise ValueError(text)
	return text


def extension_in(raw: object, *regions: str | None) -> str:
	"""Return the extension that is written behind a phone number (`+1 415 555 0100 ext. 7`), `""` where none can be read."""
	try:
		return read_phone(bare_text(raw), *regions).extension or ""
	except ValueError:
		return ""


def name_key(raw: object) -> str:
	"""Return what two spellings of one name share, case, white space and Unicode form set aside; `""` for no name.

	It is a digest, since databases would take accented letters or emoji in a text for equal.
	"""
	text = "".join(unicodedata.normalize("NFKC", bare_text(raw)).casefold().split())
	return blake2b(text.encode(errors="replace"), digest_size=16).hexdigest() if text else ""


def normalise_domain(raw: object) -> str:
	"""Return the bare host of a web address or domain in Punycode (`https://www.Acme.com/x` → `acme.com`), or `""`.

	Raises `ValueError` where there is no host name in it.
	"""
	text = bare_text(raw).casefold()
	if not text:
		return ""
	try:
		host = urlsplit(text if "//" in text else f"//{text}").hostname or ""
	except ValueError as error:
		raise ValueError(text) from error
	host = as_punycode(host.rstrip(".").removeprefix("www."))
	if not HOST_PATTERN.fullmatch(host):
		raise ValueError(text)
	return host


def is_nobodys_domain(domain: str) -> bool:
	"""Return whether a bare host is one under which everybody has a page or a mailbox, or stands below one (`de.linkedin.com`)."""
	parts = domain.split(".")
	return any(".".join(parts[place:]) in NOBODYS_DOMAINS for place in range(len(parts) - 1))
