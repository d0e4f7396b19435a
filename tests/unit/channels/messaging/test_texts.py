"""How many parts an SMS has, and what a template comes to."""

import pytest

from frappe_crm_app.channels.messaging.texts import filled, parts_of
from frappe_crm_app.kit.messaging_provider import places_in

CASES = (
	("", 0),
	("a" * 160, 1),
	("a" * 161, 2),
	("a" * 306, 2),
	("a" * 307, 3),
	("€" * 80, 1),
	("€" * 81, 2),
	("€" * 153, 3),  # none is split: 76 in a part
	("я" * 70, 1),
	("я" * 71, 2),
	("я" * 135, 3),
	("🙂" * 35, 1),
	("🙂" * 36, 2),
	("🙂" * 67, 3),  # 33 in a part
	("line\nline", 1),
)


@pytest.mark.parametrize(("text", "parts"), CASES)
def test_parts(text, parts):
	assert parts_of(text) == parts


def test_the_text_of_a_template_with_its_parameters():
	text = "Dear {{1}}, {{ 2 }} is ready. {{3}}"
	assert places_in(text) == 3
	assert filled(text, ("Ada", "{{1}}")) == "Dear Ada, {{1}} is ready. {{3}}"
	assert places_in("Hello") == 0
