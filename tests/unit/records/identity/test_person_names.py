"""One column of a name split in two, and whose names may be one person's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frappe_crm_app.records.identity.person_names import is_salutation, is_same_person, split_name


@pytest.mark.parametrize(
	("text", "parts"),
	[
		("Ada King", ("Ada", "King")),
		("Sukarno", ("Sukarno", "")),
		("Maria del Carmen Lopez Garcia", ("Maria del Carmen Lopez", "Garcia")),
		("van der Berg, Jan", ("Jan", "van der Berg")),
		("Ludwig van Beethoven", ("Ludwig", "van Beethoven")),
		("Vincent van Gogh", ("Vincent", "van Gogh")),
		("Frau Dr. Eva Meier", ("Eva", "Meier")),
		("Martin Luther King Jr.", ("Martin Luther", "King Jr.")),
		("John Smith, Jr.", ("John", "Smith Jr.")),
		("Mr. Smith", ("Smith", "")),
	],
)
def test_a_name_is_split(text, parts):
	assert split_name(text) == parts


@pytest.mark.parametrize(
	("one", "other", "is_same"),
	[
		(("Ada", "King"), ("Ada", "Lovelace"), True),
		(("José", "Núñez"), ("JOSE", "NUNEZ"), True),
		(("J.", "Smith"), ("John", "Smith"), True),
		(("Phil", "Reed"), ("Philip", "Reed"), True),
		(("Anna", "Reed"), ("Anna Maria", "Reed"), True),
		(("King", "Ada"), ("Ada", "King"), True),
		(("Peter", "Sharedson"), ("Anna", "Sharedson"), False),
		(("Ola", "Other"), ("Per", "Another"), False),
		(("J.", "Smith"), ("Anna", "Smith"), False),
		(("J.", "Smith"), ("John", "Miller"), False),
	],
)
def test_another_first_name_is_somebody_else(one, other, is_same):
	assert is_same_person(*one, *other) is is_same
	assert is_same_person(*other, *one) is is_same


@pytest.mark.parametrize("text", ["Mr.", "Mrs", "Herr Dr.", "Sra.", "Mme"])
def test_a_salutation_is_no_job(text):
	assert is_salutation(text)


@pytest.mark.parametrize("text", ["", "Director", "Dr. of Physics", "Sir Speedy"])
def test_a_job_is_no_salutation(text):
	assert not is_salutation(text)


@given(st.lists(st.text(st.characters(categories=["L"]), min_size=1, max_size=8), min_size=1, max_size=5))
def test_no_word_of_a_name_is_lost_but_a_salutation(words):
	first, last = split_name(" ".join(words))
	kept = f"{first} {last}".split()
	assert kept == words[len(words) - len(kept) :]
	assert all(is_salutation(word) for word in words[: len(words) - len(kept)])
