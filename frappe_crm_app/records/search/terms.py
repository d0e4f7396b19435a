"""What a record is found by and what somebody asks for, as terms that are compared letter by letter (pure).

A term is a word without case and accents, an email, a domain, or a phone: `#4155550100+1` is found by the beginning of the number as
it is dialled in its country, `~00105555141`, the digits backwards, by the last ones.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import idna
import phonenumbers

from frappe_crm_app.kit.search_source import SearchSource

LONGEST_TERM = 60
MOST_WORDS = 10  # of a record's fields
MOST_TERMS = 24  # of a record
MOST_ASKED = 6  # words of one search
LEAST_DIGITS = 3  # fewer digits are no phone number
LEAST_BEFORE_COUNTRY = 5  # digits without a plus that may begin with a country code
APOSTROPHES = re.compile("['’‘`´ʼ＇]")
SEPARATORS = re.compile(r"[\W_]+")
LOOKS_LIKE_PHONE = re.compile(r"[+\d(][\d\s().\-/]*")
IN_LOCAL_PART = re.compile(r"[._+\-]+")
# Letters that Unicode does not take apart.
PLAIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i", "ð": "d", "þ": "th"})
LAST = "\U0010ffff"  # sorts after every character


@dataclass(frozen=True)
class Pattern:
	"""Terms that begin with `begin`, and end with `end` where there is one; no others than `begin` where it `is_whole`."""

	begin: str
	end: str = ""
	is_whole: bool = False

	@property
	def last(self) -> str:
		"""Return what sorts after all terms that begin so."""
		return self.begin if self.is_whole else f"{self.begin}{LAST}"


@dataclass(frozen=True)
class Asked:
	"""One of the things that a record must have: a term of one of these patterns; `word` is what may hold a typo."""

	patterns: tuple[Pattern, ...]
	word: str = ""


def folded(text: object) -> str:
	"""Return a text without case, accents and apostrophes."""
	plain = str(text or "")
	if plain.isascii():
		return plain.lower().replace("'", "").replace("`", "")
	plain = APOSTROPHES.sub("", unicodedata.normalize("NFKD", plain.casefold())).translate(PLAIN)
	return unicodedata.normalize("NFC", "".join(each for each in plain if not unicodedata.combining(each)))


def words_of(text: object) -> list[str]:
	"""Return the words of a text, folded."""
	return [word[:LONGEST_TERM] for word in SEPARATORS.split(folded(text)) if word]


def terms_of(
	source: SearchSource, record: Mapping, further: Iterable[Mapping] = (), hidden: Iterable[str] = ()
) -> list[str]:
	"""Return the terms of a record, `further` being the rows of its tables; at least one, which is empty where there is none.

	`hidden` are fields that are left out.
	"""
	left_out = frozenset(hidden)
	values = {name: record.get(name) for name in source.searched if name not in left_out}
	most_words = source.most_words or MOST_WORDS
	terms = dict.fromkeys([word for name in source.words for word in words_of(values.get(name))][:most_words])
	emails = [values.get(name) for name in source.emails] + [row.get("email") for row in further]
	phones = [values.get(name) for name in source.phones] + [row.get("phone") for row in further]
	for domain in (values.get(name) for name in source.domains):
		add(terms, [str(domain or "").lower()[:LONGEST_TERM]])
	for email in filter(None, emails):
		add(terms, terms_of_email(email))
	for phone in filter(None, phones):
		add(terms, terms_of_phone(phone))
	return list(terms)[: max(MOST_TERMS, most_words)] or [""]


def add(terms: dict[str, None], more: Iterable[str]) -> None:
	"""Add those of `more` that are not the beginning of a term which is there already."""
	for term in more:
		if term and not any(known.startswith(term) for known in terms):
			terms[term] = None


def terms_of_email(email: str) -> list[str]:
	"""Return the email, its domain and the later parts of what stands before the `@`."""
	address = email.lower()
	local, _at, domain = address.rpartition("@")
	parts = [part for part in IN_LOCAL_PART.split(local)[1:] if len(part) > 1 and not part.isdecimal()]
	return [term[:LONGEST_TERM] for term in (address, domain, *parts)]


def terms_of_phone(phone: str) -> list[str]:
	"""Return the terms of a phone in E.164."""
	digits = re.sub(r"\D", "", phone)
	if not digits:
		return []
	code, national = without_country_code(digits) if phone.startswith("+") else ("", digits)
	return [f"#{national}+{code}"[:LONGEST_TERM], f"~{digits[::-1]}"[:LONGEST_TERM]]


def without_country_code(digits: str) -> tuple[str, str]:
	"""Return the country code with which digits begin and what follows it; `""` and all of them where there is none."""
	for length in (1, 2, 3):  # no country code is the beginning of another
		if digits[:length] and int(digits[:length]) in phonenumbers.COUNTRY_CODE_TO_REGION_CODE:
			return digits[:length], digits[length:]
	return "", digits


def asked_for(text: str) -> list[Asked]:
	"""Return what a record must have to be found by `text`: each of its words, in any order; nothing for too short a text."""
	if LOOKS_LIKE_PHONE.fullmatch(text.strip()) and (asked := asked_phone(text)):
		return [asked]
	asked = [each for part in text.split() for each in asked_by(part)]
	asked = list(dict.fromkeys(asked))[:MOST_ASKED]
	return asked if any(len(pattern.begin) > 1 for each in asked for pattern in each.patterns) else []


def asked_by(part: str) -> list[Asked]:
	"""Return what a part of a text without spaces asks for."""
	if "@" in part:
		address = part.lower().lstrip("@")
		return [Asked((Pattern(in_punycode(address)[:LONGEST_TERM]),))] if address else []
	words = words_of(part)
	if "." in part.strip(".") and words:
		longest = max(words, key=len)
		return [Asked((Pattern(in_punycode(part.lower())[:LONGEST_TERM]), Pattern(longest)))]
	asked = [Asked((Pattern(word),), word) for word in words]
	digits = digits_of(part)
	if len(words) == 1 and len(digits) >= LEAST_DIGITS and words[0].isdecimal():
		return [Asked((Pattern(words[0]), *phone_patterns(part)))]
	return asked


def asked_phone(text: str) -> Asked | None:
	"""Return what a text asks for that is a phone number, or part of one."""
	patterns = phone_patterns(text)
	if not patterns:
		return None
	word = text.strip()
	return Asked((*((Pattern(word),) if word.isdecimal() else ()), *patterns))


def phone_patterns(text: str) -> tuple[Pattern, ...]:
	"""Return the patterns of phones that begin or end with the digits of `text`; none for too few of them."""
	written = text.strip()
	digits = digits_of(written)
	if len(digits) < LEAST_DIGITS:
		return ()
	patterns = [Pattern(f"~{digits[::-1]}")]
	is_international = written.startswith(("+", "00"))
	if not is_international:
		patterns.append(Pattern(f"#{digits}"))
	if is_international or (len(digits) >= LEAST_BEFORE_COUNTRY and not written.startswith("0")):
		code, national = without_country_code(digits)
		begin = national.lstrip("0")
		if code and len(begin) >= LEAST_DIGITS:  # fewer would look through a country's phones, or everybody's
			patterns.append(Pattern(f"#{begin}", f"+{code}"))
	return tuple(patterns)


def digits_of(text: str) -> str:
	"""Return the digits of a text without the zeros with which numbers are dialled."""
	return re.sub(r"[^0-9]", "", text).lstrip("0")


def in_punycode(text: str) -> str:
	"""Return a part of an email or domain with its domain as it is stored; as it is where that cannot be told."""
	local, at, domain = text.rpartition("@")
	if domain.isascii():
		return text
	try:
		return local + at + idna.encode(domain, uts46=True).decode()
	except ValueError:
		return text
