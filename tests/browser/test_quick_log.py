"""The quick log on a phone and at a desk: noted without a net, sent once, and nothing left behind after logging out."""

from contextlib import suppress

import frappe
import pytest
from frappe.sessions import clear_sessions
from frappe.utils import add_to_date, now_datetime
from playwright.sync_api import Error, Page, Route, expect

from tests.factories import make_contact, make_deal, make_note
from tests.stack.browser import PASSWORD, overflow, serious_findings, wait_for_dialog
from tests.stack.site import refresh

NOTE = "CRM Follow-up Note"
SEND = "**/frappe_crm_app.screens.quick_log.api.send"
DAY = "**/frappe_crm_app.screens.quick_log.api.get_day*"
PATIENCE, PAUSE = 20_000, 100  # milliseconds
OF_NO_NET = ("Failed to load resource", "net::ERR_")
IS_KEPT = "caches.open('crm-go-1').then((cache) => cache.match('/crm-go')).then(Boolean)"
WHAT_IS_KEPT = """async () => {
	const names = (await caches.keys()).filter((name) => name.startsWith("crm-go"));
	const databases = (await indexedDB.databases()).filter(({ name }) => name === "crm_go");
	return [...names, ...databases.map(({ name }) => name)];
}"""
# As `storage.js` keeps it; read without its code.
STORED = """(store) => new Promise((resolve, reject) => {
	const opening = indexedDB.open("crm_go");
	opening.onerror = reject;
	opening.onsuccess = () => {
		const asked = opening.result.transaction(store).objectStore(store).getAll();
		asked.onsuccess = () => (opening.result.close(), resolve(asked.result));
	};
})"""

EMPTY_QUEUE = """() => new Promise((resolve, reject) => {
	const opening = indexedDB.open("crm_go");
	opening.onerror = reject;
	opening.onsuccess = () => {
		const transaction = opening.result.transaction("queue", "readwrite");
		transaction.objectStore("queue").clear();
		transaction.oncomplete = () => (opening.result.close(), resolve());
	};
})"""


@pytest.fixture
def deal(person):
	ada = make_contact(
		first_name="Ada",
		last_name="King",
		contact_owner=person,
		phone="+14155550199",
		email="ada@harbor.example",
	)
	return make_deal(title="Crane for the pier", contact=ada.name, deal_owner=person)


@pytest.fixture
def call(deal, person):
	note = make_note(
		deal,
		subject="Ask again",
		action="Call",
		status="Open",
		scheduled_on=add_to_date(now_datetime(), days=-1),
		assigned_to=person,
	)
	frappe.db.commit()
	return note


@pytest.fixture
def page_in_conflict(browser_page, call) -> Page:
	"""The page, without a net, that has noted a call which a colleague completed otherwise since."""
	open_page(browser_page)
	browser_page.context.set_offline(True)
	log(browser_page, "Ask again", "Left Message")
	call.reload().update({"status": "Done", "call_outcome": "Wrong Number"}).save()
	frappe.db.commit()
	return browser_page


