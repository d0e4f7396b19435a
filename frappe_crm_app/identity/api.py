"""What forms ask about who is who."""

import frappe
from frappe import _

from frappe_crm_app.identity.duplicates import SIGNS, possible_duplicates


@frappe.whitelist(methods=["GET"])
def get_possible_duplicates(doctype: str, name: str) -> list[dict]:
	"""Return `[{name, title, sign}]` of up to 20 records that may be the same contact or customer, and that the user sees."""
	if doctype not in SIGNS:
		frappe.throw(_("Only contacts and customers are compared."))
	doc = frappe.get_doc(doctype, name)
	doc.check_permission("read")
	return possible_duplicates(doc)
