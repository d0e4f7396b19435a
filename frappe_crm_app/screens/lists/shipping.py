"""Which columns the lists have as they are shipped, in their order; a site that has chosen its own keeps these."""

import frappe

STATUS = "status_field"  # Frappe's word for the column with the indicator
COLUMNS = {
	"CRM Contact": (
		"full_name",
		"contact_type",
		"company_name",
		"email",
		STATUS,
		"phone",
		"contact_owner",
		"next_follow_up_on",
	),
	"CRM Customer": (
		"customer_name",
		STATUS,
		"stage",
		"salesperson",
		"next_follow_up_on",
		"customer_kind",
		"country",
	),
	"CRM Sales Deal": (
		"title",
		"contact",
		"customer",
		"value",
		"stage",
		"deal_owner",
		"expected_close_date",
		STATUS,
	),
	"CRM Follow-up Note": ("subject", "scheduled_on", "action", STATUS, "contact", "customer", "assigned_to"),
	"CRM Lead Submission": ("full_name", STATUS, "reason", "message", "received_on"),
}


def ship_list_settings() -> None:
	"""Choose the columns of those lists for which nothing is chosen yet."""
	for doctype, fieldnames in COLUMNS.items():
		if frappe.db.exists("List View Settings", doctype):
			continue
		settings = frappe.new_doc("List View Settings")
		settings.name = doctype
		settings.fields = frappe.as_json([column(doctype, fieldname) for fieldname in fieldnames])
		settings.disable_scrolling = 1  # Frappe 16 only: the columns share the width
		settings.insert(ignore_permissions=True)


def column(doctype: str, fieldname: str) -> dict:
	"""Return a column as Frappe stores it."""
	label = "Status" if fieldname == STATUS else frappe.get_meta(doctype).get_label(fieldname)
	return {"fieldname": fieldname, "label": label}
