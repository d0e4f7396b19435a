"""Our own parts of the Today page (hook `crm_today_parts`)."""

from frappe_crm_app.records.agenda.day import Day
from frappe_crm_app.records.agenda.parts import PARTS, Part, People, filters_of
from frappe_crm_app.records.agenda.reading import Agenda
from frappe_crm_app.screens.today.rows import COLUMNS, described
from frappe_crm_app.visibility.user_criteria import UserCriteria


def parts(people: People, day: Day, limit: int, start: int, only: str | None) -> list[dict]:
	"""Return our parts, or `only` one, with their numbers and first rows."""
	asked = [part for part in PARTS if only in (None, part.key)]
	if not asked:
		return []
	criteria = UserCriteria()
	agenda = Agenda(asked, day, people, criteria)
	totals = agenda.totals()
	rows = described(agenda.rows(COLUMNS, limit, start), agenda.parts, criteria)
	return [
		{
			"key": str(part.key),
			"label": str(part.label),
			"total": totals.get(part.key, 0),
			"rows": rows[part.key],
			"list": list_of(part, day, people),
		}
		for part in agenda.parts
	]


def list_of(part: Part, day: Day, people: People) -> dict | None:
	"""Return DocType and filters of the list that shows just this part."""
	if not part.has_list:
		return None
	return {"doctype": part.doctype, "filters": filters_of(part, day, people)}
