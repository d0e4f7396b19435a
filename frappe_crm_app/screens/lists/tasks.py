"""The job that makes an export."""

import frappe


def enqueue_export(kind: str, email: str, arguments: dict) -> None:
	"""Have an export made for the session's user once this is committed."""
	frappe.enqueue(
		"frappe_crm_app.screens.lists.exports.make_export",
		queue="long",
		enqueue_after_commit=True,
		kind=kind,
		email=email,
		arguments=arguments,
	)
