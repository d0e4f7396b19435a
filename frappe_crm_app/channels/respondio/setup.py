"""What a site has of the sync before anybody sets it up."""

import frappe

SETTINGS = "CRM Respondio Settings"


def ship_settings() -> None:
	"""Store the settings with their defaults, which are off; what is stored stays."""
	if not frappe.db.get_single_value(SETTINGS, "base_url"):
		frappe.get_doc(SETTINGS).save(ignore_permissions=True)
