"""The desk's pages with lifelike data: nothing complains, and what they show is worth showing."""

import json
from dataclasses import dataclass

import frappe
import pytest
from frappe.model.document import Document
from playwright.sync_api import Locator, Page, expect

from frappe_crm_app.automation.workflow_rules.editor.shipped import templates
from frappe_crm_app.demo.documents import file_documents
from frappe_crm_app.demo.load import load_demo
from frappe_crm_app.demo.papers import print_quotes
from frappe_crm_app.work.events.room import keeping
from tests.factories import insert
from tests.stack.browser import PASSWORD, overflow, serious_findings

WIDTHS = {"desk": 1440, "tablet": 1024, "phone": 390}


@dataclass(frozen=True)
class Screen:
	"""A page: its path in the desk, or with a / one of the site, what is there when it is ready, what of it is ours (the rest is Frappe's to mend), and a tab to open."""

	path: str
	ready: str
	ours: str | None = None
	tab: str | None = None


@pytest.fixture
def demo_page(browser_page: Page, login, put_back_trade: None) -> Page:
	"""A page of a manager of the demo, which chooses a trade."""
	load_demo(PASSWORD)
	file_documents()
	add_rules()
	manager = frappe.db.get_value(
		"CRM Salesperson", {"reports_to": ("is", "not set"), "name": ("like", "demo%")}, "user"
	)
	frappe.db.commit()
	login(browser_page, manager)
	return browser_page


def add_rules() -> None:
	"""Add rules that people have made of those to start from, and what they did."""
	deals = frappe.get_all("CRM Sales Deal", {"outcome": "Open"}, pluck="name", order_by="name asc", limit=9)
	for offered, runs in zip(templates()[2:5], (deals, deals[:4], ()), strict=True):
		given = {
			key: json.dumps(value) if key in ("conditions", "steps") else value
			for key, value in offered["rule"].items()
		}
		doc = insert("CRM Workflow Rule", given | {"is_enabled": int(bool(runs))})
		for number, deal in enumerate(runs):
			status = "Failed" if number == 3 else "Completed"
			insert_run(doc, deal, status)


def insert_run(rule: Document, deal: str, status: str) -> None:
	"""Insert a run of a rule as the engine keeps it."""
	values = {
		"rule": rule.name,
		"version": rule.version,
		"reference_doctype": "CRM Sales Deal",
		"reference_name": deal,
		"status": status,
		"occasion": deal,
		"reason": "The stage needs a close date." if status == "Failed" else None,
	}
	frappe.get_doc({"doctype": "CRM Workflow Run", **values}).insert(ignore_permissions=True)


def open_page(page: Page, screen: Screen) -> None:
	page.goto(screen.path if is_of_site(screen) else f"/app/{screen.path}")
	if screen.tab:
		page.get_by_role("tab", name=screen.tab, exact=True).click()
	expect(page.locator(screen.ready).locator("visible=true").first).to_be_visible()
	page.wait_for_load_state("networkidle")
	if screen.path == "crm-desk":
		wait_for_charts(page)


def is_of_site(screen: Screen) -> bool:
	return screen.path.startswith("/")


def wait_for_charts(page: Page) -> None:
	"""Wait until the bars have grown to their height."""
	page.wait_for_function(
		"[...document.querySelectorAll('.frappe-chart .bar')].some((bar) => bar.getBoundingClientRect().height > 30)"
	)
	page.wait_for_timeout(1500)


def pipeline(pipeline_name: str) -> str:
	return frappe.db.get_value("CRM Pipeline", {"pipeline_name": pipeline_name})


def customer_of(deal: str) -> str:
	return frappe.db.get_value("CRM Sales Deal", deal, "customer")


def campaign_named(name: str) -> str:
	return frappe.db.get_value("CRM Campaign", {"campaign_name": name, "name": ("like", "demo%")})


def busiest_project() -> str:
	"""Return the project of the demo that has most to do."""
	tasks = frappe.get_all(
		"CRM Follow-up Note", {"project": ("like", "demo%")}, pluck="project", order_by=None
	)
	return max(sorted(set(tasks)), key=tasks.count)


def room_in(project: str) -> str:
	"""Return the path of a new link to the room of somebody who takes part in a project, with two tasks to do there."""
	contact = frappe.db.get_value(
		"CRM Project Participant", {"parent": project, "contact": ("is", "set")}, "contact"
	)
	tasks = {"project": project, "status": "Open", "is_private": 0}
	for task in frappe.get_all(
		"CRM Follow-up Note", tasks, pluck="name", order_by="scheduled_on asc", limit=2
	):
		frappe.db.set_value("CRM Follow-up Note", task, "contact_assigned", contact, update_modified=False)
	url = keeping.make(contact, project, None)["url"]
	frappe.db.commit()
	return "/" + url.split("/", 3)[3]


