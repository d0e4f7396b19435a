"""The shipped public form, as a stranger meets it."""

from playwright.sync_api import FrameLocator, Page, expect

PAGE = "/get-in-touch/new"


def fill_in(page: Page | FrameLocator, email: str) -> None:
	"""Fill in the form that is open, as Ada King."""
	values = {
		"first_name": "Ada",
		"last_name": "King",
		"email": email,
		"phone": "+1 415 555 0100",
		"company_name": "Blue Harbor",
		"message": "Please call me about <b>boats</b> & ships.",
	}
	for fieldname, value in values.items():
		page.locator(f".web-form [data-fieldname='{fieldname}'] :is(input, textarea)").first.fill(value)
	page.locator(".web-form [data-fieldname='consent'] input").first.check()


def send(page: Page) -> None:
	"""Send what is filled in."""
	page.wait_for_timeout(1100)  # the form wants at least a second
	page.locator(".web-form .submit-btn").click()
	expect(page.locator(".success-page")).to_be_visible()
	expect(page.locator(".success-message")).to_have_text("Thank you. We will be in touch soon.")
