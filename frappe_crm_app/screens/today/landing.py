"""Who comes to the Today page after logging in: whoever works with the CRM alone and chose no other beginning.

Frappe 15 sends a user of the desk to their default workspace or app, and asks no hook; 16 asks `get_website_user_home_page`. People who
have roles of other apps, too, begin where those apps have them begin.
"""

import frappe

from frappe_crm_app.visibility.roles import CRMRole

TODAY = "CRM Today"  # as a workspace would be called whose address is that of the page
ROUTE = "desk/crm-today"
OF_EVERYBODY = frozenset({"All", "Guest", "Desk User"})
LANDING_ROLES = frozenset(set(CRMRole) - {CRMRole.EXTERNAL, CRMRole.MARKETER})


def land_on_15(login_manager: object) -> None:
	"""Let Frappe 15 open the page after this login (hook `on_session_creation`): where it would open a default workspace."""
	info = login_manager.info
	if not info or info.user_type != "System User" or info.default_workspace:
		return
	if frappe.get_system_settings("default_app") or chosen_app(login_manager.user):
		return
	if works_with_crm_alone(login_manager.user):
		info.default_workspace = TODAY


def home_page_on_16(user: str) -> str | None:
	"""Return the page as where somebody begins on Frappe 16, else what other apps say (hook `get_website_user_home_page`)."""
	is_of_desk = frappe.get_cached_value("User", user, "user_type") == "System User"
	if is_of_desk and not chosen_app(user) and works_with_crm_alone(user):
		return ROUTE
	return home_page_of_others(user)


def home_page_of_others(user: str) -> str | None:
	"""Return what Frappe would have found without us: it asks only the last of these hooks."""
	ours = f"{__name__}.{home_page_on_16.__name__}"
	others = [path for path in frappe.get_hooks("get_website_user_home_page") if path != ours]
	if others:
		return frappe.get_attr(others[-1])(user)
	return next(reversed(frappe.get_hooks("website_user_home_page")), None)


def chosen_app(user: str) -> str | None:
	"""Return the app with which somebody chose to begin."""
	return frappe.get_cached_value("User", user, "default_app")


def works_with_crm_alone(user: str) -> bool:
	"""Return whether all roles of somebody are ours, and one of them has a day to look at."""
	roles = set(frappe.get_roles(user)) - OF_EVERYBODY
	return bool(roles & LANDING_ROLES) and roles <= set(CRMRole)
