"""Whose a folder is: one's own, or one of other people and everybody that one may open, as a server says by NAMESPACE (RFC 2342). No frappe."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from frappe_crm_app.channels.mail.fetching.responses import ESCAPED

TOKEN = re.compile(rb'[()]|"(?:\\.|[^"\\])*"|[^\s()"]+', re.DOTALL)
GROUPS = 3  # one's own, those of other people, those of everybody


@dataclass(frozen=True, slots=True)
class Namespaces:
	"""With what the names of folders begin that are one's own, and those that are not."""

	own: tuple[str, ...] = ()
	others: tuple[str, ...] = ()

	def is_others(self, name: str) -> bool:
		"""Return whether a folder, by its name as it is sent, is not one's own: the longest beginning decides."""
		beginning = max((each for each in self.others if begins(name, each)), key=len, default="")
		return bool(beginning) and not any(
			len(each) > len(beginning) for each in self.own if begins(name, each)
		)


def begins(name: str, prefix: str) -> bool:
	"""Return whether a folder lies in a namespace; the one above them all has the name without what separates levels."""
	return name.startswith(prefix) or name == prefix[:-1]


def namespaces_of(answer: Sequence[object]) -> Namespaces:
	"""Return what a server answers to NAMESPACE, nothing of what is no such answer."""
	groups: list[tuple[str, ...]] = [()] * GROUPS
	for place, prefix in prefixes_in(b" ".join(each for each in answer if isinstance(each, bytes))):
		if place < GROUPS:
			groups[place] = (*groups[place], prefix)
	own, of_people, of_all = groups
	return Namespaces(own, tuple(each for each in (*of_people, *of_all) if each))


def prefixes_in(answer: bytes) -> Iterator[tuple[int, str]]:
	"""Yield the number of a group and what names in it begin with: the first text in each of its parentheses."""
	group, depth, is_first = -1, 0, False
	for token in TOKEN.findall(answer):
		if token == b"(":
			group += depth == 0
			depth += 1
			is_first = depth == 2
		elif token == b")":
			depth -= 1
		elif depth == 0:
			group += 1  # NIL
		elif is_first:
			is_first = False
			yield group, ESCAPED.sub(rb"\1", token.strip(b'"')).decode("latin-1")
