"""A chain of rows, each of which names the hash of the one before it, so that none can be changed or taken out unseen (pure).

`row_hash` of a row is the SHA-256 of the canonical JSON of its facts and of `previous_hash`; the first one's is the hash of nothing, `BEGINNING`.
Somebody who may write to the database could compute a whole new chain; the signed PDF that the customer has names the hash of the acceptance.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256

from frappe_crm_app.kit.enums import StrEnum
from frappe_crm_app.selling.acceptance.canonical import canonical_json

BEGINNING = "0" * 64


class Fault(StrEnum):
	"""What is wrong with a row of a chain."""

	CHANGED = "changed"
	OUT_OF_PLACE = "out of place"
	CUT_OFF = "cut off"


@dataclass(frozen=True)
class Link:
	"""A row as it is stored: its name, its place from 1, its facts and the two hashes."""

	name: str
	sequence: int
	facts: Mapping[str, object]
	previous_hash: str
	row_hash: str


@dataclass(frozen=True)
class Break:
	"""The first row of a chain that is not what it was."""

	name: str
	fault: Fault


def hash_of(facts: Mapping[str, object], previous_hash: str) -> str:
	"""Return the hash of a row, 64 hexadecimal digits."""
	return sha256(canonical_json({**facts, "previous_hash": previous_hash})).hexdigest()


def find_break(links: Iterable[Link]) -> Break | None:
	"""Return the first row that was changed, or before which one was taken out or put in; `None` where the chain holds."""
	previous = BEGINNING
	for place, link in enumerate(links, start=1):
		if link.row_hash != hash_of(link.facts, link.previous_hash):
			return Break(link.name, Fault.CHANGED)
		if link.sequence != place or link.previous_hash != previous:
			return Break(link.name, Fault.OUT_OF_PLACE)
		previous = link.row_hash
	return None
