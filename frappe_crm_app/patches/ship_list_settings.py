"""Give a site from before there were shipped columns of lists these, where it has chosen none."""

from frappe_crm_app.screens.lists.shipping import ship_list_settings


def execute() -> None:
	ship_list_settings()
