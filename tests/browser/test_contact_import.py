"""People come in through the page "Import contacts", and go again."""

import csv
from pathlib import Path

import frappe
import pytest
from playwright.sync_api import Page, expect

SAMPLES = Path(__file__).parents[1] / "data" / "import"


@pytest.fixture
def page(browser_page: Page, login, make_user) -> Page:
	login(browser_page, make_user("CRM Manager"))
	browser_page.goto("/app/crm-contact")
	browser_page.get_by_role("button", name="Import Contacts").click()
	expect(browser_page.get_by_role("button", name="Choose File")).to_be_visible()
	return browser_page


def choose(page: Page, file: Path) -> None:
	page.get_by_label("File of people").set_input_files(file)


def count(page: Page, name: str):
	return page.locator(f"[data-count={name}]")


def test_a_file_is_previewed_imported_and_undone(page, worker, shoot, tmp_path):
	choose(page, SAMPLES / "dirty.csv")
	expect(count(page, "create")).to_have_text("7")
	expect(count(page, "skip")).to_have_text("5")
	expect(page.get_by_role("row").filter(has_text="keiko.moreno250").last).to_contain_text("2, 3")
	page.mouse.move(720, 600)
	page.mouse.wheel(0, 600)
	page.wait_for_timeout(300)
	shoot(page, "import-preview")
	page.get_by_text("Why rows are skipped").click()
	expect(page.get_by_text("Row 6: “not-an-email” is not an email address.")).to_be_visible()

	page.get_by_role("button", name="Import Contacts").last.click()
	expect(page.get_by_role("progressbar")).to_be_visible()
	worker.run()
	expect(count(page, "created")).to_have_text("7")
	expect(count(page, "skipped")).to_have_text("5")
	expect(page.get_by_role("link", name="Keiko Moreno")).to_be_visible()
	shoot(page, "import-result")
	with page.expect_download() as download:
		page.get_by_role("link", name="Rows Not Taken (CSV)").click()
	download.value.save_as(tmp_path / "rows.csv")
	rows = list(csv.reader((tmp_path / "rows.csv").open(encoding="utf-8-sig", newline="")))
	assert [row[-2] for row in rows] == ["Row", "4", "5", "6", "7", "10"]

	page.get_by_role("button", name="Undo This Import").click()
	page.locator(".modal-dialog:visible").get_by_role("button", name="Yes").click()
	expect(page.get_by_role("heading", name="Undoing")).to_be_visible()
	worker.run()
	expect(count(page, "undone")).to_have_text("7")
	frappe.db.commit()
	assert frappe.db.count("CRM Contact") == 0
	assert page.errors == []


def test_the_progress_bar_moves(page, worker, tmp_path, shoot):
	file = tmp_path / "many.csv"
	lines = [f"Ada,King {number},ada{number}@acme.example" for number in range(20_000)]
	file.write_text("First Name,Last Name,Email\n" + "\n".join(lines))
	choose(page, file)
	expect(count(page, "create")).to_have_text("20000")
	page.get_by_role("button", name="Import Contacts").last.click()
	bar = page.get_by_role("progressbar")
	expect(bar).to_have_attribute("aria-valuenow", "0")
	page.evaluate(
		"""() => {
			window.values = new Set();
			const note = () => {
				const bar = document.querySelector("[role=progressbar]");
				if (bar) window.values.add(Number(bar.getAttribute("aria-valuenow")));
				requestAnimationFrame(note);
			};
			note();
		}"""
	)
	worker.start()
	page.wait_for_function("[...window.values].some((value) => value > 20 && value < 80)")
	shoot(page, "import-progress")
	expect(count(page, "created")).to_have_text("20000", timeout=60_000)
	expect(bar).to_have_count(0)
	values = page.evaluate("[...window.values]")
	assert values == sorted(values)
	assert len(values) > 5
	assert page.errors == []


def test_columns_are_chosen_by_hand_with_the_keyboard(page, tmp_path):
	file = tmp_path / "kunden.csv"
	file.write_text("Etunimi;Sukunimi\nAda;König\n", encoding="latin-1")
	choose(page, file)
	expect(page.get_by_text("Choose the column for: First Name, Last Name.")).to_be_visible()
	expect(page.get_by_role("button", name="Import Contacts").last).to_be_disabled()
	for header, letters in {"Etunimi": "First", "Sukunimi": "Last"}.items():
		select = page.get_by_label(f"Field for the column {header}")
		select.focus()
		page.keyboard.type(letters)
		expect(select.locator("option:checked")).to_have_text(f"{letters} Name")
		select.blur()
	expect(count(page, "create")).to_have_text("1")
	expect(page.get_by_role("cell", name="König").last).to_be_visible()


def test_an_answer_that_was_overtaken_takes_no_choice_back(page, tmp_path):
	file = tmp_path / "kunden.csv"
	file.write_text("Etunimi;Sukunimi\nAda;Koenig\n")
	choose(page, file)
	expect(page.get_by_text("Choose the column for: First Name, Last Name.")).to_be_visible()
	held = []
	page.route("**/*contact_import.api.process", lambda route: held.append(route))
	for header, label in {"Etunimi": "First Name", "Sukunimi": "Last Name"}.items():
		page.get_by_label(f"Field for the column {header}").select_option(label=label)
	page.wait_for_timeout(500)
	first, last = held
	last.continue_()
	expect(count(page, "create")).to_have_text("1")
	with page.expect_response("**/*contact_import.api.process"):
		first.continue_()
	page.wait_for_timeout(500)
	expect(count(page, "create")).to_have_text("1")
	expect(page.get_by_label("Field for the column Sukunimi").locator("option:checked")).to_have_text(
		"Last Name"
	)


@pytest.mark.parametrize(
	("sample", "sentence"),
	[
		("binary.csv", "The file holds no text that can be read. Save it as CSV (UTF-8) or XLSX."),
		("no_names.csv", "The file has no columns for first name and last name, and both are needed."),
	],
)
def test_what_cannot_be_read_is_refused_on_the_page(page, sample, sentence):
	choose(page, SAMPLES / sample)
	expect(page.get_by_role("alert")).to_have_text(sentence)
	expect(page.locator(".modal-dialog:visible")).to_have_count(0)
