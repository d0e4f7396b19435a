"""The checklist as it is made of what is done and what is skipped."""

from frappe_crm_app.setup_guide.steps import WORDS, Step, checklist, is_complete


def test_every_step_says_why_in_one_sentence():
	assert set(WORDS) == set(Step)
	for words in WORDS.values():
		assert words.title
		assert not words.title.endswith(".")
		assert words.why.endswith(".")
		assert words.why.count(". ") == 0


def test_what_is_done_is_not_skipped_whatever_was_said_before():
	entries = {entry.step: entry for entry in checklist({Step.TRADE}, {Step.TRADE, Step.MAIL})}
	assert (entries[Step.TRADE].is_done, entries[Step.TRADE].is_skipped) == (True, False)
	assert (entries[Step.MAIL].is_done, entries[Step.MAIL].is_skipped) == (False, True)
	assert not entries[Step.FORM].is_over


def test_it_is_complete_once_each_step_is_one_of_both():
	steps = list(Step)
	assert is_complete(checklist(steps[:4], steps[4:]))
	assert not is_complete(checklist(steps[:4], steps[5:]))


def test_steps_stand_in_their_order():
	assert [entry.step for entry in checklist((), ())] == list(Step)
