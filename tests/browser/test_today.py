"""Today in the browser: what is to be done, done, put off, given on, at a desk and on a phone."""

import re
from datetime import datetime

import frappe
import pytest
from frappe.utils import get_datetime, now_datetime
from playwright.sync_api import Page, expect

from frappe_crm_app.screens.today.api import get_today
from tests.browser.conftest import PHONE, by_rep_and_admin, unfold
from tests.factories import make_deal, make_note
from tests.site.screens.today.days import fill_day
from tests.stack.browser import PASSWORD, choose_in_link, overflow, serious_findings, wait_for_dialog

NOTE = "CRM Follow-up Note"
DAY = ".crm-today"
ROUTE = re.compile(r"/(app|desk)/crm-today")


@pytest.fixture
def rep(browser_page: Page, login, make_user, width, role) -> str:
	"""A rep, if nothing else is said, in another zone than the site's, whose session the page has."""
	if width == "phone":
		browser_page.set_viewport_size(PHONE)
	user = make_user(role, first_name="Grace", last_name="Hopper", time_zone="Asia/Tokyo")
	login(browser_page, user)
	return user


@pytest.fixture
def filled(rep) -> dict[str, str]:
	made = fill_day(rep)
	frappe.db.commit()
	return made


def open_today(page: Page, query: str = "") -> None:
	page.goto(f"/app/crm-today{query}")
	expect(page.locator(f"{DAY} h1")).to_contain_text("Today")
	expect(page.locator(".crm-today-skeleton")).to_have_count(0)


def part(page: Page, key: str):
	return page.locator(f".crm-today-part.is-{key}")


def row(page: Page, title: str):
	return page.locator(".crm-today-row", has_text=title)


def stored(name: str, fieldname: str):
	frappe.db.commit()
	return frappe.db.get_value(NOTE, name, fieldname)


def test_a_rep_sees_what_waits_and_nothing_complains(browser_page, filled, shoot, width):
	open_today(browser_page)
	expect(part(browser_page, "overdue")).to_contain_text("Yesterday")
	expect(part(browser_page, "today")).to_contain_text("Tonight")
	expect(part(browser_page, "gone_quiet")).to_contain_text("Quiet")
	call = row(browser_page, "Yesterday").get_by_role("link", name=re.compile("^Call "))
	assert call.get_attribute("href") == "tel:+14155550199"
	assert overflow(browser_page) <= 0
	assert serious_findings(browser_page, DAY) == []
	shoot(browser_page, f"today-{width}")
	browser_page.evaluate("document.documentElement.setAttribute('data-theme', 'dark')")
	assert serious_findings(browser_page, DAY) == []
	shoot(browser_page, f"today-{width}-dark")
	assert browser_page.errors == []


@by_rep_and_admin
def test_done_plans_what_comes_next_in_one_dialog(browser_page, filled, shoot, width):
	open_today(browser_page)
	row(browser_page, "Yesterday").get_by_role("button", name="Done: Yesterday").click()
	dialog = browser_page.locator(".crm-today-dialog .modal-dialog")
	wait_for_dialog(browser_page)
	dialog.locator("[data-fieldname=happened] textarea").fill("They want to see it")
	dialog.locator("[data-fieldname=next_content] textarea").fill("Show the crane")
	shoot(browser_page, f"today-done-{width}")
	dialog.get_by_role("button", name="Done and Plan").click()
	expect(row(browser_page, "Yesterday")).to_have_count(0)
	expect(part(browser_page, "overdue")).to_contain_text("Nothing is overdue")
	assert stored(filled["overdue"], "status") == "Done"
	planned = frappe.get_last_doc(NOTE, {"subject": "Show the crane"})
	assert (planned.action, planned.status) == ("Call", "Open")
	assert planned.scheduled_on > now_datetime()
	assert browser_page.errors == []


@pytest.fixture
def colleague(make_user) -> str:
	user = make_user("CRM Manager", first_name="Zuzana", last_name="Mentioned")
	frappe.db.commit()
	frappe.cache.delete_value(["users_for_mentions", "user_groups"])
	yield user
	frappe.cache.delete_value(["users_for_mentions", "user_groups"])


