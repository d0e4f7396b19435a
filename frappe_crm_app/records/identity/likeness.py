"""What else one person or company may be called: for finding those that may be there twice (pure).

Nothing is joined because of it: likeness is a hint for people.
"""

import re
import unicodedata
from collections.abc import Iterable
from hashlib import blake2b

from frappe_crm_app.records.identity.normalise import bare_text, clean_text

APOSTROPHES = "'’‘`´ʼ＇"
APOSTROPHE = re.compile(f"[{APOSTROPHES}]")
# Legal forms at the end of a company's name, without dots and spaces.
LEGAL_FORMS = frozenset(
	(
		"inc", "incorporated", "corp", "corporation", "co", "company", "llc", "llp", "lp", "ltd", "limited", "plc", "pty", "ptyltd", "pte",
		"pteltd", "gmbh", "ggmbh", "ag", "kg", "ohg", "gbr", "ug", "ev", "se", "sa", "sas", "sarl", "sàrl", "sasu", "eurl", "sagl", "sl",
		"slu", "decv", "sadecv", "srldecv", "sderldecv", "sapidecv", "srl", "spa", "snc", "bv", "nv", "vof", "cv", "ab", "as", "asa", "aps",
		"oy", "oyj", "spzoo", "sro", "doo", "kft", "zrt", "ooo", "oao", "zao", "eood", "ltda", "eireli", "kk", "gk", "bhd", "sdnbhd",
	)
)  # fmt: skip
AND = re.compile(r"[&+]|\b(?:and|und|y|et|e)\b", re.IGNORECASE)


def company_key(raw: object) -> str:
	"""Return what spellings of one company's name share, legal form, punctuation and "and" or "&" set aside; `""` for no name."""
	text = unicodedata.normalize("NFKC", bare_text(raw)).casefold()
	words = re.findall(r"[\w]+", AND.sub(" and ", re.sub(rf"[{APOSTROPHES}.]", "", text)))
	joined = "".join(without_legal_form(words) or words)
	return blake2b(joined.encode(errors="replace"), digest_size=16).hexdigest() if joined else ""


def without_legal_form(words: list[str]) -> list[str]:
	"""Return a name's words without the legal form at their end, be it written in several words (`S.A. de C.V.`)."""
	for length in range(min(4, len(words)), 0, -1):
		if "".join(words[-length:]) in LEGAL_FORMS:
			rest = words[:-length]
			return without_legal_form(rest[:-1] if rest[-1:] == ["and"] else rest)
	return words


def names_of_person(first_name: str | None, last_name: str | None) -> list[str]:
	"""Return the full names under which a person may be stored: as given, family name first, and with another apostrophe."""
	first, last = clean_text(first_name), clean_text(last_name)
	names = (
		f"{first} {last}".strip(),
		f"{last} {first}".strip(),
		f"{last}, {first}" if first and last else "",
	)
	return sorted({spelled for name in names if name for spelled in spellings(name)})


def spellings(text: str) -> Iterable[str]:
	"""Return the text with each apostrophe that people write."""
	if not APOSTROPHE.search(text):
		return [text]
	return [text, APOSTROPHE.sub("'", text), APOSTROPHE.sub("’", text)]


def apostrophes_as_any(text: str) -> str:
	"""Return the text for a LIKE in which an apostrophe stands for any of them."""
	return APOSTROPHE.sub("_", text)


def mailbox_of(email: str | None) -> tuple[str, str] | None:
	"""Return the email without its `+tag`, and what all its tagged ones are LIKE; `None` for no email."""
	local, at, domain = (email or "").rpartition("@")
	base = local.partition("+")[0]
	if not base or not at:
		return None
	plain = base.replace("\\", "\\\\").replace("_", "\\_").replace("%", "\\%")
	return f"{base}@{domain}", f"{plain}+%@{domain}"
