"""Give the roles of a site from before there were scopes the shipped ones; what is set stays."""

from frappe_crm_app.visibility.scopes import ship_scopes


def execute() -> None:
	ship_scopes()
