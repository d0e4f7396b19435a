"""Who is shown the way to the settings: whoever sets the CRM up, or oversees who does.

Others may read pipelines, stages and sources, because records link to them; there is nothing for them to do in their lists. So the
workspace, the sidebar of Frappe 16 and the search bar do not lead there. It is no right: what may be read is said by the DocTypes.
"""

import frappe
from frappe import _

from frappe_crm_app.kit.overrides import standing_before
from frappe_crm_app.kit.received import read_json
from frappe_crm_app.visibility.roles import CRMRole

# The DocTypes of the workspace's card "Setup"; its pages have roles of their own.
SETUP = (
	"CRM Deal Lost Reason",
	"CRM Desk Settings",
	"CRM Document Folder",
	"CRM Lead Form",
	"CRM Pipeline",
	"CRM Project Template",
	"CRM Record Scope",
	"CRM Respondio Settings",
	"CRM Sales Role",
	"CRM Salesperson",
	"CRM Source",
	"CRM Stage",
	"CRM Tax Class",
)
# A Workspace Manager, too: what the workspace does not show is gone from it for everybody once they save it.
SHOWN_TO = {CRMRole.ADMIN, CRMRole.MANAGER, "System Manager", "Workspace Manager", "Administrator"}


def is_shown() -> bool:
	"""Return whether the session's user is shown the way to the settings."""
	return not SHOWN_TO.isdisjoint(frappe.get_roles())


def hide_in_boot(bootinfo: dict) -> None:
	"""Take them out of what the search bar offers, and of the sidebars of Frappe 16 (hook `extend_bootinfo`)."""
	if is_shown():
		return
	user = bootinfo.get("user") or {}
	if user.get("can_search"):
		user["can_search"] = [doctype for doctype in user["can_search"] if doctype not in SETUP]
	for sidebar in (bootinfo.get("workspace_sidebar_item") or {}).values():
		sidebar["items"] = without_setup(sidebar["items"])


def without_setup(links: list[dict]) -> list[dict]:
	"""Return the links but those to the settings."""
	return [link for link in links if link.get("link_to") not in SETUP]


@frappe.whitelist()
def get_desktop_page(page: str) -> dict:
	"""`frappe.desk.desktop.get_desktop_page`, without cards that lead to the settings alone, and without those links."""
	if not isinstance(read_json(page), dict):
		frappe.throw(_("A page of the desk is asked for as an object with its name."))
	answer = frappe.call(standing_before("frappe.desk.desktop.get_desktop_page"), page=page)
	cards = (answer or {}).get("cards")
	if not cards or is_shown():
		return answer
	left = [{**card, "links": without_setup(card["links"])} for card in cards["items"]]
	return {**answer, "cards": {**cards, "items": [card for card in left if card["links"]]}}
