"""Addresses with a tag."""

import pytest

from frappe_crm_app.records.mail.plus_addresses import tag_in, tagged, untagged


@pytest.mark.parametrize("tag", ["a", "project-demo-1-xyz", "a+b"])
def test_a_tag_is_put_on_read_and_taken_off_again(tag):
	address = tagged("crew@ours.example", tag)
	assert address == f"crew+{tag}@ours.example"
	assert (tag_in(address), untagged(address)) == (tag, "crew@ours.example")


@pytest.mark.parametrize(
	"address", ["crew+boats@ours.example", "", "@ours.example", f"{'x' * 60}@ours.example"]
)
def test_what_has_a_tag_or_would_be_too_long_gets_none(address):
	assert tagged(address, "project") is None


@pytest.mark.parametrize("address", ["", "crew", "crew@ours.example"])
def test_what_has_no_tag_stays(address):
	assert (tag_in(address), untagged(address)) == ("", address)
