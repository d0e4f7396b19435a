"""Lists as people use them: columns, titles, chips, many records moved to a stage, a trade shown where it is chosen."""

import frappe
import pytest
from frappe.utils import add_to_date, now_datetime
from playwright.sync_api import Page, expect

from tests.factories import (
	lost_reason,
	make_contact,
	make_customer,
	make_deal,
	make_note,
	make_pipeline,
	make_stage,
	make_submission,
)
from tests.stack.browser import overflow, serious_findings, wait_for_dialog

PHONE = {"width": 390, "height": 844}
WIDTHS = ["desk", "phone"]
ROLES = ["CRM Sales Rep", "CRM Manager"]


@pytest.fixture
def page(browser_page: Page) -> Page:
	return browser_page


def at(page: Page, width: str) -> None:
	if width == "phone":
		page.set_viewport_size(PHONE)


def heads(page: Page) -> list[str]:
	"""Return the columns of the list that is open, as they are headed."""
	cells = page.locator(".list-row-head:visible .list-header-subject > .list-row-col:visible")
	expect(cells.first).to_be_visible()
	return [text.strip() for text in cells.all_inner_texts()]


def chip(page: Page, value: str):
	return page.locator(f".crm-list-strip:visible .crm-chip[data-value='{value}']")


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("role", ROLES)
def test_contacts_have_the_columns_one_looks_for(page, login, make_user, shoot, width, role):
	user = make_user(role, first_name="Sam", last_name="Seller")
	at(page, width)
	customer = make_customer(customer_name="Acme Ltd", salesperson=user)
	contact = make_contact(
		first_name="Jane",
		last_name="Smith",
		customer=customer.name,
		company_name="Acme Ltd",
		email="jane@example.com",
		phone="+14155550100",
		contact_owner=user,
	)
	make_deal(contact=contact.name, deal_owner=user)
	frappe.db.commit()
	login(page, user)
	page.goto("/app/crm-contact")
	row = page.locator(".list-row:visible", has_text="Jane Smith")
	expect(row.first).to_be_visible()
	if width == "desk":
		expect(row.locator(".crm-number-column")).to_have_text("1")
		columns = heads(page)
		assert columns[:6] == ["Full Name", "Contact Type", "Company", "Email", "Status", "Deals"], columns
		expect(row).to_contain_text("jane@example.com")
	page.wait_for_load_state("networkidle")
	shoot(page, f"list-contacts-{role}-{width}")
	assert overflow(page) <= 0
	assert serious_findings(page, ".crm-list-strip") == []
	assert page.errors == []


def test_customers_and_deals_have_theirs_and_name_their_people(page, login, make_user, shoot):
	manager = make_user("CRM Manager", first_name="Mary", last_name="Manager")
	customer = make_customer(customer_name="Acme Ltd", salesperson=manager)
	contact = make_contact(first_name="Jane", last_name="Smith", customer=customer.name)
	closing = {"expected_close_date": add_to_date(now_datetime(), days=9).date()}
	make_deal(title="Big Deal", customer=customer.name, contact=contact.name, deal_owner=manager, **closing)
	frappe.db.commit()
	login(page, manager)
	page.goto("/app/crm-customer")
	row = page.locator(".list-row:visible", has_text="Acme Ltd")
	expect(row.locator(".crm-number-column").first).to_have_text("1")
	assert heads(page)[:4] == ["Customer Name", "Status", "Contacts", "Deals"]
	expect(row).to_contain_text("Mary Manager")
	shoot(page, "list-customers-1440")
	page.goto("/app/crm-sales-deal")
	row = page.locator(".list-row:visible", has_text="Big Deal")
	for text in ("Jane Smith", "Acme Ltd", "Lead", "Mary Manager"):
		expect(row).to_contain_text(text)
	expect(row).not_to_contain_text(manager)
	assert len(heads(page)) == row.locator(".level-left > .list-row-col:visible").count()
	shoot(page, "list-deals-1440")
	assert page.errors == []


CUT = """() => [...document.querySelectorAll('.list-row-container .list-row-col:not(.tag-col) *')]
	.filter((each) => each.offsetParent && !each.children.length && each.innerText.trim())
	.filter((each) => {
		const column = each.closest('.list-row-col').getBoundingClientRect();
		for (let box = each; !box.matches('.list-row'); box = box.parentElement) {
			const { right } = box.getBoundingClientRect();
			const { display, textOverflow } = getComputedStyle(box);
			const has_dots = textOverflow === 'ellipsis' && !['inline', 'flex'].includes(display);
			if (right <= column.right + 1 && (has_dots || box.scrollWidth <= box.clientWidth + 1)) return false;
		}
		return true;
	})
	.map((each) => each.innerText)"""


