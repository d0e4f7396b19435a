"""A deal's contact is the one of its people who is marked primary.

A deal that has only its contact, of whom no role is known, has no row, and nothing is read or written for it.
"""

from frappe import _lt
from frappe.model.document import Document
from frappe.utils import cint

from frappe_crm_app.kit.field_values import is_changed
from frappe_crm_app.kit.primary_rows import (
	PrimaryRows,
	follow_what_changed,
	former_rows,
	refuse_several_primary,
)

PEOPLE = PrimaryRows(
	"contact",
	"people",
	("contact",),
	_lt("A contact can be listed only once among a deal's people."),
	_lt("Only one of a deal's people can be the primary one."),
	is_corrected=False,  # who was the contact remains one of the people
)


def keep_people_in_step(deal: Document) -> None:
	"""Make the people and the contact say the same; raises `frappe.ValidationError` where it cannot be told who is meant."""
	marked = newly_primary(deal)
	chosen = {row.contact for row in marked}
	if deal.contact and is_changed(deal, "contact"):
		chosen.add(deal.contact)
	if len(marked) > 1 or (marked and len(chosen) > 1):
		refuse_several_primary(deal, PEOPLE)
	follow_what_changed(deal, PEOPLE)


def newly_primary(deal: Document) -> list[Document]:
	"""Return the rows that are marked primary, without the one that was so before."""
	former = {row.name for row in former_rows(deal, PEOPLE) if row.is_primary}
	return [row for row in deal.people if cint(row.is_primary) and row.name not in former]
