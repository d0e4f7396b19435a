"""The page of rules in the browser: a rule from nothing by keyboard only, proved, turned on, and seen to run, at a desk and on a phone."""

import json

import frappe
import pytest
from playwright.sync_api import Page, expect

from tests.factories import insert, stage
from tests.stack.browser import overflow, serious_findings

PAGE, PHONE = ".crm-rules", {"width": 390, "height": 844}
RULE = "CRM Workflow Rule"


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
