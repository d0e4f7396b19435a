"""Keeps the benchmark off sites that people work with."""

import frappe
from frappe import _

from frappe_crm_app.benchmark.rows import PREFIX

REAL = ("CRM Contact", "CRM Customer", "CRM Sales Deal", "CRM Follow-up Note")


def refuse_real_records() -> None:
	"""Raise `frappe.ValidationError` where the site holds records that are not the benchmark's."""
	for doctype in REAL:
		if frappe.db.exists(doctype, {"name": ("not like", f"{PREFIX}%")}):
			frappe.throw(
				_(
					"This site holds records of {0}. Measure on a site of its own, or add --beside-real-records: "
					"what the benchmark makes is removed afterwards, but meanwhile people see it."
				).format(_(doctype))
			)
