"""What a step of a rule takes, as data: from it the page of rules makes the step's form, whoever adds the step."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import unique

from frappe_crm_app.kit.enums import StrEnum


@unique
class InputKind(StrEnum):
	"""How something is asked for, and what `Input.options` are."""

	TEXT = "text"
	"""A line. With `takes_fields`, fields of the record may stand in it, as `{{ title }}`."""
	LONG_TEXT = "long_text"
	NUMBER = "number"
	FLAG = "flag"
	CHOICE = "choice"
	"""One of several: options are pairs of value and label."""
	LINK = "link"
	"""A record: the only option is its DocType."""
	PEOPLE = "people"
	"""People, by one of the ways in the options: owner, contact, user, role, turns, address."""
	TIME = "time"
	"""A span. Its number is kept under the unit, one of the options, and not under `Input.key`."""
	DATE_FIELD = "date_field"
	EVENT = "event"
	"""A kind of event of the record, or of what links to it."""
	STAGE = "stage"
	TARGET = "target"
	"""Which record: the rule's own, or one that it leads to."""
	VALUES = "values"
	"""Fields and their new values, of the record that the input named by the only option chooses: a target or a stage."""
	CONDITIONS = "conditions"
	JSON = "json"


@dataclass(frozen=True)
class Input:
	"""One thing that a step takes: the key under which it stands, what people call it, and how it is asked for.

	`shown_if` are values of other inputs, `{key: (value, …)}`: it is asked for where each has one of these.
	"""

	key: str
	label: object
	kind: InputKind
	options: tuple = ()
	is_needed: bool = False
	default: object = None
	takes_fields: bool = False
	hint: object = ""
	shown_if: Mapping[str, tuple] = field(default_factory=dict)

	def as_dict(self) -> dict:
		"""Return it as the page gets it, in the user's language."""
		return {
			"key": self.key,
			"label": str(self.label),
			"kind": str(self.kind),
			"options": [plain(option) for option in self.options],
			"is_needed": self.is_needed,
			"default": plain(self.default),
			"takes_fields": self.takes_fields,
			"hint": str(self.hint),
			"shown_if": {key: [plain(value) for value in values] for key, values in self.shown_if.items()},
		}


def plain(value: object) -> object:
	"""Return a value as JSON holds it; of a pair, value and label."""
	if isinstance(value, tuple):
		return {"value": plain(value[0]), "label": str(value[1])}
	return value if value is None or isinstance(value, bool | int | float | dict | list) else str(value)
