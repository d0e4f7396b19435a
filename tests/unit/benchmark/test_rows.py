"""What is in the rows that the benchmark makes."""

from datetime import datetime

from frappe_crm_app.benchmark.rows import TABLES, Frame

STAGES = (("lead", "Open"), ("won", "Won"))


def seeded(key: str, frame: Frame, number: int) -> list[dict]:
	table = TABLES[key]
	return [dict(zip(table.columns, row, strict=True)) for row in table.rows(0, number, frame)]


def test_each_deals_next_step_is_an_open_note_about_it():
	frame = Frame("Benchmark", STAGES, ["Web"], 100, 60, 200, datetime(2026, 1, 1))
	deals = seeded("deals", frame, frame.deals)
	notes = {note["deal"]: note for note in seeded("notes", frame, frame.notes) if note["deal"]}
	expected = {deal["name"]: deal["next_follow_up_on"] for deal in deals if deal["next_follow_up_on"]}
	assert {name: note["scheduled_on"] for name, note in notes.items()} == expected
	assert len(expected) == 50
	for deal in deals:
		note = notes.get(deal["name"])
		if note:
			assert (note["status"], note["reference_name"]) == ("Open", deal["name"])
			assert (note["contact"], note["customer"]) == (deal["contact"], deal["customer"])