def test_what_does_not_fit_its_column_ends_in_an_ellipsis(page, login, make_user, shoot):
	manager = make_user("CRM Manager", first_name="Mary", last_name="Manager")
	customer = make_customer(customer_name="Refacciones y Herramientas del Norte")
	contact = make_contact(first_name="Valeria", last_name="Palacios Santander", customer=customer.name)
	people = {"customer": customer.name, "contact": contact.name, "deal_owner": manager}
	titles = ("Papelería Colibrí: Packaging for the whole of the year", "Boats")
	for title, value in zip(titles, (1_300_000, 2820.5), strict=True):
		make_deal(title=title, value=value, **people)
	frappe.db.commit()
	login(page, manager)
	page.goto("/app/crm-sales-deal")
	row = page.locator(".list-row:visible", has_text="Papelería")
	expect(row).to_contain_text("1,300,000")
	expect(row).not_to_contain_text("1,300,000.00")
	expect(page.locator(".list-row:visible", has_text="Boats")).to_contain_text("2,820.50")
	page.wait_for_load_state("networkidle")
	shoot(page, "list-deals-long-1440")
	assert page.evaluate(CUT) == []
	amount = row.locator(".list-row-col.text-right span").first
	assert amount.evaluate("(each) => each.scrollWidth - each.clientWidth") <= 1
	assert page.errors == []


TOO_NARROW = """() => [...document.querySelectorAll('.list-row-container :is(.crm-moment, .crm-phone)')]
	.filter((each) => each.offsetParent && each.scrollWidth > each.clientWidth + 1)
	.map((each) => each.innerText)"""


def test_moments_and_numbers_are_read_in_full_at_a_desk(page, login, make_user, shoot):
	manager = make_user("CRM Manager", first_name="Mary", last_name="Manager")
	customer = make_customer(customer_name="Refacciones y Herramientas del Norte", salesperson=manager)
	contact = make_contact(
		first_name="Valeria", last_name="Palacios Santander", customer=customer.name, phone="+525512345678"
	)
	late = add_to_date(now_datetime(), days=20).replace(month=12, day=28, hour=20, minute=58)
	make_note(contact, customer=customer.name, subject="Ask again", scheduled_on=late, assigned_to=manager)
	frappe.db.commit()
	login(page, manager)
	for path, text, kind in (
		("crm-contact", "Valeria", ".crm-phone"),
		("crm-customer", "Refacciones", ".crm-moment"),
		("crm-follow-up-note", "Ask again", ".crm-moment"),
	):
		page.goto(f"/app/{path}")
		row = page.locator(".list-row:visible", has_text=text)
		expect(row.locator(kind).first).to_be_visible()
		page.wait_for_load_state("networkidle")
		shoot(page, f"list-{path}-in-full")
		assert page.evaluate(TOO_NARROW) == []
		left, right = row.locator(".level-left").first, row.locator(".level-right").first
		assert right.bounding_box()["width"] <= 185
		heads = lefts_of(page.locator(".list-row-head:visible .list-header-subject > .list-row-col"))
		for place in lefts_of(left.locator(":scope > .list-row-col")):  # each column stands below its head
			assert any(abs(place - head) < 2 for head in heads), (path, place, heads)
	assert page.errors == []


def lefts_of(cells) -> list[float]:
	return cells.evaluate_all(
		"(all) => all.filter((each) => each.offsetParent).map((each) => each.getBoundingClientRect().x)"
	)


