"""Days that are over: what is done with a deal is dated back to one of them."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

import frappe
import pytest
from frappe.model.document import Document
from frappe.utils import getdate

from frappe_crm_app.records.deal_history.days import Days
from frappe_crm_app.records.deal_history.snapshots import take
from tests.factories import stage

DEAL, SNAPSHOT = "CRM Sales Deal", "CRM Deal Snapshot"


def ago(days: int) -> date:
	"""The day so many days before today."""
	return getdate() - timedelta(days=days)


def write(first: int, last: int = 1) -> None:
	"""Write the days from so many days ago to so many, without a commit."""
	take(Days(ago(first), ago(last)), lambda: None)


def rows_of(deal: Document) -> list[dict]:
	return frappe.get_all(SNAPSHOT, filters={"deal": deal.name}, fields=["*"], order_by="day asc")


def days_of(deal: Document) -> list[int]:
	"""How many days ago each of the deal's rows is, the oldest first."""
	return [(getdate() - row.day).days for row in rows_of(deal)]


def told(deal: Document, field: str) -> list:
	"""The values of a field in the deal's rows, the oldest first."""
	return [row[field] for row in rows_of(deal)]


@pytest.fixture
def on(isolation: None) -> Callable[..., Document]:
	"""``on(5, make_deal, value=10)`` -> what the function returns, a deal, as if it had been done five days ago at ten."""

	def do(days: int, work: Callable[..., Document], *arguments, at: time = time(10), **values) -> Document:
		before = {doctype: names(doctype) for doctype in ("Version", "CRM Stage Change")}
		deal = work(*arguments, **values)
		date_back(deal, datetime.combine(ago(days), at), before)
		return frappe.get_doc(DEAL, deal.name)

	return do


def date_back(deal: Document, moment: datetime, before: dict[str, set[str]]) -> None:
	"""Give what the deal's last save wrote another time."""
	entered = frappe.flags.setdefault("entered", {})  # when each deal came into its stage
	values = {"modified": moment}
	for name in names("CRM Stage Change") - before["CRM Stage Change"]:
		seconds = int((moment - entered[deal.name]).total_seconds())
		frappe.db.set_value("CRM Stage Change", name, {"changed_on": moment, "seconds_in_stage": seconds})
		values["stage_entered_on"] = moment
	for name in names("Version") - before["Version"]:
		frappe.db.set_value("Version", name, "creation", moment)
	if deal.name not in entered:
		values |= {"creation": moment, "stage_entered_on": moment}
	frappe.db.set_value(DEAL, deal.name, values, update_modified=False)
	entered[deal.name] = values.get("stage_entered_on") or entered[deal.name]


def names(doctype: str) -> set[str]:
	return set(frappe.get_all(doctype, pluck="name"))


def changed(deal: Document, **values) -> Document:
	"""Save the deal with other values."""
	deal = frappe.get_doc(DEAL, deal.name)
	deal.update(values)
	return deal.save(ignore_version=False)  # in tests, Frappe writes none otherwise


def moved(deal: Document, stage_name: str, **values) -> Document:
	"""Move the deal to a shipped stage."""
	return changed(deal, stage=stage(stage_name), **values)
