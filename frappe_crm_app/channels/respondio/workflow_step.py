"""A step of workflow rules: the prospect is owed to respond.io, as if it had just become one (hook `crm_workflow_steps`)."""

import frappe
from frappe import _, _lt

from frappe_crm_app.channels.respondio.choice import is_on
from frappe_crm_app.channels.respondio.outbox import SYNC, key_of, owe_prospects
from frappe_crm_app.kit.workflow_steps import Context, Done, Reading, StepType, refuse, refuse_unknown_keys
from frappe_crm_app.visibility.guarded import CONTACT, CUSTOMER
from frappe_crm_app.visibility.labels import label_of

LABEL = _lt("Send to respond.io")


def read(given: dict, reading: Reading) -> None:
	"""Refuse records that are no customer's."""
	refuse_unknown_keys(given, (), LABEL)
	if reading.record_type != CUSTOMER and not link_of(reading.record_type):
		refuse(_("A {0} leads to no {1}.").format(label_of(reading.record_type), label_of(CUSTOMER)))


def run(context: Context, _options: None) -> Done:
	"""Owe the customer to respond.io, unless it was before, or is none that is sent there."""
	customer = customer_of(*context.record)
	if not customer or not is_on():
		return Done(_("Nobody is sent to respond.io."))
	about = (CUSTOMER, customer)
	if frappe.db.exists(SYNC, {"sync_key": key_of(customer)}):
		return Done(_("It is known to respond.io already."), about)
	owe_prospects([customer])
	is_owed = frappe.db.exists(SYNC, {"sync_key": key_of(customer)})
	return Done(_("Owed to respond.io.") if is_owed else _("It is none that is sent to respond.io."), about)


def customer_of(doctype: str, name: str) -> str | None:
	"""Return the customer that a record is, or to which it leads, be it through its contact."""
	if doctype == CUSTOMER:
		return name
	link = link_of(doctype)
	linked = frappe.db.get_value(doctype, name, link)
	return frappe.db.get_value(CONTACT, linked, "customer") if link == "contact" and linked else linked


def link_of(doctype: str) -> str | None:
	"""Return the field by which records lead to a customer, else to a contact."""
	meta = frappe.get_meta(doctype)
	return next((field for field in ("customer", "contact") if meta.has_field(field)), None)


RESPONDIO = StepType(
	"respondio",
	LABEL,
	read,
	run,
	inputs=(),
	is_for=lambda record_type: record_type == CUSTOMER or bool(link_of(record_type)),
)
