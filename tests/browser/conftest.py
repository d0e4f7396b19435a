"""Browser tests drive Chromium against a real web server; their rows are committed and deleted afterwards."""

from collections.abc import Iterator

import frappe
import pytest
from frappe.model.document import Document
from playwright.sync_api import Page, expect

from frappe_crm_app.records.trades.choosing import choose

PHONE = {"width": 390, "height": 844}
# Who does what people do all day, and where. What an administrator may do does not change with the width.
SEATS = (
	*(("CRM Sales Rep", width) for width in ("desk", "phone")),
	*(("CRM Manager", width) for width in ("desk", "phone")),
	("CRM Admin", "desk"),
)
by_everybody = pytest.mark.parametrize(("role", "width"), SEATS)
by_sellers = pytest.mark.parametrize(("role", "width"), SEATS[:-1])
by_rep_and_admin = pytest.mark.parametrize(("role", "width"), [*SEATS[:2], SEATS[-1]])


def unfold(page: Page, name: str = "Filters") -> None:
	"""Open what narrows a page, which is folded on a phone; at a desk it is open."""
	button = page.locator(".crm-folding-button", has_text=name)
	expect(button).to_have_count(1)
	if button.is_visible():
		button.click()


@pytest.fixture(autouse=True)
def _isolated(committed: None) -> None:
	"""Applies ``committed`` to every test of this folder."""


@pytest.fixture(params=["desk", "phone"])
def width(request: pytest.FixtureRequest) -> str:
	"""A test that asks runs twice: at the width of a desk and at that of a phone."""
	return request.param


@pytest.fixture
def role() -> str:
	"""The role of whoever has the session; a test that is `by_everybody` runs in each."""
	return "CRM Sales Rep"


@pytest.fixture
def person(browser_page: Page, login, make_user, width: str, role: str) -> str:
	"""Whose session the page has, in that role and at that width."""
	if width == "phone":
		browser_page.set_viewport_size(PHONE)
	user = make_user(role, first_name="Grace", last_name="Hopper")
	login(browser_page, user)
	return user


@pytest.fixture
def shipped(committed: None) -> Iterator[Document]:
	"""The shipped form for these tests, put back as it was afterwards."""
	form = frappe.get_doc("CRM Lead Form", {"web_form": "crm-get-in-touch"})
	fields = (
		"min_seconds",
		"lead_owner",
		"mail_owner",
		"proof_of_work",
		"allowed_origins",
		"limit_per_address",
		"status",
		"consent_required",
	)
	before = {field: form.get(field) for field in fields}
	form.update({"min_seconds": 1, "limit_per_address": 0}).save()
	frappe.db.commit()
	yield form
	frappe.db.rollback()
	frappe.get_doc("CRM Lead Form", form.name).update(before).save()
	frappe.db.commit()


@pytest.fixture
def put_back_trade(committed: None) -> Iterator[None]:
	"""No trade is chosen, as on a new site, once a test that chooses one is through."""
	yield
	frappe.db.rollback()
	choose("")
	frappe.db.commit()


@pytest.fixture
def seller(browser_page: Page, login, make_user, width: str) -> str:
	"""The manager whose session the page has, at that width."""
	if width == "phone":
		browser_page.set_viewport_size(PHONE)
	user = make_user("CRM Manager", first_name="Grace", last_name="Hopper")
	login(browser_page, user)
	return user