def document_that_customer_has() -> str:
	"""Return a document of the demo of which its customer has an older version."""
	return frappe.db.get_value("CRM Document", {"title": "Company presentation", "name": ("like", "demo%")})


def waiting_thread() -> str:
	"""Return a conversation of the manager's with a contact."""
	mailbox = frappe.db.get_value("CRM Mailbox", {"title": "Sales", "name": ("like", "demo%")})
	entries = {"mailbox": mailbox, "folder": "Inbox"}
	return frappe.get_all("CRM Mailbox Entry", entries, pluck="thread", order_by="sent_on desc", limit=1)[0]


def screens() -> dict[str, Screen]:
	deal = frappe.get_all("CRM Sales Deal", {"outcome": "Open", "contact": ("is", "set")}, pluck="name")[0]
	contact = frappe.db.get_value("CRM Sales Deal", deal, "contact")
	project = busiest_project()
	campaign, draft = campaign_named("Peak season offer"), campaign_named("Rates for the new year")
	event = frappe.db.get_value("CRM Event", {"capacity": (">", 0), "name": ("like", "demo%")})
	rule = frappe.db.get_value("CRM Workflow Rule", {"is_enabled": 1}, order_by="title desc")
	accepted = frappe.db.get_value(
		"CRM Quote", {"status": "Accepted", "version": 2, "name": ("like", "demo%")}
	)
	revised = frappe.db.get_value("CRM Quote", {"status": "Draft", "version": 2, "name": ("like", "demo%")})
	strip, record = ".crm-list-strip", ".tab-pane.active .crm-record"
	return {
		"workspace": Screen("crm-desk", ".number-widget-box"),
		"today": Screen("crm-today?whose=team", ".crm-today h1", ".crm-today"),
		"inbox": Screen(f"crm-inbox?thread={waiting_thread()}", ".crm-inbox-person", ".crm-inbox"),
		"contacts": Screen("crm-contact", ".list-row"),
		"customers": Screen("crm-customer", ".list-row", strip),
		"deals": Screen("crm-sales-deal", ".list-row"),
		"follow-ups": Screen("crm-follow-up-note", ".list-row", strip),
		"contact": Screen(f"crm-contact/{contact}", "[data-fieldname=first_name] input"),
		"contact-timeline": Screen(f"crm-contact/{contact}", record, record, tab="Timeline"),
		"customer": Screen(f"crm-customer/{customer_of(deal)}", record, record),
		"deal": Screen(f"crm-sales-deal/{deal}", record, record),
		"quotes": Screen("crm-quote", ".list-row", strip),
		"quote": Screen(f"crm-quote/{accepted}", ".crm-quote .crm-figures", ".crm-quote"),
		"quote-draft": Screen(f"crm-quote/{revised}", ".crm-quote .crm-figures", ".crm-quote"),
		"calendar": Screen("crm-follow-up-note/view/calendar/default", ".fc-view-container, .fc-view"),
		"board": Screen("crm-board", ".crm-board-column", ".crm-board"),
		"board-follow-ups": Screen(f"crm-board/{pipeline('Follow-up')}", ".crm-board-column", ".crm-board"),
		"board-panel": Screen(f"crm-board?card={deal}", ".crm-board-panel", ".crm-board-panel"),
		"campaigns": Screen("crm-campaigns", ".crm-campaign-row", ".crm-campaigns"),
		"campaign": Screen(f"crm-campaigns/{campaign}", ".crm-campaign-figures", ".crm-campaigns"),
		"campaign-audience": Screen(
			f"crm-campaigns/{draft}/audience", ".crm-campaign-reasons", ".crm-campaigns"
		),
		"campaign-content": Screen(f"crm-campaigns/{draft}/content", ".crm-campaign-frame", ".crm-campaigns"),
		"projects": Screen("crm-project", ".list-row"),
		"project": Screen(f"crm-project/{project}?view=list", ".crm-task-row", ".crm-project"),
		"project-plan": Screen(f"crm-project/{project}?view=plan", ".crm-plan-item", ".crm-project"),
		"documents": Screen("crm-documents", ".crm-document-row", ".crm-documents"),
		"document": Screen(
			f"crm-documents/{document_that_customer_has()}", ".crm-document-part", ".crm-document-panel"
		),
		"event": Screen(f"crm-event/{event}", "[data-fieldname=title] input"),
		"room": Screen(room_in(project), "main h1", "main"),
		"rules": Screen("crm-rules", ".crm-rule-row", ".crm-rules"),
		"rule": Screen(f"crm-rules/{rule}", ".crm-rule-said", ".crm-rules"),
		"import": Screen("crm-import-contacts", ".layout-main-section button", ".layout-main-section"),
		"users": Screen("crm-users", "tr[data-user]", ".crm-users-card"),
		"settings": Screen("crm-desk-settings", "[data-fieldname=default_deal_pipeline]"),
	}


