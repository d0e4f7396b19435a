"""The record that a step is done to: the run's own, or the contact, customer or deal to which that links.

What somebody sent through a form is never changed: a step that changes the record changes the contact that it became.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import frappe
from frappe import _

from frappe_crm_app.kit.conditions.fields import links_of
from frappe_crm_app.kit.exceptions import RuleError
from frappe_crm_app.kit.workflow_steps import Context, Reading, Record, refuse, shown
from frappe_crm_app.visibility.guarded import CONTACT, CUSTOMER, DEAL
from frappe_crm_app.visibility.labels import label_of

ITSELF = "record"
DOCTYPES = {"contact": CONTACT, "customer": CUSTOMER, "deal": DEAL}
SUBMISSION = "CRM Lead Submission"
BECOMES = {SUBMISSION: CONTACT}
"""Records that stand for another one, to which a link leads."""


def doctype_of_subject(doctype: str) -> str:
	"""Return of which DocType the record is that steps of a rule change."""
	return BECOMES.get(doctype, doctype)


def subject_of(doctype: str, name: str) -> Record | None:
	"""Return the record that steps change; `None` where what was sent has become none."""
	if doctype not in BECOMES:
		return doctype, name
	became = frappe.db.get_value(doctype, name, link_to(doctype, BECOMES[doctype]))
	return (BECOMES[doctype], became) if became else None


def subject(context: Context) -> Record:
	"""Return the record that a step changes; raises `RuleError` where there is none."""
	found = subject_of(*context.record)
	if not found:
		frappe.throw(_("It has become no {0} yet.").format(label_of(BECOMES[context.doctype])), RuleError)
	return found


def read_target(given: object, reading: Reading) -> str:
	"""Return the DocType of what is meant; raises `RuleError` where records of this type do not lead to one."""
	if given == ITSELF or (isinstance(given, str) and DOCTYPES.get(given) == reading.record_type):
		return doctype_of_subject(reading.record_type)
	if not isinstance(given, str) or given not in DOCTYPES:
		refuse(
			_("A step is about the record, its contact, its customer or its deal, not “{0}”.").format(
				shown(given)
			)
		)
	target = DOCTYPES[given]
	if target != doctype_of_subject(reading.record_type) and not link_to(
		doctype_of_subject(reading.record_type), target
	):
		refuse(_("A {0} leads to no {1}.").format(label_of(reading.record_type), label_of(target)))
	return target


def link_to(doctype: str, target: str) -> str | None:
	"""Return the field by which records of a DocType lead to one of another."""
	meta = frappe.get_meta(doctype)
	return next((link for link in links_of(doctype) if meta.get_field(link).options == target), None)


def linked_record(context: Context, target: str) -> Record | None:
	"""Return the record that is meant, `None` where the run's record leads to none."""
	start = subject_of(*context.record)
	if not start or target == ITSELF or DOCTYPES[target] == start[0]:
		return start
	name = frappe.db.get_value(*start, link_to(start[0], DOCTYPES[target]))
	return (DOCTYPES[target], name) if name else None


@contextmanager
def about(record: Record) -> Iterator[None]:
	"""Mark what is raised inside as being about this record."""
	try:
		yield
	except Exception as error:
		error.crm_about = record
		raise
