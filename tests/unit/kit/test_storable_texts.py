import pytest

from frappe_crm_app.kit.storable_texts import is_storable


@pytest.mark.parametrize("text", ["", "Ada", "Zoë 🚢", "a\nb\t\x01", "\ufffd"])
def test_texts_are_stored(text):
	assert is_storable(text)


@pytest.mark.parametrize("value", ["\0", "Ada\0", "\ud83d", "Ada \udea2 King", None, 1, b"Ada", ["Ada"]])
def test_what_is_no_text_or_holds_what_no_database_takes_is_not(value):
	assert not is_storable(value)
