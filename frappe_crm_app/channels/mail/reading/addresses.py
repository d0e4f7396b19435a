"""Who is named in `From`, `To` and the like: groups, comments, quotation marks, and what is broken in any of these."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain, islice

from frappe_crm_app.channels.mail.reading import characters
from frappe_crm_app.channels.mail.reading.headers import decode_words
from frappe_crm_app.records.identity.normalise import normalise_email
from frappe_crm_app.records.mail.message import Address

MOST = 5_000  # entries of one field that are read
LONGEST = 500  # characters of a name
QUOTED = r'"(?:[^"\\]|\\.)*(?:"|\\?\Z)'
PARTS = r"=\?[^?\s]{1,80}\?[bBqQ]\?[^?]*\?=|<[^<>]*>|[(),;:]|[^\"=<(),;:)]+|."
TOKEN = re.compile(rf"{QUOTED}|{PARTS}", re.S)
TOKEN_WITHOUT_QUOTES = re.compile(PARTS, re.S)
ESCAPED = re.compile(r"\\(.)", re.S)
BARE = re.compile(r"<?[^\s<>\"'(),;:\[\]@]{1,200}@[^\s<>\"'(),;:@]{1,200}>?")
AROUND = " \t\"'<>,;"


@dataclass(slots=True)
class Entry:
	"""One entry of a list of addresses, as it is written: words outside of all brackets, texts in angle brackets, comments."""

	words: list[str] = field(default_factory=list)
	angles: list[str] = field(default_factory=list)
	comments: list[str] = field(default_factory=list)


def read_addresses(texts: Iterable[str]) -> tuple[Address, ...]:
	"""Return who is named in the values of a field, each once."""
	found: dict[str, Address] = {}
	for entry in islice(chain.from_iterable(map(entries, texts)), MOST):
		address = read_entry(entry)
		if address:
			key = address.email or f" {address.name}"
			found[key] = found[key] if key in found and found[key].name else address
	return tuple(found.values())


def entries(text: str) -> Iterator[Entry]:
	"""Yield the entries of a list; the name of a group is none, its members are. Brackets and quotes that are not closed are letters."""
	tokens = TOKEN.findall(text)
	if tokens and tokens[-1].startswith('"') and (len(tokens[-1]) == 1 or not tokens[-1].endswith('"')):
		tokens = TOKEN_WITHOUT_QUOTES.findall(text)
	entry, depth, has_comments = Entry(), 0, tokens.count("(") == tokens.count(")")
	for token in tokens:
		if has_comments and (depth or token == "("):
			depth += (token == "(") - (token == ")")
			entry.comments.append(token)
		elif token in ",;":
			yield entry
			entry = Entry()
		elif token == ":" and not entry.angles:
			entry.words.clear()
		else:
			take(entry, token)
	yield entry


def take(entry: Entry, token: str) -> None:
	"""Put a token where it belongs."""
	if token.startswith("<") and len(token) > 1:
		entry.angles.append(token[1:-1])
	elif token.startswith('"') and len(token) > 1:
		entry.words.append(ESCAPED.sub(r"\1", token[1:-1]))
	else:
		entry.words.append(token)


def read_entry(entry: Entry) -> Address | None:
	"""Return whom an entry names, None if it is empty; where no address can be read, the name is all that is written."""
	words = characters.of_one_line(decode_words("".join(entry.words)))
	comments = characters.of_one_line(decode_words("".join(entry.comments)))
	for written in reversed(entry.angles):
		if email := read_email(decode_words(written)):
			return Address(email, name_of(words, comments, email))
	for bare in BARE.finditer(f"{words} {comments}"[: 4 * LONGEST]):
		if email := read_email(bare[0]):
			return Address(email, name_of(words.replace(bare[0], " "), comments.replace(bare[0], " "), email))
	written = characters.of_one_line(
		" ".join([words, *(f"<{angle}>" for angle in entry.angles if angle.strip()), comments])
	)
	return Address("", written[:LONGEST]) if written.strip(AROUND + "()") else None


def name_of(words: str, comments: str, email: str) -> str:
	"""Return the name that stands beside an address, if it is not just the address again."""
	for written in (words, comments.removeprefix("(").removesuffix(")")):
		name = " ".join(written.strip(AROUND).split())[:LONGEST]
		if name:
			return "" if name.lower() == email else name
	return ""


@lru_cache(maxsize=10_000)
def read_email(written: str) -> str:
	"""Return an address as emails are stored, without what some programs put around it; `""` for what is none."""
	address = "".join(written.split()).strip(AROUND)
	if address.startswith("@"):  # the way it once had to go
		address = address.rpartition(":")[2]
	try:
		return normalise_email(address[7:] if address[:7].lower() == "mailto:" else address)
	except (ValueError, IndexError):
		return ""
