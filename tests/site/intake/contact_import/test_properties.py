"""What holds for whatever is imported: it can be saved as it is, and an export of it, imported again, changes nothing."""

import csv
import io

import frappe
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from frappe_crm_app.kit.spreadsheet_formulas import neutralise_cell
from tests.site.intake.contact_import.conftest import import_file

EXAMPLES = {False: 6, True: 200}  # files
LABELS = {
	"first_name": "First Name",
	"last_name": "Last Name",
	"email": "Email",
	"phone": "Phone",
	"company_name": "Company Name",
	"job_title": "Job Title",
	"status": "Status",
	"external_id": "External ID",
}
# Everything that a cell may hold, with much of what has been read wrong before.
AWKWARD = st.sampled_from(
	[
		"-",
		"–",
		"N/A",
		"null",
		"0",
		"#N/A",
		"Ada",
		"O'Connor",
		"O’Connor",
		"R&D",
		"<b>x</b>",
		"=1+1",
		"@here",
		"+49",
		"1e5",
		"00123",
		"Ärger",
		"株式会社",
		"می\u200cروم",
		"👩🏽\u200d💻",
		"a;b",
		"c,d",
	]
)
TEXTS = st.lists(
	st.one_of(
		AWKWARD, st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\r\n"), max_size=12)
	),
	max_size=3,
).map(" ".join)
NAMES = st.text(st.characters(whitelist_categories=["Lu", "Ll", "Lo"]), min_size=2, max_size=15)
PHONES = st.one_of(st.just(""), st.integers(0, 9999).map(lambda number: f"+1415555{number:04}"), TEXTS)
STATUSES = st.sampled_from(["", "Lead", "Qualified", "Customer", "Inactive"])


@st.composite
def people(draw) -> list[list[str]]:
	"""Draw the rows of a file: each with an email of its own, everything else as it comes."""
	rows = []
	for place in range(draw(st.integers(1, 12))):
		email = f"{draw(st.sampled_from(['ada', 'Ada.B', 'x+y', 'o_k']))}{place}@acme.example"
		row = [
			*(draw(st.one_of(NAMES, TEXTS)), draw(st.one_of(NAMES, TEXTS)), email),
			*(
				draw(PHONES),
				draw(TEXTS),
				draw(TEXTS),
				draw(STATUSES),
				draw(st.sampled_from(["", f"K-{place}"])),
			),
		]
		rows.append(row)
	return rows


def as_csv(rows: list[list[str]]) -> bytes:
	stream = io.StringIO()
	csv.writer(stream).writerows([list(LABELS.values()), *rows])
	return stream.getvalue().encode("utf-8-sig")


def stored() -> list[dict]:
	return frappe.get_all("CRM Contact", fields=["name", *LABELS], order_by="name asc")


def stamps() -> list[dict]:
	return frappe.get_all("CRM Contact", fields=["name", "modified"], order_by="name asc")


def remove_all() -> None:
	for doctype in (
		"CRM Contact",
		"CRM Contact Phone",
		"CRM Contact Email",
		"CRM Contact Import",
		"CRM Contact Import Row",
	):
		frappe.db.delete(doctype)
	frappe.db.delete("__global_search", {"doctype": "CRM Contact"})
	frappe.db.commit()


def check_an_export_changes_nothing(upload) -> None:
	"""An export as Frappe writes it, imported with everything that is filled to be overwritten."""
	before = stamps()
	cells = [
		["" if row[field] is None else neutralise_cell(row[field]) for field in LABELS] for row in stored()
	]
	run = import_file(upload(as_csv(cells)), overwrite=1)
	assert (run.created, run.updated, run.unchanged) == (0, 0, len(before))
	assert stamps() == before


def check_each_can_be_saved() -> None:
	before = stored()
	for each in before:
		frappe.get_doc("CRM Contact", each.name).save()
	frappe.db.commit()
	assert stored() == before


def test_what_is_imported_can_be_saved_and_its_export_changes_nothing(upload, full_size):
	@settings(
		max_examples=EXAMPLES[full_size],
		deadline=None,
		database=None,
		suppress_health_check=list(HealthCheck),
	)
	@given(people())
	def holds(rows: list[list[str]]) -> None:
		remove_all()
		import_file(upload(as_csv(rows)))
		if stored():
			check_an_export_changes_nothing(upload)
			check_each_can_be_saved()

	holds()
