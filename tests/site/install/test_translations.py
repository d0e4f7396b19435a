"""What our catalogs of translations hold: every text, with its placeholders, in the plural forms that the language has."""

import re

import pytest
from babel.messages.catalog import Catalog

from scripts.translations import FORMS, LANGUAGES, catalog_of, found_texts, has_form

PLACEHOLDER = re.compile(r"\{[^{}]*\}|%\([a-z_]+\)s|</?[a-z][^>]*>")
# Where one thing is counted, or two, languages write the number as a word.
COUNT = "{0}"


@pytest.fixture(scope="module")
def texts() -> set[tuple[str, str | None]]:
	return {(message.id, message.context) for message in found_texts() if message.id}


@pytest.fixture(params=LANGUAGES)
def catalog(request) -> Catalog:
	return catalog_of(request.param)


def wanted(texts, catalog: Catalog) -> set[tuple[str, str | None]]:
	return {
		(text, context)
		for text, context in texts
		if context not in FORMS or has_form(catalog.locale, context)
	}


def translated(catalog: Catalog) -> dict[tuple[str, str | None], str]:
	return {
		(message.id, message.context): message.string for message in catalog if message.id and message.string
	}


def test_texts_are_found_in_every_kind_of_file(texts):
	ids = {text for text, _context in texts}
	assert {"Drop a deal here", "Expected Close Date", "Mention", "CRM Board"} & ids >= {
		"Expected Close Date",
		"Mention",
	}
	assert ("{0} tasks", "few") in texts
	assert not any("pytest" in text for text in ids)


def test_every_text_is_translated(texts, catalog):
	assert sorted(map(str, wanted(texts, catalog) - translated(catalog).keys())) == []


def test_nothing_is_translated_that_is_not_there_any_more(texts, catalog):
	assert sorted(map(str, translated(catalog).keys() - wanted(texts, catalog))) == []


def test_translations_keep_the_placeholders(catalog):
	assert {
		text: found
		for (text, context), found in translated(catalog).items()
		if kept(text, context) != kept(found, context)
	} == {}


def kept(text: str, form: str | None) -> list[str]:
	"""Return the placeholders in order; of a plural form without the count, which may stand as a word."""
	return sorted(each for each in PLACEHOLDER.findall(text) if not (form in FORMS and each == COUNT))


def test_no_entry_is_fuzzy(catalog):
	assert [message.id for message in catalog if message.id and message.fuzzy] == []