@pytest.mark.parametrize(
	("theme", "width", "suffix"), [("Light", "desk", ""), ("Dark", "desk", "-dark"), ("Light", "phone", "-phone")],
	ids=["light", "dark", "phone"],
)  # fmt: skip
def test_every_page_opens_without_complaint(demo_page, login, make_user, shoot, theme, width, suffix):
	page = demo_page
	print_quotes()
	user = page.request.get("/api/method/frappe.auth.get_logged_user").json()["message"]
	frappe.db.set_value("User", user, "desk_theme", theme)
	frappe.db.commit()
	page.set_viewport_size({"width": WIDTHS[width], "height": 900})
	page.emulate_media(reduced_motion="reduce", color_scheme=theme.lower())
	complaints = {}
	for name, screen in (screens() | ADMINS_SCREENS).items():
		if name in ADMINS_SCREENS:
			login(page, make_user("CRM Admin", desk_theme=theme))
		open_page(page, screen)
		if not is_of_site(screen):
			assert page.evaluate("document.documentElement.dataset.theme") == theme.lower()
		shoot(page, f"{name}{suffix}")
		complaints[name] = complaints_of(page, screen)
	assert {name: found for name, found in complaints.items() if found} == {}


# What only a CRM Admin opens, after all that a manager does.
ADMINS_SCREENS = {"first-hour": Screen("crm-first-hour", ".crm-step.is-done", ".crm-first-hour")}


def complaints_of(page: Page, screen: Screen) -> list[str]:
	"""Return what is wrong with a page that is open, and forget what its console has said."""
	found = [
		*page.errors,
		*(serious_findings(page, screen.ours) if screen.ours else ()),
		*(["wider than the window"] if screen.ours and overflow(page) > 0 else ()),
	]
	page.errors.clear()
	return found


EVERYBODYS = (
	*("workspace", "today", "contacts", "customers", "deals", "follow-ups"),
	*("contact-timeline", "customer", "deal", "board", "board-panel"),
)


@pytest.mark.parametrize("role", ["CRM Sales Rep", "CRM Admin"])
def test_pages_open_for_rep_and_administrator_in_the_dark_and_on_a_phone(demo_page, login, make_user, role):
	page, shown = demo_page, screens()
	owner = frappe.db.get_value("CRM Sales Deal", shown["deal"].path.split("/")[-1], "deal_owner")
	user = owner if role == "CRM Sales Rep" else make_user(role)
	frappe.db.set_value("User", user, "desk_theme", "Dark")
	frappe.db.commit()
	login(page, user)
	page.emulate_media(reduced_motion="reduce")
	page.set_viewport_size({"width": WIDTHS["phone"], "height": 844})
	complaints = {}
	for name in EVERYBODYS:
		open_page(page, shown[name])
		complaints[name] = complaints_of(page, shown[name])
	assert {name: found for name, found in complaints.items() if found} == {}


def test_every_column_is_in_sight_at_a_desks_width(demo_page):
	for path, last in {
		"crm-contact": ".crm-number-column",
		"crm-customer": ".crm-number-column",
		"crm-sales-deal": ".list-row-col:last-child",
		"crm-follow-up-note": ".list-row-col:last-child",
	}.items():
		demo_page.goto(f"/app/{path}")
		row = demo_page.locator(".list-row:visible").first
		cell = row.locator(f".level-left {last}").last
		expect(cell).to_be_visible()
		assert right_of(cell) <= row.locator(".level-right").bounding_box()["x"], path
	open_page(demo_page, screens()["board"])
	assert right_of(demo_page.locator(".crm-board-column").nth(5)) <= WIDTHS["desk"]


def right_of(place: Locator) -> float:
	box = place.bounding_box()
	return box["x"] + box["width"]


def test_workspace_and_board_fit_a_tablet(demo_page, shoot):
	demo_page.set_viewport_size({"width": WIDTHS["tablet"], "height": 900})
	for name in ("workspace", "board"):
		open_page(demo_page, screens()[name])
		shoot(demo_page, f"{name}-tablet")
		assert overflow(demo_page) <= 0
