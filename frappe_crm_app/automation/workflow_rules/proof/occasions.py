"""When a rule would have looked at which record, by what makes it look."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from frappe_crm_app.automation.workflow_rules.proof.past import UNKNOWN, Past
from frappe_crm_app.kit.conditions.fields import ConditionField
from frappe_crm_app.kit.conditions.trees import Side, Test

Values = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Happening:
	"""Something happened to a record, with the values before and after that are told by what happened itself."""

	name: str
	on: datetime
	before: Values = field(default_factory=dict)
	after: Values = field(default_factory=dict)
	is_new: bool = False


@dataclass(frozen=True, slots=True)
class Row:
	"""A record with what it holds now, by the paths of fields; `fits` is what the database says of the conditions asked of that."""

	name: str
	created: datetime
	title: str
	fits: bool
	values: Values
	people: Mapping[str, object]


@dataclass(frozen=True)
class History:
	"""The records that come into question, the fields that are asked for, and the past of these."""

	rows: Mapping[str, Row]
	fields: Mapping[str, ConditionField]
	past: Past

	def value_at(self, row: Row, about: ConditionField, moment: datetime) -> object:
		"""Return what a field, of the record or of one that it linked to, held at a moment."""
		now = row.values.get(about.path)
		if not about.link:
			return self.past.value_at(about, row.name, moment, now)
		linked = self.linked_at(row, about.link, moment)
		if linked is UNKNOWN or not linked:
			return linked
		return self.past.value_at(about, linked, moment, now)

	def linked_at(self, row: Row, link: str, moment: datetime) -> object:
		"""Return the name of the linked record then; of another one than now, nothing is known."""
		now = row.values.get(link)
		then = self.past.value_at(self.fields[link], row.name, moment, now)
		return then if then == now or not then else UNKNOWN

	def held(self, row: Row, what: Happening, test: Test, side: Side) -> object:
		"""Return what a test asks for, before or after what happened."""
		told = what.before if side == Side.BEFORE else what.after
		if test.field.path in told:
			return told[test.field.path]
		if side == Side.BEFORE and what.is_new:
			return None
		return self.value_at(row, test.field, what.on)

	def was_edited(self, row: Row, about: ConditionField) -> bool:
		"""Return whether a field did not hold the same all the time."""
		if not about.link:
			return bool(self.past.of(about, row.name))
		if self.past.of(self.fields[about.link], row.name):
			return True
		linked = row.values.get(about.link)
		return bool(linked and self.past.of(about, str(linked)))

	def moments_of(self, row: Row, about: ConditionField) -> Iterator[datetime]:
		"""Yield when a field may have begun to hold something else."""
		if about.link:
			yield from self.moments_of(row, self.fields[about.link])
		linked = row.values.get(about.link) if about.link else row.name
		yield from (edit.moment for edit in self.past.of(about, str(linked)))
