"""An email on a page that others may have been given the link of."""

import pytest

from frappe_crm_app.intake.subscriptions.masking import masked


@pytest.mark.parametrize(
	("email", "shown"),
	[
		("ada@example.com", "a•••@e•••.com"),
		("a@b.co.uk", "a•••@b•••.uk"),
		("ada@localhost", "a•••@l•••"),
		("+4915112345678", "+•••"),
		("", ""),
	],
)
def test_enough_is_shown_for_its_owner_and_no_more(email, shown):
	assert masked(email) == shown


@pytest.mark.parametrize("email", ["ada@example.com", "ada@localhost", "x@y", "+4915112345678"])
def test_the_whole_is_never_shown(email):
	assert email not in masked(email)
	assert "example" not in masked(email)
