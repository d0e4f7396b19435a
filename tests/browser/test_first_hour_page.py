"""The page of the first hour, the table of stages in a pipeline's form, and inviting: at a desk's width and on a phone, in the light and in the dark."""

import frappe
import pytest
from playwright.sync_api import Page, expect

from frappe_crm_app.records.pipeline.defaults import default_pipeline
from tests.browser.conftest import PHONE
from tests.factories import insert, make_deal
from tests.stack.browser import overflow, serious_findings, wait_for_dialog

SETTINGS = "CRM Desk Settings"
PAGE = ".crm-first-hour"


@pytest.fixture
def kept_settings(committed):
	"""Puts back what tests here change of the settings."""
	fields = ("base_currency", "quote_seller", "first_hour_skipped", "trade")
	before = {field: frappe.db.get_single_value(SETTINGS, field) for field in fields}
	yield
	frappe.db.rollback()
	frappe.get_doc(SETTINGS).update(before).save()
	frappe.db.commit()


@pytest.fixture(params=["Light", "Dark"])
def theme(request) -> str:
	return request.param


@pytest.fixture
def admin_page(browser_page: Page, login, make_user, width: str) -> Page:
	if width == "phone":
		browser_page.set_viewport_size(PHONE)
	login(browser_page, make_user("CRM Admin", first_name="Ada", last_name="King"))
	return browser_page


@pytest.fixture
def pipeline() -> str:
	"""The name of a pipeline of its own, with four stages."""
	name = insert("CRM Pipeline", {"pipeline_name": "Boats", "tracks": "Deals"}).name
	for position, (stage, outcome) in enumerate(
		(("First", "Open"), ("Second", "Open"), ("Sold", "Won"), ("Gone", "Lost")), start=1
	):
		insert("CRM Stage", {"pipeline": name, "stage_name": stage, "outcome": outcome, "position": position})
	frappe.db.commit()
	return name


def stages_of(pipeline: str) -> list[str]:
	frappe.db.rollback()
	return frappe.get_all("CRM Stage", {"pipeline": pipeline}, pluck="stage_name", order_by="position asc")


def step(page: Page, name: str):
	return page.locator(f".crm-step[data-step='{name}']")


def name_of_stage(page: Page, place: int):
	return page.get_by_label(f"Name of stage {place}", exact=True)


def test_the_page_ticks_skips_and_shows_what_a_trade_changes(admin_page, theme, width, shoot, kept_settings):
	page = admin_page
	frappe.get_doc(SETTINGS).update({"quote_seller": None, "first_hour_skipped": None, "trade": ""}).save()
	user = page.request.get("/api/method/frappe.auth.get_logged_user").json()["message"]
	frappe.db.set_value("User", user, "desk_theme", theme)
	frappe.db.commit()
	page.emulate_media(reduced_motion="reduce")
	page.goto("/app/crm-desk")
	page.get_by_role("link", name="Continue").click()
	expect(step(page, "pipeline")).to_have_class("crm-step is-done")
	expect(page.locator(PAGE)).not_to_contain_text("undefined")
	step(page, "company").get_by_role("textbox").fill("Blue Harbor\n1 Pier")
	step(page, "company").get_by_role("button", name="Save").click()
	expect(step(page, "company")).to_have_class("crm-step is-done")
	step(page, "form").get_by_role("button", name="Skip: Give the lead form an owner").click()
	expect(step(page, "form")).to_have_class("crm-step is-skipped")
	step(page, "trade").get_by_role("combobox").select_option("Logistics")
	expect(step(page, "trade")).to_contain_text("gets these fields: Monthly Shipments")
	assert frappe.db.get_single_value(SETTINGS, "trade") in ("", None)
	page.get_by_role("button", name="Edit the Stages").click()
	expect(name_of_stage(page, 1)).to_have_value("Lead")
	assert serious_findings(page, PAGE) == []
	assert overflow(page) <= 0
	shoot(page, f"first-hour-{width}-{theme.lower()}")
	step(page, "trade").get_by_role("button", name="Apply").click()
	expect(step(page, "trade")).to_have_class("crm-step is-done")
	frappe.db.rollback()
	assert frappe.db.get_single_value(SETTINGS, "trade") == "Logistics"
	assert frappe.db.get_single_value(SETTINGS, "first_hour_skipped") == "form"
	assert page.errors == []


def test_stages_are_edited_and_ordered_by_keyboard_in_the_form(admin_page, pipeline, width, shoot):
	page = admin_page
	page.goto(f"/app/crm-pipeline/{pipeline}")
	expect(name_of_stage(page, 1)).to_have_value("First")
	name_of_stage(page, 2).focus()
	page.keyboard.press("Alt+ArrowUp")
	expect(name_of_stage(page, 1)).to_have_value("Second")
	expect(name_of_stage(page, 1)).to_be_focused()
	page.get_by_role("button", name="Move First up").focus()
	page.keyboard.press("Enter")
	expect(name_of_stage(page, 1)).to_have_value("First")
	page.get_by_role("button", name="Add a Stage").click()
	expect(name_of_stage(page, 3)).to_be_focused()
	page.keyboard.type("Third")
	page.get_by_label("Probability of Third, in percent").fill("60")
	page.get_by_role("button", name="Remove Gone").click()
	assert serious_findings(page, ".crm-stages") == []
	assert overflow(page) <= 0
	page.get_by_role("button", name="Save the Stages").click()
	expect(page.locator(".crm-stages-warning")).to_have_text(
		"This pipeline has no stage for Lost, so nothing in it can be given up."
	)
	shoot(page, f"stages-{width}")
	assert stages_of(pipeline) == ["First", "Second", "Third", "Sold"]
	assert page.errors == []


