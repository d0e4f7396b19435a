"""The record that a step is done to: the run's own, or the contact, customer or deal to which that links."""

import frappe
from frappe import _

from frappe_crm_app.kit.conditions.fields import links_of
from frappe_crm_app.kit.workflow_steps import Context, Reading, Record, refuse, shown
from frappe_crm_app.visibility.guarded import CONTACT, CUSTOMER, DEAL
from frappe_crm_app.visibility.labels import label_of

ITSELF = "record"
DOCTYPES = {"contact": CONTACT, "customer": CUSTOMER, "deal": DEAL}


def read_target(given: object, reading: Reading) -> str:
	"""Return the DocType of what is meant; raises `RuleError` where records of this type do not lead to one."""
	if given == ITSELF or (isinstance(given, str) and DOCTYPES.get(given) == reading.record_type):
		return reading.record_type
	if not isinstance(given, str) or given not in DOCTYPES:
		refuse(
			_("A step is about the record, its contact, its customer or its deal, not “{0}”.").format(
				shown(given)
			)
		)
	if not link_to(reading.record_type, DOCTYPES[given]):
		refuse(_("A {0} leads to no {1}.").format(label_of(reading.record_type), label_of(DOCTYPES[given])))
	return DOCTYPES[given]


def link_to(doctype: str, target: str) -> str | None:
	"""Return the field by which records of a DocType lead to one of another."""
	meta = frappe.get_meta(doctype)
	return next((link for link in links_of(doctype) if meta.get_field(link).options == target), None)


def linked_record(context: Context, target: str) -> Record | None:
	"""Return the record that is meant, `None` where the run's record leads to none."""
	if target == ITSELF or DOCTYPES[target] == context.doctype:
		return context.record
	link = link_to(context.doctype, DOCTYPES[target])
	name = frappe.db.get_value(*context.record, link)
	return (DOCTYPES[target], name) if name else None
