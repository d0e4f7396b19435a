"""What came with an import or a change to many records, as far as that was written down."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

import frappe
from frappe import _
from pypika.queries import QueryBuilder

from frappe_crm_app.automation.workflow_rules.definition import Definition
from frappe_crm_app.automation.workflow_rules.proof.occasions import Happening
from frappe_crm_app.visibility.guarded import CONTACT

SAME_TIME = timedelta(seconds=10)


class BulkMarks:
	"""When records were changed with many others; two statements for contacts, else one."""

	def __init__(self, definition: Definition, since: datetime) -> None:
		self.moments: dict[str, list[datetime]] = defaultdict(list)
		for query in queries(definition, since):
			for name, on in query.run():
				self.moments[name].append(on)
		for moments in self.moments.values():
			moments.sort()

	def is_marked(self, what: Happening) -> bool:
		"""Return whether something happened with a change to many."""
		moments = self.moments.get(what.name, [])
		place = bisect_left(moments, what.on - SAME_TIME)
		return place < len(moments) and moments[place] <= what.on + SAME_TIME

	def without(self, happenings: Iterable[Happening]) -> Iterator[Happening]:
		"""Yield what happened alone."""
		return (what for what in happenings if not self.is_marked(what))


def queries(definition: Definition, since: datetime) -> Iterator[QueryBuilder]:
	"""Yield the queries of name and moment."""
	event = frappe.qb.DocType("CRM Domain Event")
	query = frappe.qb.from_(event).select(event.reference_name, event.occurred_on)
	is_meant = (event.kind == definition.event_kind) & (event.is_bulk == 1) & (event.occurred_on >= since)
	yield query.where(is_meant)
	if definition.record_type == CONTACT:
		row = frappe.qb.DocType("CRM Contact Import Row")
		query = frappe.qb.from_(row).select(row.contact, row.creation)
		yield query.where((row.creation >= since) & row.contact.isnotnull())


def what_is_not_told() -> str:
	"""Return what is not known of bulk changes."""
	return _(
		"Whether something came with a change to many records at once is known only where that was written down: imports of contacts, "
		"and events to which a rule listened. The rest was counted."
	)
