"""What is fetched together."""

from hypothesis import given
from hypothesis import strategies as st

from frappe_crm_app.channels.mail.fetching.batches import as_set, batches


def test_batches_stay_below_their_size_and_a_large_mail_comes_alone():
	sizes = {1: 4, 2: 4, 3: 4, 4: 50, 5: 1}
	assert list(batches([5, 4, 3, 2, 1], sizes, most_bytes=10)) == [[5], [4], [3, 2], [1]]


@given(st.lists(st.integers(1, 99), unique=True), st.integers(1, 60), st.integers(1, 9))
def test_every_mail_is_in_one_batch_in_its_order(uids, most_bytes, most_mails):
	found = list(batches(uids, {uid: uid for uid in uids}, most_bytes, most_mails))
	assert [uid for batch in found for uid in batch] == uids
	assert all(len(batch) <= most_mails and (len(batch) == 1 or sum(batch) <= most_bytes) for batch in found)


def test_neighbours_are_written_as_ranges():
	assert as_set([9, 3, 1, 2, 5, 4]) == "1:5,9"
	assert as_set([7]) == "7"
