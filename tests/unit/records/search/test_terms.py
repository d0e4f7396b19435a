"""What a record is found by, and what somebody asks for."""

import pytest

from frappe_crm_app.kit.search_source import SearchSource
from frappe_crm_app.records.search.spelling import may_hold_typo, one_typo_away
from frappe_crm_app.records.search.terms import MOST_TERMS, asked_for, folded, terms_of, words_of

PERSON = SearchSource(
	doctype="Person",
	label="People",
	title="name",
	words=("name", "company"),
	emails=("email",),
	domains=("domain",),
	phones=("phone",),
)
ADA = {
	"name": "Ada O’Connor-Müller",
	"company": "Łódź Steel",
	"email": "a.byron@acme.example",
	"phone": "+4915112345678",
}


def finds(text: str, record: dict, further: tuple = ()) -> bool:
	terms, asked = terms_of(PERSON, record, further), asked_for(text)
	return bool(asked) and all(
		any(
			term.startswith(pattern.begin) and term.endswith(pattern.end)
			for term in terms
			for pattern in each.patterns
		)
		for each in asked
	)


@pytest.mark.parametrize(
	"text",
	[
		"ada", "ADA", "oconnor", "O'Connor", "o’con", "muller", "Müller", "mül ada", "lodz", "Łódź steel ada", "ada mu",
		"a.byron@acme.example", "A.Byron@ac", "byron", "a.byron", "acme.example", "@acme", "acme", "ada acme",
		"+49 151 12345678", "0049151 1234", "0151 123456", "(0151) 12345678", "151123", "345678", "4915112345678", "49151123", "ada 345678",
	],
)  # fmt: skip
def test_a_person_is_found(text):
	assert finds(text, ADA)


@pytest.mark.parametrize(
	"text",
	[
		"",
		" ",
		"a",
		"@",
		"da",
		"adam",
		"ada king",
		"steel bob",
		"+1 151 12345678",
		"99",
		"0151 99",
		"xcme.example",
	],
)
def test_a_person_is_not_found(text):
	assert not finds(text, ADA)


def test_a_person_is_found_by_further_addresses():
	further = ({"email": "ada@blue.example"}, {"phone": "+14155550101"})
	for text in ("ada@blue", "blue.example", "(415) 555-0101", "5550101"):
		assert finds(text, ADA, further), text


@pytest.mark.parametrize(
	("text", "plain"),
	[
		("Straße", "strasse"),
		("ÆRØ", "aero"),
		("İstanbul", "istanbul"),
		("ñandú", "nandu"),
		("王 芳", "王 芳"),
	],
)
def test_case_and_accents_are_set_aside(text, plain):
	assert folded(text) == plain


def test_a_domain_is_found_as_it_is_written_and_as_it_is_stored():
	stored = {"name": "Ada", "email": "info@xn--mller-kva.example"}
	for text in ("müller.example", "info@Müller.example", "xn--mller-kva.example"):
		assert finds(text, stored), text


def test_a_record_has_few_terms_and_at_least_one():
	assert len(terms_of(PERSON, ADA)) <= 10
	assert terms_of(PERSON, {}) == [""]
	long = {"name": " ".join(f"word{number}" for number in range(100))}
	emails = tuple({"email": f"a.b{number}@c{number}.example"} for number in range(100))
	assert len(terms_of(PERSON, long, emails)) == MOST_TERMS


def test_words_are_split_at_what_is_no_letter():
	assert words_of("Anne-Marie (Acme, Inc.)  2026") == ["anne", "marie", "acme", "inc", "2026"]


@pytest.mark.parametrize(
	"typed", ["lovelcae", "lovelac", "lovelacee", "lovelaxe", "ovelace", "loveplace", "olvelace"]
)
def test_one_typo_leads_to_the_word(typed):
	assert may_hold_typo(typed)
	assert "lovelace" in one_typo_away(typed)


def test_two_typos_or_a_short_word_lead_nowhere():
	assert "lovelace" not in one_typo_away("lovlacee"[:7] + "x")
	assert not may_hold_typo("adda")
	assert not may_hold_typo("12345")


def test_a_typo_in_other_letters_is_one_as_well():
	assert "иванов" in one_typo_away("ивонов")
