"""Make the table of search terms, and let the records be found that are there already."""

from frappe_crm_app.records.search.filling import fill_missing
from frappe_crm_app.records.search.table import ensure_table


def execute() -> None:
	ensure_table()
	fill_missing()
