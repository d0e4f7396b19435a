"""What holds of a mailing list."""

import frappe
from frappe import _
from frappe.model.document import Document

from frappe_crm_app.frappe_crm_app.doctype.crm_subscription.options import SubscriptionStatus
from frappe_crm_app.kit.exceptions import AudienceError, RecordInUseError
from frappe_crm_app.kit.phrases import plural


def refuse_repeated_rows(mailing_list: Document) -> None:
	"""Raise `AudienceError` where a customer or a form is listed twice."""
	for table, fieldname in (("customers", "customer"), ("lead_forms", "lead_form")):
		rows = [row.get(fieldname) for row in mailing_list.get(table)]
		if len(rows) != len(set(rows)):
			label = _(mailing_list.meta.get_label(table))
			frappe.throw(_("{0} has one row twice.").format(label), AudienceError)


def refuse_while_subscribed(mailing_list: Document) -> None:
	"""Raise `RecordInUseError` while the list has subscribers; what is left of former ones goes with it."""
	held = {"mailing_list": mailing_list.name, "status": SubscriptionStatus.SUBSCRIBED}
	if number := frappe.db.count("CRM Subscription", held):
		frappe.throw(
			plural(
				number,
				"The list {1} has 1 subscriber.",
				"The list {1} has {0} subscribers.",
				frappe.utils.escape_html(mailing_list.list_name),
			),
			RecordInUseError,
		)
	frappe.db.delete("CRM Subscription", {"mailing_list": mailing_list.name})


def lists_of_form(lead_form: str) -> list[str]:
	"""Return the lists to which who sends a lead form is subscribed."""
	return frappe.get_all(
		"CRM Mailing List Form",
		filters={"lead_form": lead_form, "parenttype": "CRM Mailing List"},
		pluck="parent",
		distinct=True,
		order_by=None,
	)
