"""The page of rules in the browser: a rule from nothing by keyboard only, proved, turned on, and seen to run, at a desk and on a phone."""

import json
import re

import frappe
import pytest
from playwright.sync_api import Page, expect

from frappe_crm_app.kit.domain_events import listening
from tests.factories import insert, make_deal, move, stage
from tests.site.automation.workflow_rules.engine import work_off
from tests.stack.browser import overflow, serious_findings, wait_for_dialog

PAGE, PHONE = ".crm-rules", {"width": 390, "height": 844}
RULE = "CRM Workflow Rule"
FOCUSED = """() => {
	const here = document.activeElement;
	return here.getAttribute("aria-label") || here.textContent.trim() || here.placeholder || "";
}"""


@pytest.fixture
def admin(browser_page: Page, login, make_user, width) -> str:
	"""An administrator of the CRM, whose session the page has."""
	if width == "phone":
		browser_page.set_viewport_size(PHONE)
	user = make_user("CRM Admin", first_name="Ada", last_name="Lovelace")
	login(browser_page, user)
	return user


def made(**values) -> str:
	"""A rule that says a little of everything."""
	steps = [
		{"step": "wait", "days": 3, "only_if_still_true": True},
		{
			"step": "if",
			"if": {"all": [{"field": "last_activity_on", "operator": "more_than_days_ago", "value": 3}]},
			"then": [{"step": "note", "subject": "Call {{ title }}", "in_working_days": 1}],
			"else": [{"step": "stop", "reason": "Somebody is at it."}],
		},
		{"step": "notify", "to": {"role": "CRM Manager"}, "text": "{{ title }} stands still"},
	]
	given = {
		"title": "No activity in Proposal",
		"record_type": "CRM Sales Deal",
		"event_kind": "deal.stage_changed",
		"conditions": json.dumps({"all": [{"field": "stage", "operator": "is", "value": stage("Proposal")}]}),
		"steps": json.dumps(steps),
	}
	name = insert(RULE, given | values).name
	frappe.db.commit()
	return name


def open_list(page: Page) -> None:
	page.goto("/app/crm-rules")
	expect(page.locator(f"{PAGE} h1")).to_have_text("Rules")
	expect(page.locator(".crm-rules-skeleton")).to_have_count(0)


def open_rule(page: Page, name: str) -> None:
	page.goto(f"/app/crm-rules/{name}")
	expect(page.locator(".crm-rule-name")).to_be_visible()


def test_nothing_complains(browser_page, admin, shoot, width):
	open_list(browser_page)
	shoot(browser_page, f"rules-empty-{width}")
	name = made(is_enabled=1)
	made(title="Welcome after a won deal", event_kind="deal.won", conditions="{}")
	open_list(browser_page)
	expect(browser_page.locator(".crm-rule-row")).to_have_count(2)
	for theme in ("light", "dark"):
		browser_page.evaluate(f"document.documentElement.setAttribute('data-theme', '{theme}')")
		assert serious_findings(browser_page, PAGE) == []
		shoot(browser_page, f"rules-list-{width}-{theme}")
	assert overflow(browser_page) <= 0
	open_rule(browser_page, name)
	expect(browser_page.locator(".crm-rule-said")).to_contain_text("When a deal moves to another stage")
	for theme in ("light", "dark"):
		browser_page.evaluate(f"document.documentElement.setAttribute('data-theme', '{theme}')")
		assert serious_findings(browser_page, PAGE) == []
		shoot(browser_page, f"rules-editor-{width}-{theme}")
	browser_page.locator(PAGE).evaluate("(page) => page.scrollIntoView({block: 'end'})")
	shoot(browser_page, f"rules-editor-{width}-end")
	assert overflow(browser_page) <= 0
	assert browser_page.errors == []


# --- by keyboard ---


def go_to(page: Page, label: str, key: str = "Tab") -> None:
	"""Press Tab until the focus is on what is called so."""
	for _number in range(120):
		if page.evaluate(FOCUSED) == label:
			return
		page.keyboard.press(key)
	raise AssertionError(f"the keyboard does not come to {label!r}")


def press(page: Page, label: str, key: str = "Enter") -> None:
	go_to(page, label)
	page.keyboard.press(key)


def choose(page: Page, label: str, option: str) -> None:
	"""Choose in a list as people do, by its first letters."""
	go_to(page, label)
	page.keyboard.type(option)
	expect(page.locator("select:focus option:checked")).to_have_text(option)


def write_by_keyboard(page: Page) -> None:
	press(page, "New Rule")
	expect(page.locator(".crm-rule-name")).to_be_focused()
	page.keyboard.type("Call on proposals")
	choose(page, "Event", "A deal moves to another stage")
	press(page, "Add a Condition")
	expect(page.get_by_label("Field", exact=True)).to_be_focused()
	choose(page, "Field", "Stage")
	choose(page, "Value", "Proposal")
	press(page, "Add a Step")
	expect(page.get_by_role("menuitem", name="Write a follow-up")).to_be_focused()
	page.keyboard.press("t")
	page.keyboard.press("Enter")
	expect(page.get_by_label("Tag", exact=True)).to_be_focused()
	page.keyboard.type("Proposed")
	press(page, "Add a Step")
	page.keyboard.press("Enter")
	go_to(page, "Subject")
	page.keyboard.type("Call about {{ title }}")


