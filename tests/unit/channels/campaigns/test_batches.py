"""How many are sent to between two commits."""

import pytest

from frappe_crm_app.channels.campaigns.batches import size_after


@pytest.mark.parametrize(
	("number", "seconds", "size"),
	[(20, 5, 20), (20, 0.25, 20), (20, 0.125, 40), (20, 0.01, 60), (60, 0.5, 30), (1, 0, 60), (60, 60, 20)],
)
def test_more_go_together_to_a_server_that_is_fast(number, seconds, size):
	assert size_after(number, seconds) == size
