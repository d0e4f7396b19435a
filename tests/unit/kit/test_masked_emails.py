"""An email on a page that others may have been given the link of."""

import pytest

from frappe_crm_app.kit.masking import masked_email


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
	assert masked_email(email) == shown


@pytest.mark.parametrize("email", ["ada@example.com", "ada@localhost", "x@y", "+4915112345678"])
def test_the_whole_is_never_shown(email):
	assert email not in masked_email(email)
	assert "example" not in masked_email(email)
