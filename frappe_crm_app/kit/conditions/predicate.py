"""A tree of conditions asked of one record (pure)."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from frappe_crm_app.kit.conditions.held import DATES, Kind, held_value
from frappe_crm_app.kit.conditions.operators import CHANGED, is_held
from frappe_crm_app.kit.conditions.present import Present
from frappe_crm_app.kit.conditions.trees import Group, Join, Side, Test

Values = Mapping[str, object]


@dataclass(frozen=True)
class Record:
	"""What a record holds, by the paths of fields, and what it held before the change; what is in neither is not filled."""

	after: Values
	before: Values = field(default_factory=dict)

	def held(self, test: Test) -> object:
		"""Return what a test asks for."""
		values = self.before if test.side == Side.BEFORE else self.after
		return values.get(test.field.path)


def holds(tree: Group | Test, record: Record, present: Present) -> bool:
	"""Return whether the record fulfils the conditions."""
	if isinstance(tree, Test):
		return is_fulfilled(tree, record, present)
	answers = (holds(member, record, present) for member in tree.members)
	if tree.join == Join.ALL:
		return all(answers)
	return (any(answers) or not tree.members) if tree.join == Join.ANY else not any(answers)


def is_fulfilled(test: Test, record: Record, present: Present) -> bool:
	"""Return whether the record passes one test."""
	if test.operator.key == CHANGED:
		path, kind = test.field.path, test.field.kind
		return as_stored(kind, record.before.get(path)) != as_stored(kind, record.after.get(path))
	kind = test.field.kind
	return is_held(test.operator, kind, held_value(kind, record.held(test)), test.value, present)


def as_stored(kind: Kind, value: object) -> object:
	"""Return what tells two values apart that are stored: of texts every letter, large or small."""
	return held_value(kind if kind in DATES | {Kind.NUMBER, Kind.FLAG} else Kind.LINK, value)
