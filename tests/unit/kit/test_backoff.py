from frappe_crm_app.kit.outbox.backoff import DAY, Backoff


def test_pauses_double_up_to_the_longest_and_are_not_all_the_same():
	backoff = Backoff(first=8)
	for failed in range(10):
		assert 4 * 2**failed <= backoff.pause_after(failed) <= 8 * 2**failed
	assert DAY / 2 <= backoff.pause_after(50) <= DAY
	assert DAY / 2 <= backoff.pause_after(100_000) <= DAY
	assert len({backoff.pause_after(5) for _ in range(10)}) > 1


def test_after_the_last_attempt_it_is_enough():
	assert [Backoff(most_attempts=3).is_exhausted(failed) for failed in (1, 2, 3, 4)] == [
		False,
		False,
		True,
		True,
	]
	assert not Backoff(most_attempts=None).is_exhausted(10_000)
