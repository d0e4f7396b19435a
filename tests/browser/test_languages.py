"""The desk's pages in other languages: what stands on them is translated, and fits when it runs from right to left."""

import re
from pprint import pformat

import frappe
import pytest
from playwright.sync_api import Page

from scripts.translations import catalog_of
from tests.browser.test_screens import WIDTHS, Screen, complaints_of, demo_page, open_page, screens
from tests.stack.site import refresh

__all__ = ["demo_page"]

# What is read of a place: its texts, and what is said of its parts to those who hover, type or listen.
READ = """place => {
	const texts = new Set();
	const walker = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
	while (walker.nextNode()) {
		const parent = walker.currentNode.parentElement;
		if (parent.closest("script, style, template, svg") || !parent.checkVisibility?.()) continue;
		texts.add(walker.currentNode.textContent.trim().replace(/\\s+/g, " "));
	}
	for (const element of place.querySelectorAll("[aria-label], [title], [placeholder]"))
		for (const name of ["aria-label", "title", "placeholder"])
			texts.add((element.getAttribute(name) || "").trim().replace(/\\s+/g, " "));
	return [...texts].filter(Boolean);
}"""
PLACEHOLDER = re.compile(r"\\\{\d*\\\}")

# What people have entered in the demo that is worded like a text of the app: folders, roles in projects, groups of lines.
ENTERED = frozenset(
	[
		*("Sales", "Marketing", "Customer", "Closed", "Each month", "Each year"),
		"From the signature to the first month of live shipments.",
	]
)


def entered() -> set[str]:
	"""Return texts that are somebody's data."""
	stages = frappe.get_all("CRM Stage", pluck="stage_name")
	return {*ENTERED, *stages, *frappe.get_all("CRM Workflow Rule", pluck="title")}


class English:
	"""The texts of the app that are another text in a language."""

	def __init__(self, language: str):
		changed = [
			message.id
			for message in catalog_of(language)
			if message.id and not message.context and message.string not in ("", message.id)
		]
		self.texts = {text for text in changed if "{" not in text}
		self.patterns = [
			re.compile(PLACEHOLDER.sub(".+", re.escape(text))) for text in changed if len(words_of(text)) > 1
		]

	def among(self, read: list[str]) -> set[str]:
		return {
			text
			for text in read
			if text in self.texts or any(pattern.fullmatch(text) for pattern in self.patterns)
		}


def words_of(text: str) -> list[str]:
	"""Return the words of a text that has placeholders, none of one that has not."""
	return re.findall(r"[A-Za-z]{2,}", text) if "{" in text else []


def speak(page: Page, language: str) -> None:
	user = page.request.get("/api/method/frappe.auth.get_logged_user").json()["message"]
	frappe.db.set_value("User", user, "language", language)
	frappe.db.commit()
	refresh()
	page.emulate_media(reduced_motion="reduce")


def read(page: Page, screen: Screen) -> list[str]:
	return page.locator(screen.ours or ".page-container:visible").first.evaluate(READ)


def in_language(screen: Screen, language: str) -> Screen:
	"""Return the screen with its tab as it is called in the language."""
	if not screen.tab:
		return screen
	return Screen(screen.path, screen.ready, screen.ours, catalog_of(language).get(screen.tab).string)


@pytest.mark.parametrize("width", ["desk", "phone"])
def test_pages_are_translated_and_run_from_right_to_left(demo_page, shoot, width):
	page, english, shown = demo_page, English("ar"), screens()
	speak(page, "ar")
	page.set_viewport_size({"width": WIDTHS[width], "height": 900})
	complaints, data = {}, entered()
	for name, screen in shown.items():
		open_page(page, in_language(screen, "ar"))
		assert page.evaluate("getComputedStyle(document.body).direction") == "rtl"
		shoot(page, f"{name}-ar-{width}")
		left = english.among(read(page, screen)) - data if screen.ours else ()
		complaints[name] = complaints_of(page, screen) + [f"English: {text}" for text in left]
	found = {name: complaint for name, complaint in complaints.items() if complaint}
	assert not found, pformat(found)
