"""What is kept of a mail until it is sent (`CRM Mail.outgoing`, JSON): what was typed, and how far sending it came."""

import json
from dataclasses import asdict, dataclass, field, fields

import frappe

Record = tuple[str, str]


@dataclass
class Outgoing:
	"""`to`, `cc`, `subject` and `html` as they were typed; blind copies stand on the entry.

	`quoted` is what it answers, as HTML; `answers` the mail that it answers; `about` a record that it is about, whoever it goes to;
	`files` the File of the mail for each that was named by a caller. `left` are those who do not have it yet (`None` before the first
	attempt: all), `refused` those whom the server refused for good, each with its words. `is_doubtful`: an attempt broke off at a moment
	at which the server may have taken the mail.
	"""

	to: str = ""
	cc: str = ""
	subject: str = ""
	html: str = ""
	quoted: str = ""
	answers: str | None = None
	about: list[str] | None = None
	files: dict[str, str] = field(default_factory=dict)
	left: list[str] | None = None
	refused: dict[str, str] = field(default_factory=dict)
	is_doubtful: bool = False

	@property
	def has_gone(self) -> bool:
		"""Whether somebody may have the mail already."""
		return self.left is not None or self.is_doubtful

	def as_json(self) -> str:
		return json.dumps(
			{name: value for name, value in asdict(self).items() if value not in ("", None, {}, False)}
		)


def read_outgoing(stored: str | None) -> Outgoing:
	"""Return what is kept of a mail."""
	given = json.loads(stored) if stored else {}
	known = {each.name for each in fields(Outgoing)}
	return Outgoing(**{name: value for name, value in given.items() if name in known})


def outgoing_of(row: frappe._dict) -> Outgoing:
	"""Return what is kept of the mail with these values."""
	return read_outgoing(row.outgoing)
