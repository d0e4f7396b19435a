import pytest

from frappe_crm_app.records.identity.likeness import company_key, mailbox_of, names_of_person


@pytest.mark.parametrize(
	("one", "other"),
	[
		("Acme", "ACME Inc."),
		("Acme, Inc.", "Acme LLC"),
		("Müller GmbH", "Müller"),
		("Müller GmbH & Co. KG", "Müller"),
		("Aceros S.A. de C.V.", "Aceros"),
		("Smith & Sons", "Smith and Sons Ltd"),
		("Queen’s College", "Queen's College"),
		("Hunt99 Acme Inc", "Hunt99  ACME inc"),
		("Kowalski Sp. z o.o.", "Kowalski"),
	],
)
def test_spellings_of_one_company_share_their_key(one, other):
	assert company_key(one) == company_key(other) != ""


@pytest.mark.parametrize(
	("one", "other"), [("Acme", "Acme Holding"), ("Limited", "Company"), ("Müller", "Muller")]
)
def test_different_companies_have_different_keys(one, other):
	assert company_key(one) != company_key(other)


def test_no_name_has_no_key():
	assert company_key(" ") == company_key(None) == ""


def test_a_person_may_be_stored_with_names_swapped_and_another_apostrophe():
	assert set(names_of_person("Amy", "D’Hunter")) == {
		"Amy D’Hunter", "Amy D'Hunter", "D’Hunter Amy", "D'Hunter Amy", "D’Hunter, Amy", "D'Hunter, Amy",
	}  # fmt: skip
	assert names_of_person("Prince", None) == ["Prince"]


def test_a_mailbox_is_the_email_without_its_tag():
	assert mailbox_of("ada_k+news@x.example") == ("ada_k@x.example", "ada\\_k+%@x.example")
	assert mailbox_of(None) is None
