"""The measures, in the order in which they are shown. Each module has a function `measures(world)`.

`board.py`, `today.py`, `inbox.py`, `lists.py`, `searches.py`, `records.py` (pages of one record), `saves.py`, `figures.py` (cards and charts), `forms.py`, `imports.py`,
`guards.py` (what guarding costs a request), `rules.py` (what rules would have done)
"""

from collections.abc import Iterator

from frappe_crm_app.benchmark.measure import Measure, World
from frappe_crm_app.benchmark.measures import (
	board,
	figures,
	forms,
	guards,
	imports,
	inbox,
	lists,
	records,
	rules,
	saves,
	searches,
	today,
)

MODULES = (board, today, inbox, lists, searches, records, saves, figures, forms, imports, guards, rules)


def all_measures(world: World) -> Iterator[Measure]:
	for module in MODULES:
		yield from module.measures(world)
