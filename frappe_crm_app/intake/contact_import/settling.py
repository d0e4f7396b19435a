"""What a row may change of a stored contact: only what is empty, unless overwriting was chosen, and no status downwards."""

from collections.abc import Mapping
from dataclasses import replace

from frappe_crm_app.frappe_crm_app.doctype.crm_contact.options import ContactStatus
from frappe_crm_app.intake.contact_import.choices import ImportOptions
from frappe_crm_app.intake.contact_import.planned_rows import PlannedRow
from frappe_crm_app.intake.contact_import.remarks import Remark, RowNote

# Upwards; who is inactive is so because somebody said it.
RANKS = {
	ContactStatus.LEAD: 1,
	ContactStatus.QUALIFIED: 2,
	ContactStatus.CUSTOMER: 3,
}
ALWAYS_TAKEN = ("status", "email_opt_out")
NEW_ONLY = ("contact_owner", "source")  # as the options of an import are


def settle_update(
	row: PlannedRow, contact: Mapping, options: ImportOptions, is_made_by_it: bool = False
) -> PlannedRow:
	"""Return the row with the values that the contact will have; what is not taken is noted.

	A contact that this same import has made is completed freely.
	"""
	values = {name: value for name, value in row.values.items() if name not in NEW_ONLY}
	notes = list(row.notes)
	if is_company_of_customer(values, contact):
		notes.append(Remark(RowNote.COMPANY_KEPT, values.pop("company_name")))
	if not is_made_by_it and not options.lower_status and falls_back(values, contact):
		notes.append(Remark(RowNote.STATUS_KEPT, values["status"], contact["status"]))
		values["status"] = contact["status"]
	if not is_made_by_it and not options.overwrite:
		kept = [name for name, value in values.items() if is_kept(name, value, contact)]
		values |= {name: contact[name] for name in kept}
		notes += [Remark(RowNote.NOT_OVERWRITTEN, name, str(row.values[name])) for name in kept]
	return replace(row, values=values, notes=tuple(notes))


def is_company_of_customer(values: Mapping, contact: Mapping) -> bool:
	"""Return whether the row gives a contact that has a customer another company: it is named after the customer, whatever was chosen."""
	given = values.get("company_name")
	return bool(given and contact.get("customer")) and given != contact.get("company_name")


def falls_back(values: Mapping, contact: Mapping) -> bool:
	"""Return whether the status would be lowered; one that is not of the shipped ones, and inactivity, are never changed so."""
	given, stored = values.get("status"), contact.get("status")
	if not given or not stored or given == stored:
		return False
	return RANKS.get(given, 0) <= RANKS.get(stored, len(RANKS) + 1)


def is_kept(name: str, value: object, contact: Mapping) -> bool:
	"""Return whether a filled field would be overwritten."""
	if name in ALWAYS_TAKEN or not contact.get(name) or contact[name] == value:
		return False
	# A further email of the contact recognises it; the primary one stays whatever was chosen.
	return value not in contact.get("further", ())