def test_fields_to_filter_by_are_folded_on_a_phone(page, login, make_user, shoot):
	manager = make_user("CRM Manager")
	make_deal(title="Big Deal", deal_owner=manager)
	make_deal(title="Boats", deal_owner=manager)
	frappe.db.commit()
	login(page, manager)
	at(page, "phone")
	page.goto("/app/crm-sales-deal")
	expect(row_of(page, "Big Deal")).to_be_visible()
	shoot(page, "list-deals-folded-phone")
	assert row_of(page, "Big Deal").bounding_box()["y"] < 400
	if page.locator(".filter-toggle:visible").count():
		return  # Frappe 16 folds them itself
	fold = page.get_by_role("button", name="Fields")
	expect(fold).to_have_attribute("aria-expanded", "false")
	fold.click()
	expect(fold).to_have_attribute("aria-expanded", "true")
	page.locator(".standard-filter-section [data-fieldname=title] input").fill("Boat")
	page.keyboard.press("Enter")
	expect(row_of(page, "Big Deal")).to_have_count(0)
	expect(fold).to_have_text("Fields (1)")
	fold.click()
	expect(page.locator(".standard-filter-section")).not_to_be_visible()
	expect(row_of(page, "Boats")).to_be_visible()
	assert overflow(page) <= 0
	page.set_viewport_size({"width": 1440, "height": 900})
	expect(fold).not_to_be_visible()
	expect(page.locator(".standard-filter-section")).to_be_visible()
	assert page.errors == []


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("role", ROLES)
def test_follow_ups_are_narrowed_by_chips(page, login, make_user, shoot, width, role):
	user = make_user(role)
	at(page, width)
	contact = make_contact(contact_owner=user)
	for hours, subject in ((-72, "Long Ago"), (24 * 60, "Far Off")):
		make_note(
			contact, subject=subject, assigned_to=user, scheduled_on=add_to_date(now_datetime(), hours=hours)
		)
	make_note(contact, subject="Behind Us", assigned_to=user, scheduled_on=now_datetime(), status="Done")
	frappe.db.commit()
	login(page, user)
	page.goto("/app/crm-follow-up-note")
	expect(chip(page, "overdue")).to_contain_text("1")
	expect(row_of(page, "Far Off")).to_be_visible()
	expect(row_of(page, "Behind Us")).to_have_count(0)  # one sees what is open at first
	chip(page, "overdue").click()
	expect(chip(page, "overdue")).to_have_attribute("aria-pressed", "true")
	expect(row_of(page, "Far Off")).to_have_count(0)
	expect(row_of(page, "Long Ago")).to_be_visible()
	shoot(page, f"list-follow-ups-{role}-{width}")
	assert serious_findings(page, ".crm-list-strip") == []
	chip(page, "done").click()
	expect(row_of(page, "Behind Us")).to_be_visible()
	expect(row_of(page, "Long Ago")).to_have_count(0)
	chip(page, "").click()
	expect(row_of(page, "Long Ago")).to_be_visible()
	chip(page, "mine").click()
	expect(chip(page, "mine")).to_have_attribute("aria-pressed", "true")
	expect(row_of(page, "Long Ago")).to_be_visible()
	assert overflow(page) <= 0
	assert page.errors == []


def row_of(page: Page, text: str):
	return page.locator(".list-row:visible", has_text=text)


def test_the_quarantine_says_why_and_what(page, login, make_user, shoot):
	make_submission(
		status="Quarantined", first_name="Eve", reason="It came too fast.", message="Buy cheap watches " * 30
	)
	frappe.db.commit()
	login(page, make_user("CRM Manager"))
	page.goto("/app/crm-lead-submission")
	expect(chip(page, "Quarantined")).to_contain_text("1")
	row = row_of(page, "Eve")
	expect(row).to_contain_text("It came too fast.")
	expect(row).to_contain_text("Buy cheap watches")
	shoot(page, "list-quarantine-1440")
	assert page.errors == []


@pytest.mark.parametrize("role", ROLES)
def test_ticked_deals_move_to_a_stage_and_refusals_say_why(page, login, make_user, shoot, role):
	user = make_user(role)
	deals = [make_deal(title=f"Movable {number}", deal_owner=user) for number in range(3)]
	frappe.db.commit()
	login(page, user)
	page.goto("/app/crm-sales-deal")
	for deal in deals[:2]:
		page.locator(f".list-row-checkbox[data-name='{deal.name}']").check()
	ask_to_move(page)
	dialog = page.locator(".modal-dialog:visible")
	dialog.locator("[data-fieldname=stage] select").select_option(label="Lost")
	expect(dialog.locator(".frappe-control[data-fieldname=lost_reason]")).to_be_visible()
	dialog.get_by_role("button", name="Move", exact=True).click()
	expect(page.locator(".msgprint")).to_contain_text("Lost Reason")
	shoot(page, f"move-without-reason-{role}")
	page.locator(".msgprint-dialog .btn-modal-close").click()
	expect(page.locator(".msgprint")).to_be_hidden()
	field = dialog.locator("[data-fieldname=lost_reason] input")
	field.click()
	option = page.get_by_role("option").filter(has_text="Price").first
	expect(option).to_be_visible()
	assert lost_reason() not in option.inner_text()
	option.click()
	shoot(page, f"move-{role}")
	dialog.get_by_role("button", name="Move", exact=True).click()
	expect(page.locator(".desk-alert", has_text="Moved 2 of 2 deals")).to_be_visible()
	frappe.db.commit()
	outcomes = [frappe.db.get_value("CRM Sales Deal", deal.name, "outcome") for deal in deals]
	assert outcomes == ["Lost", "Lost", "Open"]
	assert page.errors == []