def test_a_colleague_is_mentioned_in_what_happened(browser_page, filled, colleague, shoot, width):
	open_today(browser_page)
	row(browser_page, "Yesterday").get_by_role("button", name="Done: Yesterday").click()
	dialog = browser_page.locator(".crm-today-dialog .modal-dialog")
	wait_for_dialog(browser_page)
	field = dialog.locator("[data-fieldname=happened] textarea")
	field.press_sequentially("Ask @zuz", delay=20)
	option = browser_page.get_by_role("option", name="Zuzana Mentioned")
	expect(option).to_have_attribute("aria-selected", "true")
	shoot(browser_page, f"today-mention-{width}")
	field.press("Escape")
	expect(option).to_be_hidden()
	expect(dialog).to_be_visible()  # Escape has closed one thing
	field.press_sequentially("a", delay=20)
	field.press("Enter")
	expect(field).to_have_value("Ask @Zuzana Mentioned ")
	dialog.get_by_role("button", name="Done, Nothing Next").click()
	expect(row(browser_page, "Yesterday")).to_have_count(0)
	frappe.db.commit()
	mentions = {
		"for_user": colleague,
		"subject": ("like", "%mentioned you in%"),
		"document_name": filled["overdue"],
	}
	assert frappe.db.count("Notification Log", mentions) == 1
	assert browser_page.errors == []


def test_no_tile_stands_alone(browser_page, rep, width):
	open_today(browser_page)
	browser_page.locator(".crm-today-empty, .crm-today-tiles").first.wait_for()
	for tiles in range(3, 12):
		heights = rows_of_tiles(browser_page, tiles)
		*full, last = heights.values()
		if width == "desk":
			assert last > 1, (tiles, heights)
			assert all(number - last <= len(heights) for number in full), (tiles, heights)
		else:
			assert set(full) == {2}, (tiles, heights)


def rows_of_tiles(page: Page, number: int) -> dict[int, int]:
	"""Return how many tiles stand at which height, where the page has so many parts."""
	page.route(
		re.compile(r"today\.api\.get_today"),
		lambda route: route.fulfill(
			json={"message": {"whose": "mine", "date": "2030-01-01", "parts": parts_of(number)}}
		),
	)
	open_today(page)
	expect(page.locator(".crm-today-tile")).to_have_count(number)
	tops = page.locator(".crm-today-tile").evaluate_all("(all) => all.map((each) => each.offsetTop)")
	page.unroute(re.compile(r"today\.api\.get_today"))
	return {top: tops.count(top) for top in tops}


def parts_of(number: int) -> list[dict]:
	return [
		{
			"key": f"part{place}",
			"label": "Deals past their closing date",
			"total": 1,
			"rows": [],
			"list": None,
		}
		for place in range(number)
	]


def test_done_with_nothing_next(browser_page, filled):
	open_today(browser_page)
	row(browser_page, "Tonight").get_by_role("button", name="Done: Tonight").click()
	browser_page.get_by_role("button", name="Done, Nothing Next").click()
	expect(row(browser_page, "Tonight")).to_have_count(0)
	assert stored(filled["today"], "status") == "Done"


@by_rep_and_admin
def test_snoozing_by_keyboard(browser_page, filled, shoot, width):
	open_today(browser_page)
	opener = row(browser_page, "Yesterday").get_by_role("button", name="Snooze: Yesterday")
	opener.focus()
	browser_page.keyboard.press("Enter")
	expect(opener).to_have_attribute("aria-expanded", "true")
	assert serious_findings(browser_page, DAY) == []
	shoot(browser_page, f"today-snooze-{width}")
	browser_page.keyboard.press("Escape")
	expect(opener).to_have_attribute("aria-expanded", "false")
	expect(opener).to_be_focused()
	browser_page.keyboard.press("Enter")
	browser_page.get_by_role("button", name=re.compile("^Next Week")).focus()
	browser_page.keyboard.press("Enter")
	expect(row(browser_page, "Yesterday")).to_have_count(0)
	until = get_datetime(stored(filled["overdue"], "scheduled_on"))
	assert until > now_datetime()
	assert browser_page.errors == []


