"""Message-IDs: of a mail, and of those it answers to."""

import re
from collections.abc import Iterable

from frappe_crm_app.channels.mail.reading import characters

LONGEST = 998  # characters, which is a line of a mail
MOST = 500  # of one mail's references; of more, the first and the last
IN_BRACKETS = re.compile(r"<([^<>]{1,998})>")
BARE = re.compile(r"[^\s<>,;()\"]{1,998}@[^\s<>,;()\"]{1,998}")


def ids_in(text: str) -> list[str]:
	"""Return the IDs in a field, each once, in their order; those without <> count where none has them."""
	text = characters.of_lines(text)
	bracketed = ("".join(found.split()) for found in IN_BRACKETS.findall(text))
	unique = [each for each in dict.fromkeys(bracketed) if each]
	return unique or list(dict.fromkeys(BARE.findall(text[: 4 * LONGEST])))


def first_id(text: str) -> str:
	return next(iter(ids_in(text)), "")


def own_id(text: str) -> str:
	"""Return the ID of a mail; one that is written as no ID may be is taken as it stands."""
	return first_id(text) or "".join(characters.of_lines(text).strip("<> ").split())[:LONGEST]


def references_in(texts: Iterable[str]) -> tuple[str, ...]:
	"""Return whom a mail refers to, oldest first; of very many the thread's first mail and the last ones."""
	found = tuple(dict.fromkeys(each for text in texts for each in ids_in(text)))
	return found if len(found) <= MOST else (found[0], *found[1 - MOST :])