def titles_of_steps(page: Page) -> list[str]:
	return page.locator(".crm-rule-then .crm-rule-card h3").all_inner_texts()


def stored_rule() -> frappe._dict:
	frappe.db.commit()
	return frappe.get_last_doc(RULE)


def test_a_rule_from_nothing_by_keyboard_seen_to_run(browser_page, admin, worker, shoot, width):
	page = browser_page
	past = make_deal(title="Old cranes")
	move(past, "Proposal")
	frappe.db.commit()
	open_list(page)
	write_by_keyboard(page)
	expect(page.locator(".crm-rule-said")).to_contain_text("Stage is Proposal")
	assert titles_of_steps(page) == ["Tag", "Write a follow-up"]
	page.keyboard.press("Alt+ArrowUp")
	assert titles_of_steps(page) == ["Write a follow-up", "Tag"]
	expect(page.get_by_label("Subject", exact=True)).to_be_focused()
	press(page, "Backtest")
	expect(page.locator(".crm-rule-number strong")).to_have_text("1")
	expect(page.get_by_role("link", name="Old cranes")).to_be_visible()
	shoot(page, f"rules-backtest-{width}")
	page.keyboard.press("Control+s")
	expect(page.get_by_role("button", name="Saved")).to_be_disabled()
	doc = stored_rule()
	assert (doc.title, doc.is_enabled) == ("Call on proposals", 0)
	assert [step["step"] for step in json.loads(doc.steps)] == ["note", "tag"]
	press(page, "On", "Space")
	expect(page.get_by_role("switch", name="On")).to_be_checked()
	expect(page.get_by_role("button", name="Saved")).to_be_visible()
	assert stored_rule().is_enabled
	listening.forget_now()
	deal = make_deal(title="New cranes")
	move(deal, "Proposal")
	frappe.db.commit()
	worker.run()
	press(page, "Refresh")
	run = page.locator(".crm-rule-runs > li")
	expect(run).to_contain_text("Completed")
	expect(run.get_by_role("link", name="New cranes")).to_be_visible()
	press(page, "Steps: New cranes")
	expect(run).to_contain_text("Tagged: Proposed.")
	assert serious_findings(page, PAGE) == []
	shoot(page, f"rules-ran-{width}")
	frappe.db.commit()
	assert (
		frappe.db.get_value("CRM Follow-up Note", {"deal": deal.name}, "subject") == "Call about New cranes"
	)
	assert page.errors == []


def test_a_run_that_failed_is_tried_again(browser_page, admin, shoot, width):
	page = browser_page
	steps = [{"step": "tag", "tag": "Smith & Co."}, {"step": "stage", "stage": stage("Lost")}]
	name = made(title="Give up", conditions="{}", steps=json.dumps(steps), is_enabled=1)
	listening.forget_now()
	deal = move(make_deal(title="Cranes & ships"), "Proposal")
	work_off()
	frappe.db.commit()
	open_rule(page, name)
	runs = page.locator(".crm-rule-runs > li")
	page.get_by_role("button", name="Failed", exact=True).click()
	expect(runs).to_contain_text("Cranes & ships")
	page.get_by_role("button", name="Steps: Cranes").click()
	expect(runs).to_contain_text("Tagged: Smith & Co.")
	expect(runs).not_to_contain_text("Co..")
	assert serious_findings(page, PAGE) == []
	shoot(page, f"rules-failed-{width}")
	assert overflow(page) <= 0
	reason = insert("CRM Deal Lost Reason", {"reason": "Price of cranes"}).name
	frappe.db.set_value(deal.doctype, deal.name, "lost_reason", reason)
	frappe.db.commit()
	go_to(page, "Try again: Cranes & ships")
	page.keyboard.press("Enter")
	expect(page.locator(".desk-alert", has_text="The run goes on where it failed.")).to_be_visible()
	expect(page.get_by_text("No run has failed.")).to_be_visible()
	frappe.db.commit()
	work_off()
	begun = {"rule": name, "status": ("!=", "Skipped")}  # it hears of its own move
	assert frappe.get_all("CRM Workflow Run", begun, pluck="status") == ["Completed"]
	assert frappe.db.count("CRM Workflow Step", {"step_type": "tag"}) == 1
	assert page.errors == []


# --- what is refused, what is lost ---


