"""A real Chromium, driven by Playwright."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote_plus

import pytest

from scripts.stack.bench import TREE
from tests.stack.pictures import shrink
from tests.stack.site import refresh

if TYPE_CHECKING:
	from playwright.sync_api import Browser, Locator, Page

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PATIENCE = 15_000  # milliseconds that ``expect`` waits: a busy machine needs more than five seconds
PASSWORD = "a long and winding password"
RESULTS = TREE / "test-results"
OPTIONS = (
	"--no-sandbox",
	"--disable-gpu",
	"--disable-background-networking",
	"--disable-quic",
	"--no-first-run",
	"--disable-component-update",
	"--disable-sync",
)


@pytest.fixture(scope="session")
def browser(site: str) -> Iterator["Browser"]:
	"""Headless Chromium: the distribution's, otherwise the one that Playwright may have installed."""
	from playwright.sync_api import Error, expect, sync_playwright

	expect.set_options(timeout=PATIENCE)
	program = chromium()
	with sync_playwright() as playwright:
		try:
			browser = playwright.chromium.launch(executable_path=program, args=list(OPTIONS))
		except Error as error:
			if program or os.environ.get("CI"):
				raise
			pytest.skip(f"There is no Chromium on this machine: {error.message.splitlines()[0]}")
		yield browser
		browser.close()


def chromium() -> str | None:
	"""The path of the distribution's Chromium, if there is one."""
	return next(filter(None, map(shutil.which, NAMES)), None)


@pytest.fixture
def browser_page(
	browser: "Browser", server: str, committed: None, request: pytest.FixtureRequest
) -> Iterator["Page"]:
	"""A page in a fresh context of 1440 by 900 pixels; ``page.errors`` collects what its console complains about.

	Paths given to ``page.goto`` are on the site. When the test fails, ``test-results`` has a screenshot.
	"""
	context = browser.new_context(base_url=server, viewport={"width": 1440, "height": 900}, locale="en-US")
	page = context.new_page()
	page.errors = []
	page.on("pageerror", lambda error: page.errors.append(str(error) + str(error.stack)))
	page.on("console", lambda message: message.type == "error" and page.errors.append(message.text))
	yield page
	if getattr(request.node, "has_failed", False):
		page.screenshot(path=_file(RESULTS, request.node.name))
	context.close()


@pytest.fixture
def login(committed: None) -> Callable[..., None]:
	"""``login(page, user)`` gives the user a password and the page that user's session."""

	def log_in(page: "Page", user: str, password: str = PASSWORD) -> None:
		from frappe.utils.password import update_password

		if user != "Administrator":
			update_password(user, password)
			refresh()
		response = page.request.post("/api/method/login", form={"usr": user, "pwd": password})
		assert response.ok, response.text()

	return log_in


@pytest.fixture(scope="session")
def shoot() -> Callable[["Page", str], Path]:
	"""``shoot(page, name)`` -> the file of a screenshot, in docs/images with SCREENSHOTS=1, else in test-results."""
	is_kept = bool(os.environ.get("SCREENSHOTS"))
	folder = TREE / "docs" / "images" if is_kept else RESULTS

	def take(page: "Page", name: str) -> Path:
		file = _file(folder, name)
		page.screenshot(path=file)
		if is_kept:
			shrink(file)
		return file

	return take


def _file(folder: Path, name: str) -> Path:
	folder.mkdir(parents=True, exist_ok=True)
	return folder / f"{''.join(letter if letter.isalnum() else '-' for letter in name)}.png"


def wait_for_dialog(page: "Page") -> None:
	"""Wait until a dialog is through with opening: as it ends, it takes the focus from where one types already."""
	page.wait_for_function("() => document.activeElement.closest('.modal.show')")


def choose_in_link(field: "Locator", typed: str, shown: str) -> None:
	"""Type into a link field and choose what is found; nothing is on its way then that opens the list once more."""
	asked = f"txt={quote_plus(typed)}"
	with field.page.expect_response(
		lambda answer: (
			"search_link" in answer.url and (asked in answer.url or asked in (answer.request.post_data or ""))
		)
	):
		field.fill(typed)
	field.page.locator(".awesomplete [role=option]:visible", has_text=shown).first.click()


def wait_for_stillness(page: "Page") -> None:
	"""Wait until nothing fades or slides any more, two seconds at most; what goes on for ever is left aside."""
	page.evaluate(
		"""async () => {
			const late = new Promise((resolve) => setTimeout(resolve, 2000));
			const frame = () => new Promise(requestAnimationFrame);
			await Promise.race([frame().then(frame), late]);
			const moving = document.getAnimations().filter(
				({ playState, effect }) => playState === "running" && effect.getComputedTiming().endTime < Infinity
			);
			await Promise.race([Promise.all(moving.map(({ finished }) => finished.catch(() => null))), late]);
		}"""
	)


def overflow(page: "Page") -> int:
	"""Return by how many pixels the page is wider than its window."""
	return page.evaluate("document.documentElement.scrollWidth - window.innerWidth")


def serious_findings(page: "Page", selector: str) -> list[str]:
	"""Return what axe-core finds serious or critical inside an element, each with the first place of it."""
	from axe_playwright_python.sync_playwright import Axe

	wait_for_stillness(page)
	found = Axe().run(page, context=selector).response["violations"]
	return [
		f"{finding['id']}: {finding['nodes'][0]['html'][:200]}"
		for finding in found
		if finding["impact"] in ("serious", "critical")
	]
