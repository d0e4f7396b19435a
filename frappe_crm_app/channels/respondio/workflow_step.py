"""A step of workflow rules: the prospect is owed to respond.io, as if it had just become one (hook `crm_workflow_steps`)."""

import frappe
from frappe import _, _lt

from frappe_crm_app.channels.respondio.choice import is_on
from frappe_crm_app.channels.respondio.outbox import SYNC, key_of, owe_prospects
from frappe_crm_app.kit.workflow_steps import Context, Done, Reading, StepType, refuse, refuse_unknown_keys
from frappe_crm_app.visibility.guarded import CUSTOMER
from frappe_crm_app.visibility.labels import label_of

LABEL = _lt("Send to respond.io")


def read(given: dict, reading: Reading) -> None:
	"""Refuse records that are no customer's."""
	refuse_unknown_keys(given, (), LABEL)
	if reading.record_type != CUSTOMER and not frappe.get_meta(reading.record_type).has_field("customer"):
		refuse(_("A {0} leads to no {1}.").format(label_of(reading.record_type), label_of(CUSTOMER)))


def run(context: Context, _options: None) -> Done:
	"""Owe the customer to respond.io, unless it was before, or is none that is sent there."""
	customer = (
		context.name if context.doctype == CUSTOMER else frappe.db.get_value(*context.record, "customer")
	)
	if not customer or not is_on():
		return Done(_("Nobody is sent to respond.io."))
	about = (CUSTOMER, customer)
	if frappe.db.exists(SYNC, {"sync_key": key_of(customer)}):
		return Done(_("It is known to respond.io already."), about)
	owe_prospects([customer])
	is_owed = frappe.db.exists(SYNC, {"sync_key": key_of(customer)})
	return Done(_("Owed to respond.io.") if is_owed else _("It is none that is sent to respond.io."), about)


RESPONDIO = StepType(
	"respondio",
	LABEL,
	read,
	run,
	inputs=(),
	is_for=lambda record_type: record_type == CUSTOMER or frappe.get_meta(record_type).has_field("customer"),
)