def test_a_new_closing_date_and_a_deal_to_come_back_to(browser_page, filled):
	open_today(browser_page)
	for title, key in (("Late", "past_close_date"), ("Adrift", "without_next_step")):
		here = part(browser_page, key).locator(".crm-today-row", has_text=title)
		here.get_by_role("button", name=f"Snooze: {title}").click()
		here.get_by_role("button", name=re.compile("^Tomorrow")).click()
		expect(here).to_have_count(0)
	frappe.db.commit()
	closes = frappe.db.get_value("CRM Sales Deal", filled["past_close_date"], "expected_close_date")
	assert closes >= now_datetime().date()
	assert (
		frappe.db.get_value("CRM Sales Deal", filled["without_next_step"], "next_follow_up_on")
		> now_datetime()
	)


@pytest.mark.parametrize("key", ["overdue", "today", "without_next_step", "past_close_date", "new_leads"])
def test_each_part_opens_just_its_list(browser_page, login, make_user, key):
	user = make_user("CRM Sales Rep", time_zone="Asia/Tokyo")
	fill_day(user)
	fill_day(make_user("CRM Sales Rep"))
	frappe.set_user(user)
	(told,) = get_today(only=key)["parts"]
	frappe.set_user("Administrator")
	frappe.db.commit()
	login(browser_page, user)
	open_today(browser_page)
	names = sorted(each["name"] for each in told["rows"])
	link = part(browser_page, key).get_by_role("link", name=re.compile("^Open as List"))
	address = link.get_attribute("href")
	link.click()
	assert_listed(browser_page, names)
	browser_page.goto(address)
	assert_listed(browser_page, names)


def assert_listed(page: Page, names: list[str]) -> None:
	page.wait_for_function(
		"(wanted) => cur_list?.data && JSON.stringify(cur_list.data.map((row) => row.name).sort()) === wanted",
		arg=js_list(names),
	)


def js_list(names: list[str]) -> str:
	return "[" + ",".join(f'"{name}"' for name in names) + "]"


def test_a_tile_of_the_workspace_counts_and_opens_the_same(browser_page, login, make_user):
	manager = make_user("CRM Manager")
	fill_day(manager)
	fill_day(make_user("CRM Sales Rep"))
	frappe.set_user(manager)
	(told,) = get_today(only="today")["parts"]
	frappe.set_user("Administrator")
	frappe.db.commit()
	login(browser_page, manager)
	browser_page.goto("/app/crm-desk")
	tile = browser_page.locator(".number-widget-box", has_text="My Follow-ups Today")
	expect(tile.locator(".number")).to_have_text(str(told["total"]))
	tile.locator(".widget-body").click()
	assert_listed(browser_page, sorted(each["name"] for each in told["rows"]))


@pytest.mark.parametrize(
	("role", "width"), [("CRM Manager", "desk"), ("CRM Manager", "phone"), ("CRM Admin", "desk")]
)
def test_whoever_oversees_looks_at_everybody_and_gives_a_row_on(
	browser_page, login, make_user, shoot, role, width
):
	if width == "phone":
		browser_page.set_viewport_size(PHONE)
	manager = make_user(role, first_name="Ann", last_name="Manager")
	rep = make_user("CRM Sales Rep", first_name="Grace", last_name="Hopper")
	other = make_user("CRM Sales Rep", first_name="Mary", last_name="Member")
	made = fill_day(rep)
	frappe.db.commit()
	login(browser_page, manager)
	open_today(browser_page)
	expect(browser_page.locator(".crm-today-empty, .crm-today-part").first).to_be_visible()
	unfold(browser_page)
	browser_page.get_by_label("Whose").select_option("everybody")
	expect(row(browser_page, "Yesterday").first).to_contain_text("Grace Hopper")
	browser_page.get_by_label("Whose").select_option(rep)
	expect(row(browser_page, "Yesterday")).to_have_count(1)
	assert f"whose={rep}".replace("@", "%40") in browser_page.url
	shoot(browser_page, f"today-manager-{width}")
	assert serious_findings(browser_page, DAY) == []
	row(browser_page, "Yesterday").get_by_role("button", name="Reassign: Yesterday").click()
	dialog = browser_page.locator(".modal.show .modal-dialog")
	field = dialog.locator("[data-fieldname=user] input")
	wait_for_dialog(browser_page)
	choose_in_link(field, other, "Mary Member")
	dialog.get_by_role("button", name="Reassign").click()
	expect(row(browser_page, "Yesterday")).to_have_count(0)
	assert stored(made["overdue"], "assigned_to") == other
	assert browser_page.errors == []


