"""People come in through the page "Import contacts", and go again."""

import csv
from pathlib import Path

import frappe
import openpyxl
import pytest
from playwright.sync_api import Page, expect

from tests.factories import make_contact

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
	expect(
		page.get_by_text("Row 6 (Noor, Nowak, not-an-email): “not-an-email” is not an email address.")
	).to_be_visible()

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
		with page.expect_request("**/*contact_import.api.process"):
			page.get_by_label(f"Field for the column {header}").select_option(label=label)
	while len(held) < 2:
		page.wait_for_timeout(50)
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


REPORTED = SAMPLES / "reported"


def cell(page: Page, text: str):
	return page.get_by_role("cell", name=text, exact=True)


def test_the_encoding_is_shown_and_chosen_with_a_live_preview(page, worker, shoot):
	choose(page, REPORTED / "01_cp1251_ru.csv")
	encoding = page.get_by_label("Encoding", exact=True)
	expect(encoding).to_have_value("cp1251")
	expect(cell(page, "Кузнецов").last).to_be_visible()
	encoding.select_option(label="Western European (Windows-1252)")
	expect(cell(page, "Êóçíåöîâ").last).to_be_visible()
	encoding.select_option(label="Cyrillic (Windows-1251)")
	expect(cell(page, "Кузнецов").last).to_be_visible()
	shoot(page, "import-encoding")
	page.get_by_role("button", name="Import Contacts").last.click()
	worker.run()
	expect(count(page, "created")).to_have_text("3")
	frappe.db.commit()
	assert frappe.db.exists("CRM Contact", {"full_name": "Пётр Жуков"})
	assert page.errors == []


def test_sheet_and_row_of_the_headings_are_chosen(page, tmp_path, shoot):
	book = openpyxl.Workbook()
	book.active.title = "Read me"
	book.active.append(["Ask Ada before you use this"])
	people = book.create_sheet("People")
	for row in (["Report", "of 2026", ""], ["First", "Last", "Remark"], ["Given Name", "Surname", "Email"]):
		people.append(row)
	people.append(["Ada", "King", "ada@acme.example"])
	book.create_sheet("Old").sheet_state = "hidden"
	book["Old"].append(["First Name", "Last Name"])
	book["Old"].append(["Bob", "Reed"])
	file = tmp_path / "people.xlsx"
	book.save(file)

	choose(page, file)
	sheet = page.get_by_label("Sheet", exact=True)
	expect(sheet).to_have_value("People")
	assert sheet.locator("option").all_inner_texts() == ["Read me", "People", "Old (hidden)"]
	expect(page.get_by_text("The headings are in row 3.")).to_be_visible()
	expect(count(page, "create")).to_have_text("1")
	page.get_by_text("Choose another row").click()
	page.get_by_label("The headings are in row 1", exact=True).check()
	expect(page.get_by_text("Choose the column for: First Name, Last Name.")).to_be_visible()
	expect(page.get_by_text("The headings are in row 1.")).to_be_visible()
	page.get_by_label("The headings are in row 3", exact=True).check()
	expect(count(page, "create")).to_have_text("1")
	shoot(page, "import-headings")
	sheet.select_option("Old")
	expect(cell(page, "Reed").last).to_be_visible()
	assert page.errors == []


def test_one_column_of_names_is_split_before_ones_eyes(page, shoot):
	choose(page, REPORTED / "33_single_and_full.csv")
	expect(cell(page, "van der Berg").last).to_be_visible()
	expect(cell(page, "Jan").last).to_be_visible()
	expect(count(page, "skip")).to_have_text("1")
	page.get_by_label("Take people with one name").check()
	expect(count(page, "create")).to_have_text("3")
	shoot(page, "import-names")
	assert page.errors == []


def test_who_shares_an_email_is_decided(page, worker, shoot):
	choose(page, REPORTED / "16_shared_mail.csv")
	expect(count(page, "create")).to_have_text("2")
	expect(
		page.get_by_text("Row 3: Anna Sharedson has family16@x.example, the email of Peter Sharedson")
	).to_be_visible()
	page.get_by_label("People who share an email").select_option(
		label="A contact of their own, without the email"
	)
	expect(count(page, "create")).to_have_text("4")
	page.get_by_text("What Will Happen").scroll_into_view_if_needed()
	page.get_by_role("button", name="Import Contacts").last.scroll_into_view_if_needed()
	shoot(page, "import-shared-emails")
	page.get_by_role("button", name="Import Contacts").last.click()
	worker.run()
	expect(count(page, "created")).to_have_text("4")
	frappe.db.commit()
	assert frappe.db.get_value("CRM Contact", {"full_name": "Anna Sharedson"}, ["email", "phone"]) == (
		None,
		"+12025550162",
	)
	assert page.errors == []


def test_a_name_change_is_seen_before_it_happens(page, tmp_path, shoot):
	make_contact(first_name="Ada", last_name="Byron", email="ada@acme.example", job_title="Countess")
	frappe.db.commit()
	file = tmp_path / "people.csv"
	file.write_text("First Name,Last Name,Email,Job Title\nAda,Lovelace,ada@acme.example,Analyst\n")
	choose(page, file)
	expect(page.get_by_text("Last Name is filled and not overwritten by “Lovelace”.")).to_be_visible()
	expect(page.get_by_text("Contacts that will be called otherwise")).to_have_count(0)
	page.get_by_label("Overwrite fields that are filled").check()
	expect(page.get_by_text("Row 2: Ada Byron becomes Ada Lovelace")).to_be_visible()
	row = page.get_by_role("row").filter(has_text="Analyst").last
	expect(row.locator("del").first).to_have_text("Byron")
	page.get_by_role("button", name="Changed (1)").click()
	expect(row).to_be_visible()
	shoot(page, "import-name-change")
	assert page.errors == []


def test_the_preview_is_paged_and_filtered(page, tmp_path):
	file = tmp_path / "people.csv"
	lines = [f"Ada,King{number},ada{number}@acme.example" for number in range(25)]
	file.write_text("First Name,Last Name,Email\n" + "\n".join([*lines, ",Nobody,"]))
	choose(page, file)
	expect(page.get_by_text("1 to 10 of 26")).to_be_visible()
	page.get_by_role("button", name="Next rows").click()
	expect(cell(page, "King10").last).to_be_visible()
	page.get_by_role("button", name="Skipped (1)").click()
	expect(page.get_by_role("row").filter(has_text="First name is missing.").last).to_be_visible()
	assert page.errors == []


def test_an_empty_file_is_said_to_be_empty(page):
	choose(page, SAMPLES / "empty.csv")
	expect(page.get_by_role("alert")).to_have_text("The file is empty.")


def test_the_preview_is_read_on_a_phone(page, shoot):
	choose(page, SAMPLES / "dirty.csv")
	page.set_viewport_size({"width": 390, "height": 844})
	rows = page.locator(".crm-import-rows")
	rows.scroll_into_view_if_needed()
	skipped = rows.get_by_role("row").filter(has_text="First name is missing.")
	expect(skipped).to_contain_text("@")
	box = rows.get_by_role("cell").filter(has_text="First name is missing.").bounding_box()
	assert box["x"] + box["width"] <= 390
	email = rows.get_by_text("keiko.moreno250@cedarpineltd.example")
	assert email.bounding_box()["height"] < 45
	shoot(page, "import-preview-phone")
	assert page.errors == []