def test_stages_are_ordered_by_dragging(browser_page, login, make_user, pipeline):
	page = browser_page
	login(page, make_user("CRM Admin"))
	page.goto(f"/app/crm-pipeline/{pipeline}")
	expect(name_of_stage(page, 2)).to_have_value("Second")
	rows = page.locator(".crm-stage-row")
	rows.nth(1).locator(".crm-stage-handle").drag_to(rows.nth(0))
	expect(name_of_stage(page, 1)).to_have_value("Second")
	page.get_by_role("button", name="Save the Stages").click()
	expect(page.get_by_role("button", name="Save the Stages")).to_have_count(0)
	assert stages_of(pipeline) == ["Second", "First", "Sold", "Gone"]
	assert page.errors == []


def test_a_stage_with_deals_is_not_removed_and_nothing_else_is_saved(
	browser_page, login, make_user, pipeline
):
	page = browser_page
	second = frappe.db.get_value("CRM Stage", {"pipeline": pipeline, "stage_name": "Second"})
	make_deal(pipeline=pipeline, stage=second)
	login(page, make_user("CRM Admin"))
	page.goto(f"/app/crm-pipeline/{pipeline}")
	name_of_stage(page, 1).fill("Start")
	page.get_by_role("button", name="Remove Second").click()
	page.get_by_role("button", name="Save the Stages").click()
	expect(page.locator(".crm-stages").get_by_role("alert")).to_have_text(
		"1 deal stands in “Second”. Move it before the stage is deleted."
	)
	assert stages_of(pipeline) == ["First", "Second", "Sold", "Gone"]


def test_a_new_pipeline_shows_no_stages_of_another(browser_page, login, make_user, pipeline):
	page = browser_page
	login(page, make_user("CRM Admin"))
	page.goto(f"/app/crm-pipeline/{pipeline}")
	expect(name_of_stage(page, 1)).to_have_value("First")
	page.evaluate("frappe.set_route('Form', 'CRM Pipeline', frappe.model.get_new_doc('CRM Pipeline').name)")
	expect(page.locator(".crm-stage-row")).to_have_count(0)
	page.evaluate("name => frappe.set_route('Form', 'CRM Pipeline', name)", pipeline)
	expect(name_of_stage(page, 1)).to_have_value("First")
	assert page.errors == []


def test_a_system_manager_who_becomes_an_admin_goes_on_as_one(browser_page, login, make_user):
	page = browser_page
	login(page, make_user("System Manager"))
	page.goto("/app/crm-first-hour")
	page.get_by_role("button", name="Make Me a CRM Admin").click()
	page.wait_for_function("window.frappe?.user_roles?.includes('CRM Admin')")
	expect(page.get_by_role("button", name="Invite Somebody")).to_be_visible()


def test_somebody_is_invited_from_the_list_of_users(admin_page, width, shoot):
	page = admin_page
	page.goto("/app/crm-users")
	page.locator(".page-head:visible").get_by_role("button", name="Invite").locator("visible=true").click()
	wait_for_dialog(page)
	dialog = page.locator(".modal-dialog:visible")
	expect(dialog.get_by_label("CRM Sales Rep")).to_be_checked()
	expect(dialog).to_contain_text("Reads all records that are not private, and changes none.")
	assert serious_findings(page, ".modal.show .crm-roles") == []
	shoot(page, f"invite-{width}")
	dialog.locator("[data-fieldname=email] input").fill("grace.new@example.com")
	dialog.locator("[data-fieldname=first_name] input").fill("Grace")
	dialog.get_by_role("button", name="Invite", exact=True).click()
	expect(page.locator("tr[data-user='grace.new@example.com']")).to_contain_text("CRM Sales Rep")
	expect(page.locator("tr[data-user='grace.new@example.com']")).to_contain_text("Enabled")
	frappe.db.rollback()
	queued = frappe.get_all("Email Queue Recipient", {"recipient": "grace.new@example.com"})
	assert len(queued) == 1
	assert serious_findings(page, ".crm-users-card") == []
	assert overflow(page) <= 0
	assert page.errors == []


def test_whoever_does_not_set_up_reads_what_the_page_is_and_who_opens_it(
	browser_page, login, make_user, width, shoot
):
	page = browser_page
	if width == "phone":
		page.set_viewport_size(PHONE)
	login(page, make_user("CRM Sales Rep"))
	page.goto("/app/crm-desk")
	expect(page.get_by_text("Open Deals", exact=True)).to_be_visible()
	expect(page.locator("a[href*='crm-first-hour']")).to_have_count(0)
	page.goto("/app/crm-first-hour")
	told = page.locator(".crm-closed-page")
	expect(told).to_contain_text("A CRM Admin or a System Manager opens it.")
	expect(page.locator(".msgprint:visible, .modal.show")).to_have_count(0)
	assert serious_findings(page, ".crm-closed-page") == []
	assert overflow(page) <= 0
	shoot(page, f"first-hour-closed-{width}")
	assert page.errors == []


def test_whoever_does_not_set_up_is_not_bothered(browser_page, login, make_user):
	page = browser_page
	login(page, make_user("CRM Manager"))
	page.goto("/app/crm-desk")
	expect(page.get_by_text("Open Deals", exact=True)).to_be_visible()
	page.wait_for_load_state("networkidle")
	expect(page.locator(".crm-first-hour-banner")).to_have_count(0)
	page.goto(f"/app/crm-pipeline/{default_pipeline('Deals')}")
	expect(name_of_stage(page, 1)).to_be_disabled()
	expect(page.get_by_role("button", name="Add a Stage")).to_have_count(0)