def test_an_empty_day_is_friendly_and_a_failure_says_so(browser_page, rep, shoot, width):
	open_today(browser_page)
	expect(browser_page.locator(".crm-today-empty")).to_contain_text("Nothing waits for you")
	shoot(browser_page, f"today-empty-{width}")
	assert serious_findings(browser_page, DAY) == []
	browser_page.route("**/*screens.today.api.get_today*", lambda route: route.abort())
	browser_page.reload()
	expect(browser_page.get_by_role("alert").filter(has_text="did not answer")).to_be_visible()
	browser_page.unroute("**/*screens.today.api.get_today*")
	browser_page.get_by_role("button", name="Try Again").click()
	expect(browser_page.locator(".crm-today-empty")).to_be_visible()


def test_long_parts_go_on(browser_page, rep):
	deal = make_deal(deal_owner=rep)
	for number in range(33):
		make_note(deal, subject=f"Call {number}", scheduled_on=datetime(2026, 1, 1, 9), assigned_to=rep)
	frappe.db.commit()
	open_today(browser_page)
	here = part(browser_page, "overdue")
	expect(here.locator(".crm-today-row")).to_have_count(10)
	here.get_by_role("button", name=re.compile("^Show 20 More")).click()
	expect(here.locator(".crm-today-row")).to_have_count(30)
	here.get_by_role("button", name=re.compile("^Show 3 More")).click()
	expect(here.locator(".crm-today-row")).to_have_count(33)


def test_a_rep_lands_on_today_from_the_login_page(browser_page, make_user):
	from frappe.utils.password import update_password

	user = make_user("CRM Sales Rep")
	update_password(user, PASSWORD)
	frappe.db.commit()
	browser_page.goto("/login")
	browser_page.locator("#login_email").fill(user)
	browser_page.locator("#login_password").fill(PASSWORD)
	browser_page.locator(".btn-login:visible").first.click()
	browser_page.wait_for_url(ROUTE)
	expect(browser_page.locator(f"{DAY} h1")).to_contain_text("Today")


def test_a_stranger_sees_no_page(browser_page, login, make_user):
	login(browser_page, make_user("Desk User"))
	browser_page.goto("/app/crm-today")
	browser_page.wait_for_load_state("networkidle")
	expect(browser_page.locator(DAY)).to_have_count(0)


def test_a_manager_without_anything_of_their_own_begins_with_the_others(
	browser_page, login, make_user, shoot, width
):
	if width == "phone":
		browser_page.set_viewport_size(PHONE)
	fill_day(make_user("CRM Sales Rep", first_name="Ada"))
	login(browser_page, make_user("CRM Manager", first_name="Grace", last_name="Hopper"))
	frappe.db.commit()
	open_today(browser_page)
	unfold(browser_page)
	whose = browser_page.get_by_label("Whose")
	expect(whose).to_have_value("everybody")
	expect(part(browser_page, "overdue")).to_contain_text("Yesterday")
	shoot(browser_page, f"today-manager-begins-{width}")
	whose.select_option("mine")
	expect(browser_page.get_by_text("All done")).to_be_visible()
	browser_page.reload()
	expect(browser_page.get_by_text("All done")).to_be_visible()
	expect(whose).to_have_value("mine")
	assert browser_page.errors == []
