"""What a call sends to the database."""

import frappe

from frappe_crm_app.benchmark.clock import Call


def statements_of(call: Call) -> list[str]:
	"""Return the statements that a call sends, in their order."""
	sent, send = [], frappe.db.sql
	frappe.db.sql = lambda *arguments, **options: (
		sent.append(str(arguments[0])) or send(*arguments, **options)
	)
	try:
		call()
	finally:
		del frappe.db.sql
	return sent