def wait_until(page: Page, expression: str) -> None:
	"""Wait until an expression is true: the page's policy lets no text run, so that `wait_for_function` cannot."""
	for _turn in range(PATIENCE // PAUSE):
		with suppress(Error):  # the page may be about to become another one
			if page.evaluate(expression):
				return
		page.wait_for_timeout(PAUSE)
	pytest.fail(f"This did not come true: {expression}")


def wait_until_sent(page: Page) -> None:
	wait_until(page, f"({STORED})('queue').then((rows) => !rows.length)")


def open_page(page: Page) -> None:
	"""Open it with a net, and wait until it would open without one."""
	page.goto("/crm-go")
	expect(page.get_by_text("Up to date.")).to_be_visible()
	wait_until(page, IS_KEPT)
	wait_until(page, "Boolean(navigator.serviceWorker.controller)")


def log(page: Page, title: str, outcome: str) -> None:
	page.get_by_role("button", name=f"Log: {title}").click()
	page.get_by_role("button", name=outcome, exact=True).click()
	expect(page.locator(".g-live")).to_contain_text("Noted")


def notes_on(record) -> list[dict]:
	refresh()
	fields = ["name", "status", "call_outcome", "content"]
	return frappe.get_all(NOTE, {"reference_name": record.name}, fields, order_by="creation")


def errors_of(page: Page) -> list[str]:
	"""What the console complains about, but that there was no net."""
	return [error for error in page.errors if not any(part in error for part in OF_NO_NET)]


def test_a_call_is_logged_in_a_tunnel_and_sent_once(browser_page, call, deal, shoot, width):
	page = browser_page
	open_page(page)
	assert page.get_by_role("link", name="Call Ada King").get_attribute("href") == "tel:+14155550199"
	assert (
		page.get_by_role("link", name="Write to Ada King").get_attribute("href")
		== "mailto:ada@harbor.example"
	)
	page.context.set_offline(True)
	page.get_by_role("button", name="Log: Ask again").click()
	page.get_by_role("radio", name="In 3 Days").check()
	shoot(page, f"quick-log-sheet-{width}")
	page.get_by_role("button", name="No Answer", exact=True).click()
	waiting = page.get_by_role("region", name="Not sent yet")
	expect(waiting).to_contain_text("Ask again")
	page.reload()
	expect(waiting).to_contain_text("No Answer")
	expect(page.get_by_text("Offline. This was fetched at")).to_be_visible()
	shoot(page, f"quick-log-offline-{width}")
	assert [note.status for note in notes_on(deal)] == ["Open"]
	page.context.set_offline(False)
	expect(waiting).to_have_count(0)
	expect(page.get_by_text("Nothing is overdue or due today.")).to_be_visible()
	done, planned = notes_on(deal)
	assert (done.status, done.call_outcome, planned.status) == ("Done", "No Answer", "Open")
	assert errors_of(page) == []


def test_an_answer_that_is_lost_is_asked_for_again_and_nothing_is_done_twice(browser_page, call, deal):
	page, lost = browser_page, []
	open_page(page)

	def lose(route: Route) -> None:
		lost.append(route.fetch().status)  # the server has done it
		route.abort()

	page.context.route(SEND, lose)
	log(page, "Ask again", "Reached")
	waiting = page.get_by_role("region", name="Not sent yet")
	expect(waiting).to_contain_text("Ask again")
	wait_until(page, "!window.crm_go.is_online")
	assert lost[0] == 200
	assert [note.status for note in notes_on(deal)] == ["Done"]
	page.context.unroute(SEND)
	page.evaluate("window.crm_go.refresh()")
	expect(waiting).to_have_count(0)
	assert [(note.status, note.call_outcome) for note in notes_on(deal)] == [("Done", "Reached")]
	assert frappe.db.count("CRM Quick Log Entry") == 1
	assert errors_of(page) == []


def test_what_a_colleague_did_meanwhile_is_shown_beside_ones_own(page_in_conflict, deal, shoot, width):
	page = page_in_conflict
	page.context.set_offline(False)
	waiting = page.get_by_role("region", name="Not sent yet")
	expect(waiting).to_contain_text("This follow-up is Done already.")
	expect(waiting).to_contain_text("Left Message")
	expect(waiting).to_contain_text("Wrong Number")
	assert overflow(page) <= 0
	assert serious_findings(page, "body") == []
	shoot(page, f"quick-log-conflict-{width}")
	assert [note.call_outcome for note in notes_on(deal)] == ["Wrong Number"]
	waiting.get_by_role("button", name="Add as a Note").click()
	expect(waiting).to_have_count(0)
	assert [note.call_outcome for note in notes_on(deal)] == ["Wrong Number", "Left Message"]
	assert errors_of(page) == []


def test_a_conflict_is_discarded(browser_page, call, deal):
	page = browser_page
	open_page(page)
	page.context.set_offline(True)
	log(page, "Ask again", "Reached")
	call.reload().update({"scheduled_on": "2099-01-01 10:00:00"}).save()
	frappe.db.commit()
	page.context.set_offline(False)
	page.get_by_role("button", name="Discard").click()
	expect(page.get_by_role("region", name="Not sent yet")).to_have_count(0)
	assert [(note.status, note.call_outcome or "") for note in notes_on(deal)] == [("Open", "")]


def test_what_was_opened_is_found_without_a_net(browser_page, call, deal):
	page = browser_page
	open_page(page)
	page.get_by_label("Search people").fill("pier")
	page.get_by_role("region", name="Found").get_by_role("button", name="Log: Crane for the pier").click()
	page.get_by_role("button", name="Close").click()
	page.context.set_offline(True)
	page.reload()
	page.get_by_label("Search people").fill("pier")
	here = page.get_by_role("region", name="On this phone")
	expect(here.get_by_role("listitem")).to_have_count(2)  # the deal, and the call about it
	here.get_by_role("button", name="Log: Crane for the pier").click()
	page.get_by_label("What happened").fill("They have a new crane")
	page.get_by_role("button", name="Add a Note").click()
	expect(page.locator(".g-live")).to_contain_text("Noted on this phone")
	page.context.set_offline(False)
	wait_until_sent(page)
	assert notes_on(deal)[-1].content == "They have a new crane"


def test_only_the_day_and_what_was_opened_is_kept(browser_page, call, person):
	page = browser_page
	make_contact(first_name="Hidden", last_name="Nearby", contact_owner=person)
	frappe.db.commit()
	open_page(page)
	page.get_by_label("Search people").fill("nearby")
	expect(page.get_by_role("region", name="Found")).to_be_visible()
	assert [row["title"] for row in page.evaluate(STORED, "rows")] == ["Ask again"]
	assert page.evaluate(STORED, "opened") == []
	paths = page.evaluate(
		"caches.open('crm-go-1').then((cache) => cache.keys()).then((keys) => keys.map(({ url }) => new URL(url).pathname))"
	)
	assert [path for path in paths if not path.startswith(("/crm-go", "/assets/frappe_crm_app/"))] == []


def test_logging_out_leaves_nothing_and_says_what_would_be_lost(browser_page, call, deal):
	page = browser_page
	open_page(page)
	page.context.route(SEND, lambda route: route.abort())
	log(page, "Ask again", "Reached")
	expect(page.get_by_role("region", name="Not sent yet")).to_be_visible()
	page.get_by_role("button", name="Log Out").click()
	dialog = page.get_by_role("dialog")
	expect(dialog).to_contain_text("1 entry was not sent yet and would be lost.")
	with page.expect_response("**/api/method/logout"):
		dialog.get_by_role("button", name="Log Out").click()
	expect(page.get_by_text("You are logged out.")).to_be_visible()
	assert page.evaluate(WHAT_IS_KEPT) == []
	page.context.unroute(SEND)
	page.goto("/crm-go")
	# To the login; on a slow net first the page that is kept, which then finds out for itself.
	wait_until(page, f"({WHAT_IS_KEPT})().then((kept) => !kept.length)")
	assert [note.status for note in notes_on(deal)] == ["Open"]


def test_a_session_that_has_ended_leaves_nothing(browser_page, call, person):
	page = browser_page
	open_page(page)
	clear_sessions(person, force=True)
	frappe.db.commit()
	page.evaluate("window.crm_go.refresh()")
	expect(page.get_by_text("You are logged out.")).to_be_visible()
	assert page.evaluate(WHAT_IS_KEPT) == []


def test_the_page_is_opened_after_the_session_has_ended(browser_page, call, person):
	page = browser_page
	open_page(page)
	clear_sessions(person, force=True)
	frappe.db.commit()
	page.goto("/crm-go")
	# To the login; on a slow net first the page that is kept, which then finds out for itself.
	wait_until(page, f"({WHAT_IS_KEPT})().then((kept) => !kept.length)")


def test_another_user_finds_nothing_of_the_first_and_sends_nothing_of_theirs(
	browser_page, call, deal, login, make_user
):
	page = browser_page
	open_page(page)
	page.context.route(SEND, lambda route: route.abort())
	log(page, "Ask again", "Reached")
	expect(page.get_by_role("region", name="Not sent yet")).to_be_visible()
	other = make_user("CRM Manager", first_name="Linus", last_name="Bell")
	login(page, other)
	page.context.unroute(SEND)
	page.goto("/crm-go")
	expect(page.get_by_text("Up to date.")).to_be_visible()
	expect(page.get_by_text("Ask again")).to_have_count(0)
	assert page.evaluate(STORED, "queue") == []
	assert page.evaluate(STORED, "facts")[0]["value"]["user"] == other
	assert [note.status for note in notes_on(deal)] == ["Open"]


def test_an_open_page_of_somebody_who_is_logged_in_no_longer_sends_nothing(
	browser_page, call, deal, login, make_user
):
	page = browser_page
	open_page(page)
	login(page, make_user("CRM Manager"))
	log(page, "Ask again", "Reached")
	expect(page.get_by_text("1 entry had not been sent")).to_be_visible()
	assert page.evaluate(WHAT_IS_KEPT) == []
	assert [note.status for note in notes_on(deal)] == ["Open"]


def test_logging_out_of_the_desk_leaves_nothing(browser_page, call):
	page = browser_page
	open_page(page)
	page.goto("/app/crm-today")
	expect(page.get_by_role("link", name="On the phone")).to_have_attribute("href", "/crm-go")
	page.evaluate("frappe.app.logout() && null")
	page.wait_for_url("**/login**")
	wait_until(page, f"({WHAT_IS_KEPT})().then((kept) => !kept.length)")


def note_without_a_net(page: Page) -> None:
	"""Note something that is not sent, and go to the desk."""
	open_page(page)
	page.context.route(SEND, lambda route: route.abort())
	log(page, "Ask again", "Reached")
	expect(page.get_by_role("region", name="Not sent yet")).to_be_visible()
	page.goto("/app/crm-today")
	expect(page.get_by_role("link", name="On the phone")).to_be_visible()


def test_the_desk_asks_before_logging_out_loses_an_entry(browser_page, call, deal, shoot, width):
	page = browser_page
	note_without_a_net(page)
	page.evaluate("frappe.app.logout() && null")
	dialog = page.locator(".modal.show")
	expect(dialog).to_contain_text("1 entry of the quick log was not sent yet and would be lost.")
	wait_for_dialog(page)
	assert serious_findings(page, ".modal.show") == []
	assert overflow(page) <= 0
	shoot(page, f"quick-log-desk-logout-{width}")
	dialog.get_by_role("button", name="Stay").click()
	expect(dialog).to_have_count(0)
	assert page.request.get("/api/method/frappe.auth.get_logged_user").ok
	assert len(page.evaluate(STORED, "queue")) == 1
	page.evaluate("frappe.app.logout() && null")
	dialog.get_by_role("button", name="Log Out").click()
	page.wait_for_url("**/login**")
	wait_until(page, f"({WHAT_IS_KEPT})().then((kept) => !kept.length)")
	assert [note.status for note in notes_on(deal)] == ["Open"]


@pytest.mark.parametrize(
	"broken",
	[
		"Object.defineProperty(window, 'indexedDB', { value: undefined })",
		"IDBFactory.prototype.open = () => { throw new DOMException('Not here.', 'SecurityError'); }",
		"IDBFactory.prototype.open = () => ({})",  # never says anything
		"",
	],
	ids=["absent", "forbidden", "silent", "empty"],
)
def test_the_desk_logs_out_where_nothing_is_kept_or_the_browser_does_not_say(browser_page, person, broken):
	page = browser_page
	page.add_init_script(broken)
	page.goto("/app/crm-today")
	expect(page.get_by_role("link", name="On the phone")).to_be_visible()
	page.evaluate("frappe.app.logout() && null")
	page.wait_for_url("**/login**")
	assert page.request.get("/api/method/frappe.auth.get_logged_user").status in (401, 403)


def test_the_token_of_a_renewed_session_is_fetched(browser_page, call, deal, person, login):
	page = browser_page
	open_page(page)
	login(page, person)
	page.request.get("/crm-go")  # the new session gets a token that the page does not know
	log(page, "Ask again", "Reached")
	wait_until_sent(page)
	assert [note.status for note in notes_on(deal)] == ["Done"]


def test_it_is_readable_in_light_and_dark_and_fits(browser_page, call, shoot, width):
	page = browser_page
	open_page(page)
	for scheme in ("light", "dark"):
		page.emulate_media(color_scheme=scheme)
		assert serious_findings(page, "body") == []
		page.get_by_role("button", name="Log: Ask again").click()
		assert serious_findings(page, "body") == []
		assert overflow(page) <= 0
		page.get_by_role("button", name="Close").click()
		shoot(page, f"quick-log-{width}-{scheme}")
	assert errors_of(page) == []


def test_who_may_only_read_is_offered_no_outcome(browser_page, login, make_user):
	page, viewer = browser_page, make_user("CRM Viewer")
	make_deal(title="Crane for the pier")
	login(page, viewer, PASSWORD)
	open_page(page)
	page.get_by_label("Search people").fill("pier")
	page.get_by_role("button", name="Log: Crane for the pier").click()
	expect(page.get_by_text("Your roles only let you read.")).to_be_visible()
	expect(page.get_by_role("button", name="Reached")).to_have_count(0)


def test_what_was_sent_is_gone_from_the_day_also_where_that_cannot_be_fetched(browser_page, call, deal):
	page = browser_page
	open_page(page)
	page.context.route(DAY, lambda route: route.abort())
	log(page, "Ask again", "Reached")
	wait_until_sent(page)
	expect(page.get_by_text("Nothing is overdue or due today.")).to_be_visible()
	page.reload()
	expect(page.get_by_text("Nothing is overdue or due today.")).to_be_visible()
	assert [note.status for note in notes_on(deal)] == ["Done"]


def test_an_answer_that_comes_after_logging_out_is_not_kept(browser_page, call, deal):
	page, held = browser_page, []
	open_page(page)
	page.context.route(SEND, lambda route: held.append(route))
	with page.expect_request(SEND):
		log(page, "Ask again", "Reached")
	page.get_by_role("button", name="Log Out").click()
	with page.expect_response("**/api/method/logout"):
		page.get_by_role("dialog").get_by_role("button", name="Log Out").click()
	expect(page.get_by_text("You are logged out.")).to_be_visible()
	refused = {"state": "conflict", "sentence": "This follow-up is Done already.", "theirs": {}}
	held[0].fulfill(json={"message": {"results": [refused]}})
	page.wait_for_timeout(5 * PAUSE)
	assert page.evaluate(WHAT_IS_KEPT) == []


def test_a_second_tap_notes_nothing_twice(page_in_conflict, deal):
	page = page_in_conflict
	page.context.set_offline(False)
	page.get_by_role("button", name="Add as a Note").dblclick()
	expect(page.get_by_role("region", name="Not sent yet")).to_have_count(0)
	wait_until_sent(page)
	assert [note.call_outcome for note in notes_on(deal)] == ["Wrong Number", "Left Message"]


def test_what_the_phone_cannot_keep_stays_on_the_sheet(browser_page, call):
	page = browser_page
	open_page(page)
	page.get_by_role("button", name="Log: Ask again").click()
	page.get_by_label("What happened").fill("They have a new crane")
	page.evaluate("(IDBObjectStore.prototype.put = () => { throw new Error('no room') }) && null")
	page.get_by_role("button", name="Reached", exact=True).click()
	expect(page.get_by_role("alert")).to_contain_text("That did not work")
	expect(page.get_by_label("What happened")).to_have_value("They have a new crane")


def test_two_tabs_that_find_the_net_again_send_each_entry_once(page_in_conflict, deal):
	page = page_in_conflict
	tab = page.context.new_page()
	tab.goto("/crm-go")
	for each in (page, tab):
		expect(each.get_by_role("region", name="Not sent yet")).to_contain_text("Ask again")
	page.context.set_offline(False)
	waiting = page.get_by_role("region", name="Not sent yet")
	waiting.get_by_role("button", name="Add as a Note").click()
	wait_until_sent(page)
	for each in (page, tab):
		each.evaluate("window.crm_go.refresh() && null")
		expect(each.get_by_role("region", name="Not sent yet")).to_have_count(0)
	assert [note.call_outcome for note in notes_on(deal)] == ["Wrong Number", "Left Message"]


def test_what_another_tab_is_done_with_does_not_come_back(browser_page, call, deal):
	page, held = browser_page, []
	open_page(page)
	page.context.set_offline(True)
	log(page, "Ask again", "Left Message")
	call.reload().update({"status": "Done"}).save()
	frappe.db.commit()
	page.context.route(SEND, lambda route: held.append(route))
	with page.expect_request(SEND):
		page.context.set_offline(False)
	page.evaluate(EMPTY_QUEUE)  # as another tab does at Discard
	with page.expect_response(SEND):
		held[0].continue_()
	page.wait_for_timeout(5 * PAUSE)
	assert page.evaluate(STORED, "queue") == []
