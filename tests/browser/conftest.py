"""Browser tests drive Chromium against a real web server; their rows are committed and deleted afterwards."""

import pytest
from playwright.sync_api import Page

PHONE = {"width": 390, "height": 844}


@pytest.fixture(autouse=True)
def _isolated(committed: None) -> None:
	"""Applies ``committed`` to every test of this folder."""


@pytest.fixture(params=["desk", "phone"])
def width(request: pytest.FixtureRequest) -> str:
	"""A test that asks runs twice: at the width of a desk and at that of a phone."""
	return request.param


@pytest.fixture
def seller(browser_page: Page, login, make_user, width: str) -> str:
	"""The manager whose session the page has, at that width."""
	if width == "phone":
		browser_page.set_viewport_size(PHONE)
	user = make_user("CRM Manager", first_name="Grace", last_name="Hopper")
	login(browser_page, user)
	return user