def test_what_is_refused_of_a_bulk_move_is_counted_with_its_reason(page, login, make_user, shoot):
	user = make_user("CRM Manager")
	pipeline = make_pipeline("First")
	make_stage(pipeline, stage_name="Demanding", required=["expected_close_date"])
	dated = {"expected_close_date": add_to_date(now_datetime(), days=9).date()}
	deals = [make_deal(title=f"Movable {number}", pipeline=pipeline.name) for number in range(2)]
	deals.append(make_deal(title="Movable with a date", pipeline=pipeline.name, **dated))
	frappe.db.commit()
	login(page, user)
	page.goto("/app/crm-sales-deal")
	for deal in deals:
		page.locator(f".list-row-checkbox[data-name='{deal.name}']").check()
	ask_to_move(page)
	dialog = page.locator(".modal-dialog:visible")
	option = dialog.locator("[data-fieldname=stage] option", has_text="Demanding")
	dialog.locator("[data-fieldname=stage] select").select_option(value=option.get_attribute("value"))
	expect(dialog.locator(".frappe-control[data-fieldname=expected_close_date]")).to_be_visible()
	dialog.get_by_role("button", name="Move", exact=True).click()
	told = page.locator(".modal-dialog:visible", has_text="Moved 1 of 3 deals")
	expect(told.locator(".modal-title")).to_contain_text("Moved 1 of 3 deals")
	expect(told).to_contain_text("2 refused: The stage “Demanding” needs")
	expect(told).to_contain_text("Movable 0")
	expect(told).not_to_contain_text("Movable with a date")
	wait_for_dialog(page)
	shoot(page, "move-refused")
	assert page.errors == []


def ask_to_move(page: Page) -> None:
	page.get_by_role("button", name="Actions").click()
	page.get_by_text("Move to a Stage").click()


@pytest.mark.parametrize("role", ROLES)
def test_forms_and_breadcrumbs_show_titles(page, login, make_user, shoot, role):
	user = make_user(role, first_name="Sam", last_name="Seller")
	deal = make_deal(title="Big Deal", deal_owner=user)
	frappe.db.commit()
	login(page, user)
	page.goto(f"/app/crm-sales-deal/{deal.name}")
	crumbs = page.locator("#navbar-breadcrumbs:visible, .navbar-breadcrumbs:visible").first
	expect(crumbs).to_contain_text("Big Deal")
	expect(crumbs).to_contain_text("Deal")
	expect(crumbs).not_to_contain_text("CRM Sales Deal")
	expect(crumbs).not_to_contain_text(deal.name)
	page.get_by_role("tab", name="Details").first.click()
	expect(page.locator("[data-fieldname='deal_owner']:visible").first).to_be_visible()
	owner = page.locator(
		"[data-fieldname='deal_owner'] input:visible, [data-fieldname='deal_owner'] .control-value:visible"
	)
	expect(owner.first).to_have_value("Sam Seller")
	shoot(page, f"deal-form-{role}")
	assert page.errors == []


def test_the_report_view_shows_titles_and_full_names(page, login, make_user, shoot):
	manager = make_user("CRM Manager", first_name="Mary", last_name="Manager")
	customer = make_customer(customer_name="Acme Ltd")
	deal = make_deal(title="Big Deal", customer=customer.name, deal_owner=manager)
	frappe.db.commit()
	login(page, manager)
	page.goto("/app/crm-sales-deal/view/report")
	table = page.locator(".dt-scrollable:visible")
	for text in ("Acme Ltd", "Mary Manager", "Lead"):
		expect(table).to_contain_text(text)
	for name in (customer.name, deal.stage, manager):
		expect(table).not_to_contain_text(name)
	shoot(page, "report-deals")
	assert page.errors == []


@pytest.mark.parametrize("width", WIDTHS)
def test_a_trade_is_shown_where_it_is_chosen(page, login, make_user, put_back_trade, shoot, width):
	at(page, width)
	customer = make_customer(customer_name="Acme Ltd", monthly_shipments=40)
	frappe.db.commit()
	login(page, make_user("CRM Admin"))
	form = f"/app/crm-customer/{customer.name}"
	assert not shows_shipments(page, form)
	page.goto("/app/crm-desk-settings")
	page.locator("[data-fieldname='trade'] select").select_option("Logistics")
	page.evaluate("() => cur_frm.save()")
	shoot(page, f"settings-trade-{width}")
	assert shows_shipments(page, form)
	frappe.db.commit()
	assert frappe.db.get_value("CRM Sales Role", {"role_name": "KAE"}, "disabled") == 0
	assert page.errors == []


def shows_shipments(page: Page, form: str) -> bool:
	page.goto(form)
	page.get_by_role("tab", name="Follow-up").click()
	expect(page.locator("[data-fieldname='account_value']:visible").first).to_be_visible()
	return page.locator("[data-fieldname='monthly_shipments']:visible").count() > 0
