"""Follow-up notes."""

from collections import Counter

from frappe_crm_app.frappe_crm_app.doctype.crm_follow_up_note.options import Action, NoteStatus

OPEN, DONE = NoteStatus.OPEN, NoteStatus.DONE


def test_notes_are_of_every_action_done_and_still_to_do(world):
	assert {note.action for note in world.notes if note.status == DONE} == set(Action)
	assert len({note.action for note in world.notes if note.status == OPEN}) >= 10
	assert {note.status for note in world.notes} == set(NoteStatus)


def test_some_of_what_is_to_do_is_overdue_and_most_is_to_come(world, setting):
	days = [note.scheduled_on.date() for note in world.notes if note.status == OPEN and note.scheduled_on]
	assert sum(day < setting.today for day in days) >= 20
	assert sum(day == setting.today for day in days) >= 3
	assert sum(day > setting.today for day in days) >= 60


def test_notes_are_about_every_kind_of_record(world):
	counts = Counter(note.reference_doctype for note in world.notes)
	assert counts == {"CRM Sales Deal": 300, "CRM Contact": 150, "CRM Customer": 120, "CRM Location": 30}


def test_a_note_has_contact_customer_and_deal_of_what_it_is_about(world):
	expected = {
		"CRM Contact": {row.name: (row.name, row.customer, None) for row in world.contacts},
		"CRM Customer": {row.name: (None, row.name, None) for row in world.customers},
		"CRM Sales Deal": {row.name: (row.contact, row.customer, row.name) for row in world.deals},
		"CRM Location": {row.name: (row.contact, row.customer, None) for row in world.locations},
	}
	for note in world.notes:
		links = (note.contact, note.customer, note.deal)
		assert links == expected[note.reference_doctype][note.reference_name]


def test_a_note_remembers_the_stage_in_which_the_record_stood(world):
	"""The stage after the last move before the note, or that before the first move, or the only one ever."""
	stages = {record.name: record.stage for record in (*world.deals, *world.customers)}
	for note in world.notes:
		moves = [move for move in world.stage_changes if move.reference_name == note.reference_name]
		earlier = [move.to_stage for move in moves if move.changed_on <= note.creation]
		began_in = moves[0].from_stage if moves else stages.get(note.reference_name)
		assert note.stage == (earlier[-1] if earlier else began_in)


def test_only_what_is_done_was_completed_by_somebody(world):
	for note in world.notes:
		is_done = note.status == DONE
		assert bool(note.completed_on) == bool(note.completed_by) == is_done
		assert is_done or note.assigned_to


def test_nothing_is_noted_before_the_record_was_there_and_nothing_planned_on_a_closed_deal(world):
	records = {
		row.name: row
		for kind in ("contacts", "customers", "deals", "locations")
		for row in getattr(world, kind)
	}
	for note in world.notes:
		assert note.creation > records[note.reference_name].creation
		assert not note.completed_on or note.completed_on > records[note.reference_name].creation
	closed = {deal.name for deal in world.deals if deal.outcome != "Open"}
	assert not [note for note in world.notes if note.deal in closed and note.status == OPEN]


def test_meetings_end_after_they_start_and_nothing_was_planned_after_its_date(world):
	for note in world.notes:
		assert not note.ends_on or note.ends_on > note.scheduled_on
		assert not note.scheduled_on or note.creation < note.scheduled_on


def test_a_subject_fits_its_field_and_is_rarely_repeated_word_for_word(world):
	assert all(0 < len(note.subject) <= 140 for note in world.notes)
	texts = Counter((note.subject, note.content) for note in world.notes if note.content)
	assert max(texts.values()) <= 20
