"""Store the settings of the sync with respond.io, off, on a site from before there was one; what is set stays."""

from frappe_crm_app.channels.respondio.setup import ship_settings


def execute() -> None:
	ship_settings()
