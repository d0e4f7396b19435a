"""A DocType with the fields of a contact, versions too, and nothing else of ours: what Frappe itself costs."""

import frappe
from frappe.query_builder.functions import Max

from frappe_crm_app.benchmark.rows import PREFIX, TABLES
from frappe_crm_app.benchmark.table_statistics import analyze

BARE = "CRM Benchmark Floor"
PLAIN_TYPES = (
	"Data",
	"Check",
	"Int",
	"Float",
	"Currency",
	"Percent",
	"Date",
	"Datetime",
	"Text",
	"Small Text",
)
ROLES = ("System Manager", "CRM Manager", "CRM Sales Rep", "CRM Account Rep")
RIGHTS = {"read": 1, "write": 1, "create": 1, "report": 1}
LAYOUT = ("Section Break", "Column Break", "Tab Break", "Table", "Table MultiSelect", "HTML", "Button")


def make() -> None:
	"""Create the DocType, with a plain field for each field of a contact and the same indexes."""
	meta = frappe.get_meta("CRM Contact")
	values = {
		"doctype": "DocType", "name": BARE, "module": "Custom", "custom": 1, "autoname": "hash",
		"title_field": "full_name", "search_fields": meta.search_fields, "show_title_field_in_link": 1,
		"sort_field": "modified", "track_changes": 1, "permissions": [{"role": role, **RIGHTS} for role in ROLES],
		"fields": [plain(field) for field in meta.fields if field.fieldtype not in LAYOUT],
	}  # fmt: skip
	frappe.get_doc(values).insert(ignore_if_duplicate=True)
	if frappe.db.db_type == "postgres":  # where a list of Frappe's would be sorted without an index
		frappe.db.add_index(BARE, ["modified"], f"{frappe.scrub(BARE)}_modified_index")


def plain(field: object) -> dict:
	fieldtype = field.fieldtype if field.fieldtype in PLAIN_TYPES else "Data"
	return {
		"fieldname": field.fieldname, "label": field.label, "fieldtype": fieldtype,
		"search_index": field.search_index,
	}  # fmt: skip


def fill() -> None:
	"""Copy the seeded contacts that are not there yet, in one statement."""
	table = TABLES["contacts"]
	bare, contact = frappe.qb.DocType(BARE), frappe.qb.DocType(table.doctype)
	last = frappe.qb.from_(bare).select(Max(bare.name)).run(pluck=True)[0]
	is_new = contact.name.like(f"{PREFIX}%") & (contact.name > (last or ""))
	copied = frappe.qb.into(bare).columns(*table.columns).from_(contact)
	copied.select(*[contact[name] for name in table.columns]).where(is_new).run()
	frappe.db.commit()
	analyze(BARE)


def remove() -> None:
	"""Remove the DocType with its table."""
	if frappe.db.exists("DocType", BARE):
		frappe.delete_doc("DocType", BARE, force=True)
