"""Ship the role of marketers with its scopes, and make rows of what contacts have consented to or opted out of."""

from frappe_crm_app.records.consent.filling import fill_missing
from frappe_crm_app.visibility.scopes import ship_scopes


def execute() -> None:
	ship_scopes()
	fill_missing()
