"""Who is led to the settings: the boot of the desk, the sidebar of Frappe 16 and the workspace."""

import json

import frappe
import pytest

from frappe_crm_app.visibility.setup_links import SETUP, hide_in_boot

PAGE = json.dumps({"name": "CRM Desk", "title": "CRM Desk", "public": 1})
SHOWN = ("CRM Admin", "CRM Manager", "System Manager", "Workspace Manager")


def links_of_setup() -> set[str]:
	"""Return the DocTypes of the workspace's card "Setup"."""
	(card,) = [
		card for card in frappe.get_doc("Workspace", "CRM Desk").get_link_groups() if card["label"] == "Setup"
	]
	return {link.link_to for link in card["links"] if link.link_type == "DocType"}


def test_all_doctypes_of_the_card_are_settings():
	assert set(SETUP) == links_of_setup()


@pytest.mark.parametrize("role", ["CRM Sales Rep", "CRM Account Rep", "CRM Viewer", "CRM Marketer", *SHOWN])
def test_the_search_bar_and_the_sidebar_offer_settings_to_whoever_sets_up(make_user, role):
	frappe.set_user(make_user(role))
	sidebar = {"items": [{"link_to": "CRM Stage"}, {"link_to": "CRM Contact"}, {"label": "Setup"}]}
	bootinfo = frappe._dict(
		user={"can_search": ["CRM Contact", "CRM Stage", "ToDo"]},
		workspace_sidebar_item={"crm desk": sidebar},
	)
	hide_in_boot(bootinfo)
	left = [item.get("link_to") for item in bootinfo.workspace_sidebar_item["crm desk"]["items"]]
	if role in SHOWN:
		assert bootinfo.user["can_search"] == ["CRM Contact", "CRM Stage", "ToDo"]
		assert left == ["CRM Stage", "CRM Contact", None]
	else:
		assert bootinfo.user["can_search"] == ["CRM Contact", "ToDo"]
		assert left == ["CRM Contact", None]


@pytest.mark.parametrize("page", ["", "CRM Desk", "[1]", "{"])
def test_what_is_no_page_is_refused_in_a_sentence(make_user, api, page):
	frappe.db.commit()
	user = make_user("CRM Sales Rep")
	answer = api(user).get("/api/method/frappe.desk.desktop.get_desktop_page", params={"page": page})
	assert answer.status_code == 417
	assert "asked for as an object" in answer.text


@pytest.mark.parametrize(
	("role", "sees"), [("CRM Sales Rep", False), ("CRM Viewer", False), ("CRM Manager", True)]
)
def test_the_workspace_has_the_card_for_whoever_sets_up(make_user, api, role, sees):
	frappe.db.commit()
	answer = api(make_user(role)).get(
		"/api/method/frappe.desk.desktop.get_desktop_page", params={"page": PAGE}
	)
	cards = {
		card["label"]: {link["link_to"] for link in card["links"]}
		for card in answer.json()["message"]["cards"]["items"]
	}
	assert "CRM Contact" in cards["Records"]
	assert ("CRM Stage" in cards.get("Setup", ())) == sees
	assert ("Setup" in cards) == sees
