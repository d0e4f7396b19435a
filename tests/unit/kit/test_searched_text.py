import pytest

from frappe_crm_app.kit.field_values import LONGEST_SEARCH, searched_text


@pytest.mark.parametrize(
	("given", "text"),
	[
		(" ada ", "ada"),
		(None, ""),
		(5, ""),
		(["a"], ""),
		("a\0b", ""),
		("a\ud800b", "ab"),
		("x" * 1000, "x" * LONGEST_SEARCH),
	],
)
def test_a_search_is_for_a_short_text(given, text):
	assert searched_text(given) == text
