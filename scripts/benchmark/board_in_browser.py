"""How soon the board of 50,000 deals is there in Chromium, and how smoothly one of its columns scrolls to card 500.

    python -m scripts.benchmark.board_in_browser SITE        (in the bench's `sites`)

A real web server, a logged-in manager, medians of `ROUNDS` openings with a warm browser cache, from the beginning of the
navigation: the desk itself is part of it. Then the mouse wheel turns over a column, and the browser's own record of
long tasks (over 50 ms) says whether anything hung.
"""

import os
import sys
from pathlib import Path
from statistics import median

import frappe
from frappe.desk.doctype.notification_settings.notification_settings import create_notification_settings
from frappe.utils.password import update_password
from playwright.sync_api import Page, sync_playwright

from frappe_crm_app.benchmark import seeding
from frappe_crm_app.benchmark.cleaning import clean_up
from frappe_crm_app.benchmark.rows import MANAGER
from scripts.stack.bench import Bench
from scripts.stack.service import free_port
from scripts.stack.web import Web
from tests.stack.browser import OPTIONS, chromium

CONTACTS, DEALS, NOTES = 1_000, 50_000, 8_000
ROUNDS = 7
CARD = 500
TURN = 240  # pixels of one turn of the wheel
PASSWORD = "a long and winding password"
OBSERVE = """
window.long_tasks = [];
new PerformanceObserver((list) =>
	window.long_tasks.push(...list.getEntries().map((entry) => Math.round(entry.duration)))
).observe({ type: "longtask" });
window.frames_late = 0;
let last = performance.now();
const tick = (now) => {
	if (now - last > 50) window.frames_late += 1;
	last = now;
	requestAnimationFrame(tick);
};
requestAnimationFrame(tick);
"""


def main(site: str) -> None:
	frappe.init(site)
	frappe.connect()
	bench = Bench(Path(os.environ["FRAPPE_BENCH_ROOT"]))
	web = Web(bench, site, bench.folder.parent / "benchmark-web", free_port(), workers=2)
	try:
		world = seeding.grow(seeding.make_frame(), CONTACTS, DEALS, NOTES, lambda _done, _total: None)
		update_password(MANAGER, PASSWORD)
		create_notification_settings(MANAGER)  # which the desk reads, and a user written as a row lacks
		frappe.db.commit()
		web.start()
		measure(web.address, world.pipeline)
	finally:
		web.stop()
		clean_up()
		frappe.destroy()


def measure(address: str, pipeline: str) -> None:
	with sync_playwright() as playwright:
		browser = playwright.chromium.launch(executable_path=chromium(), args=list(OPTIONS))
		context = browser.new_context(base_url=address, viewport={"width": 1440, "height": 900})
		page = context.new_page()
		page.request.post("/api/method/login", form={"usr": MANAGER, "pwd": PASSWORD})
		openings = [opened(page, f"/app/crm-board/{pipeline}") for _round in range(ROUNDS + 2)][2:]
		for label, name in {"first paint of the desk": "paint", "first card of the board": "card"}.items():
			print(f"{label:44}{median(opening[name] for opening in openings):8.0f}ms")
		scroll(page)
		browser.close()


def opened(page: Page, path: str) -> dict[str, float]:
	"""Open the board; return milliseconds from the beginning of the navigation."""
	page.goto("about:blank")
	page.goto(path)
	page.wait_for_selector(".crm-board-card")
	return page.evaluate(
		"""() => ({
			card: performance.now(),
			paint: performance.getEntriesByName("first-contentful-paint")[0].startTime,
		})"""
	)


def scroll(page: Page) -> None:
	"""Turn the wheel until card 500 has been seen; print what the browser noted."""
	page.wait_for_load_state("networkidle")
	page.evaluate(OBSERVE)
	box = page.locator(".crm-board-cards").first.bounding_box()
	page.mouse.move(box["x"] + 50, box["y"] + 200)
	turns, position = 0, 0
	while position < CARD and turns < 5000:
		page.mouse.wheel(0, TURN)
		page.wait_for_timeout(16)
		turns += 1
		position = page.evaluate(
			"Math.max(0, ...[...document.querySelector('.crm-board-cards').querySelectorAll('.crm-board-card')]"
			".map((card) => Number(card.getAttribute('aria-posinset'))))"
		)
	long_tasks = page.evaluate("window.long_tasks")
	print(f"{'scrolled to card':44}{position:8}   in {turns} turns of the wheel")
	print(f"{'cards in the document':44}{page.locator('.crm-board-card').count():8}")
	print(f"{'longest task':44}{max(long_tasks, default=0):8}ms   {len(long_tasks)} over 50 ms")
	print(f"{'frames later than 50 ms':44}{page.evaluate('window.frames_late'):8}")


if __name__ == "__main__":
	main(sys.argv[1])