@pytest.mark.parametrize("width", ["desk"], indirect=True)  # nothing of it depends on the width
def test_the_focus_goes_to_what_is_wrong_and_numbers_stand_as_they_were_typed(browser_page, admin, width):
	page = browser_page
	open_list(page)
	press(page, "New Rule")
	expect(page.locator(".crm-rule-name")).to_be_focused()
	page.keyboard.type("Large deals")
	choose(page, "Event", "A deal is won")
	press(page, "Add a Condition")
	choose(page, "Field", "Value")
	for typed, shown in (("10000", "10,000"), ("0.5", "0.5")):
		value = page.get_by_label("Value", exact=True)
		value.fill(typed)
		value.press("Tab")
		expect(value).to_have_value(shown)
	press(page, "Add a Step")
	page.keyboard.press("Enter")
	expect(page.get_by_label("Due in working days")).to_have_value("1")
	page.locator(".crm-rule-name").focus()
	page.keyboard.press("Control+s")
	expect(page.locator(".crm-rule-then .crm-problem")).to_contain_text("Subject")
	focused = page.locator(".crm-rule-then .crm-rule-card *:focus")
	expect(focused).to_have_count(1)
	assert all("417" in error for error in page.errors)  # the refusal


def test_what_is_wrong_stands_beside_its_part_and_nothing_is_lost_silently(browser_page, admin, shoot, width):
	page = browser_page
	open_rule(page, made())
	page.get_by_label("Subject", exact=True).fill("{{ secret }}")
	page.get_by_role("button", name="Save", exact=True).click()
	card = page.get_by_role("group", name="Step 1: Write a follow-up")
	expect(card.locator("> .crm-rule-card.is-wrong > .crm-problem")).to_contain_text("there is no field")
	shoot(page, f"rules-problem-{width}")
	assert serious_findings(page, PAGE) == []
	page.get_by_role("button", name="All rules").click()
	dialog = page.locator(".modal-dialog:visible")
	expect(dialog).to_contain_text("not saved yet")
	wait_for_dialog(page)  # one that still opens does not close
	dialog.get_by_role("button", name="Keep Editing").click()
	expect(page.get_by_label("Subject", exact=True)).to_have_value("{{ secret }}")
	page.get_by_label("Subject", exact=True).fill("Call {{ title }} again")
	expect(page.locator(".crm-rule-flow .crm-problem")).to_have_count(0)
	page.get_by_role("button", name="Save", exact=True).click()
	expect(page.get_by_role("button", name="Saved")).to_be_visible()
	assert "again" in stored_rule().steps
	page.get_by_label("Title").fill("Another name")
	page.get_by_role("button", name="All rules").click()
	wait_for_dialog(page)
	dialog.get_by_role("button", name="Leave").click()
	expect(page.locator(f"{PAGE} h1")).to_have_text("Rules")
	assert stored_rule().title == "No activity in Proposal"


@pytest.mark.parametrize("width", ["desk"], indirect=True)  # nothing of it depends on the width
def test_a_rule_to_start_from_is_made_off(browser_page, admin, width):
	page = browser_page
	open_list(page)
	page.get_by_role("button", name="Ask for the next step").click()
	expect(page.locator(".crm-rule-name")).to_have_value("Ask for the next step")
	page.get_by_role("button", name="Save", exact=True).click()
	expect(page.get_by_role("button", name="Saved")).to_be_visible()
	expect(page).to_have_url(re.compile(r"/crm-rules/(?!new)\w+"))
	doc = stored_rule()
	assert (doc.title, doc.is_enabled) == ("Ask for the next step", 0)
	page.get_by_role("button", name="Duplicate").click()
	expect(page.locator(".crm-rule-name")).to_have_value("Ask for the next step (copy)")
	page.get_by_role("button", name="Save", exact=True).click()
	expect(page.get_by_role("button", name="Saved")).to_be_visible()
	page.get_by_role("button", name="Delete").click()
	page.locator(".modal-dialog:visible").get_by_role("button", name="Yes").click()
	expect(page.locator(".crm-rule-row")).to_have_count(1)


def test_a_rule_is_tried_on_a_record(browser_page, admin, shoot, width):
	page, deal = browser_page, make_deal(title="Harbor cranes")
	open_rule(page, made())
	page.get_by_label("Record", exact=True).fill("Harbor")
	page.locator(".awesomplete [role=option]:visible", has_text="Harbor cranes").click()
	page.get_by_role("button", name="Try", exact=True).click()
	found = page.get_by_role("region", name="Try on a record")
	expect(found).to_contain_text("Stage is Proposal")
	assert serious_findings(page, PAGE) == []
	shoot(page, f"rules-tried-{width}")
	frappe.db.commit()
	assert not frappe.db.exists("CRM Workflow Run", {"reference_name": deal.name})


@pytest.mark.parametrize("width", ["desk"], indirect=True)  # nothing of it depends on the width
def test_a_manager_reads_and_does_not_write(browser_page, seller):
	page, name = browser_page, made(is_enabled=1)
	open_list(page)
	expect(page.get_by_role("button", name="New Rule")).to_have_count(0)
	expect(page.get_by_role("switch")).to_be_disabled()
	page.get_by_role("link", name="No activity in Proposal").click()
	expect(page.get_by_label("Subject", exact=True)).to_be_disabled()
	expect(page.get_by_role("button", name="Saved")).to_have_count(0)
	assert serious_findings(page, PAGE) == []
	assert frappe.db.get_value(RULE, name, "is_enabled")
