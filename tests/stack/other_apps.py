"""DocTypes of ERPNext and Helpdesk, as far as our sections read them: custom ones of the same names and fields.

Fields, currencies and who may read are those of ERPNext 15.99 and 16.7 and of Helpdesk 1.25, but for links to DocTypes that are not
made here, which are plain text. Made when the first test of a file asks and removed after its last, since making a table commits.
"""

import pytest

MONEY = ("grand_total:Currency:currency", "currency:Data")
# DocType: fields as "name:type:options"; those of erpnext and helpdesk that the sections read.
FOREIGN = {
	"Customer": ("customer_name:Data",),
	"HD Customer": ("customer_name:Data",),
	"Quotation": (
		*("quotation_to:Data", "party_name:Data", "transaction_date:Date", "valid_till:Date", "status:Data"),
		*MONEY,
	),
	"Sales Invoice": (
		*("customer:Data", "posting_date:Date", "due_date:Date", "status:Data", *MONEY),
		*("outstanding_amount:Currency:party_account_currency", "party_account_currency:Data"),
	),
	"Project": (
		*("project_name:Data", "customer:Data", "expected_end_date:Date", "percent_complete:Percent"),
		"status:Data",
	),
	"Issue": (
		"subject:Data",
		"customer:Data",
		"raised_by:Data",
		"opening_date:Date",
		"priority:Data",
		"status:Data",
	),
	"Asset": ("asset_name:Data", "customer:Data", "asset_category:Data", "location:Data", "status:Data"),
	"HD Ticket": (
		*("subject:Data", "customer:Data", "raised_by:Data", "opening_date:Date", "priority:Data"),
		"status:Data",
	),
}
READERS = ("System Manager", "CRM Manager")
# Helpdesk lets everybody read tickets, and leaves who is no agent with their own.
READ_BY_THEIR_OWNER = ("HD Ticket",)


@pytest.fixture(scope="module")
def installed_doctypes(site):
	import frappe

	frappe.set_user("Administrator")
	for doctype, fields in FOREIGN.items():
		make_doctype(doctype, fields)
	frappe.db.commit()
	yield
	frappe.db.rollback()
	frappe.set_user("Administrator")
	for doctype in FOREIGN:
		frappe.delete_doc("DocType", doctype, force=True)
		frappe.db.sql_ddl(
			f"drop table if exists {'`' if frappe.db.db_type == 'mariadb' else chr(34)}tab{doctype}"
			f"{'`' if frappe.db.db_type == 'mariadb' else chr(34)}"
		)
	frappe.db.commit()
	frappe.cache.delete_value("db_tables")


def make_doctype(doctype: str, fields: tuple[str, ...]) -> None:
	import frappe

	if frappe.db.exists("DocType", doctype):  # left by a run that was interrupted
		return
	rows = []
	for field in fields:
		fieldname, fieldtype, *options = field.split(":")
		label = frappe.unscrub(fieldname)
		rows.append(
			{"fieldname": fieldname, "label": label, "fieldtype": fieldtype, "options": "".join(options)}
		)
	permissions = [{"role": role, "read": 1, "write": 1, "create": 1} for role in READERS]
	if doctype in READ_BY_THEIR_OWNER:
		permissions.append({"role": "All", "read": 1, "if_owner": 1})
	frappe.get_doc(
		{
			"doctype": "DocType",
			"name": doctype,
			"module": "Custom",
			"custom": 1,
			"autoname": "prompt",
			"fields": rows,
			"permissions": permissions,
		}
	).insert()


@pytest.fixture
def other_apps(isolation, installed_doctypes):
	"""The DocTypes of ERPNext and Helpdesk, with one record each about "Blue Harbor", in the test's transaction."""
	import frappe

	records = {
		"Customer": {"name": "Blue Harbor", "customer_name": "Blue Harbor"},
		"HD Customer": {"name": "Blue Harbor", "customer_name": "Blue Harbor"},
		"Quotation": {
			"name": "SAL-QTN-1",
			"quotation_to": "Customer",
			"party_name": "Blue Harbor",
			"transaction_date": "2026-11-01",
			"grand_total": 900,
			"currency": "USD",
			"status": "Open",
		},
		"Sales Invoice": {
			"name": "ACC-SINV-1",
			"customer": "Blue Harbor",
			"posting_date": "2026-11-02",
			"grand_total": 900,
			"currency": "USD",
			"outstanding_amount": 380,
			"party_account_currency": "EUR",
			"status": "Overdue",
		},
		"Project": {
			"name": "PROJ-1",
			"project_name": "New cranes",
			"customer": "Blue Harbor",
			"percent_complete": 40,
			"status": "Open",
		},
		"Issue": {"name": "ISS-1", "subject": "Crane squeaks", "customer": "Blue Harbor", "status": "Open"},
		"Asset": {"name": "ASS-1", "asset_name": "Crane 7", "customer": "Blue Harbor", "status": "Submitted"},
		"HD Ticket": {
			"name": "77",
			"subject": "Cannot log in",
			"raised_by": "ada@blue-harbor.example",
			"status": "Open",
		},
	}
	for doctype, values in records.items():
		frappe.get_doc({"doctype": doctype, **values}).insert()
