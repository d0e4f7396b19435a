"""Sections of ERPNext's DocTypes, where they are installed. The fields read are those of ERPNext 15 and 16.

A CRM Customer and an ERPNext Customer of the same name are taken for one; issues are found by mail address, too.
"""

from frappe_crm_app.bridges.foreign import ForeignList

CUSTOMER = "Customer"
NOT_CANCELLED = ("docstatus", "<", 2)

quotations = ForeignList(
	name="quotations",
	label="Quotations",
	doctype="Quotation",
	party=CUSTOMER,
	party_field="party_name",
	filters=(("quotation_to", "=", CUSTOMER), NOT_CANCELLED),
	title="name",
	fields=("status", "transaction_date", "valid_till", "grand_total", "currency"),
	sorted_by="transaction_date",
)
invoices = ForeignList(
	name="invoices",
	label="Invoices",
	doctype="Sales Invoice",
	party=CUSTOMER,
	filters=(NOT_CANCELLED,),
	title="name",
	fields=("status", "posting_date", "due_date", "grand_total", "outstanding_amount", "currency"),
	sorted_by="posting_date",
)
projects = ForeignList(
	name="projects",
	label="Projects",
	doctype="Project",
	party=CUSTOMER,
	title="project_name",
	fields=("status", "expected_end_date", "percent_complete"),
	tab="projects",
)
issues = ForeignList(
	name="issues",
	label="Issues",
	doctype="Issue",
	party=CUSTOMER,
	address_field="raised_by",
	title="subject",
	fields=("status", "priority", "opening_date", "raised_by"),
	tab="tickets",
)
assets = ForeignList(
	name="assets",
	label="Assets",
	doctype="Asset",
	party=CUSTOMER,
	filters=(NOT_CANCELLED,),
	title="asset_name",
	fields=("status", "asset_category", "location"),
)
