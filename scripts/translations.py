"""Brings `frappe_crm_app/locale` up to date with the code: the template, and each language's catalog. Runs with a bench's Python.

It does what `bench generate-pot-file` and `bench update-po-files` do for an app that lies in a bench, for this tree wherever it lies, and
writes no line numbers, so that a change of the code changes only the entries that it touches.
"""

import csv
import sys
from pathlib import Path

import frappe
from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po, write_po

from frappe_crm_app.kit.phrases import FORMS

TREE = Path(__file__).parents[1]
LOCALE = TREE / "frappe_crm_app" / "locale"
LANGUAGES = ("ar", "de", "es", "fr", "pt_BR")
HEADER = "# Translations of CRM Desk.\n# This file is distributed under the license of the app.\n#"


def main() -> None:
	template = found_texts()
	LOCALE.mkdir(exist_ok=True)
	write(template, LOCALE / "main.pot")
	for language in LANGUAGES:
		catalog = catalog_of(language)
		catalog.update(template, no_fuzzy_matching=True)
		leave_out_forms(catalog)
		write(catalog, LOCALE / f"{language}.po")
		print(f"{language}: {len(untranslated(catalog))} of {len(catalog)} texts are not translated")


def found_texts() -> Catalog:
	"""Return all texts of the app, as Frappe's `generate-pot-file` finds them."""
	catalog = Catalog(domain="messages", header_comment=HEADER, fuzzy=False)
	keywords = DEFAULT_KEYWORDS | {"_lt": None}
	for file, line, text, comments, context in extract_from_dir(
		str(TREE), methods(), directory_filter=is_ours, keywords=keywords
	):
		if text:
			catalog.add(text, locations=[(file, line)], auto_comments=comments[:1], context=context)
	return catalog


def methods() -> list[tuple[str, str]]:
	"""Return pattern and method of each kind of file: ours before Frappe's, since the first that fits is taken."""
	frappe_s = Path(frappe.__file__).parents[1] / "babel_extractors.csv"
	return [
		tuple(row) for file in (TREE / "babel_extractors.csv", frappe_s) for row in csv.reader(file.open())
	]


def is_ours(folder: str) -> bool:
	name = Path(folder).name
	return name not in ("dist", "node_modules") and not name.startswith((".", "_"))


def catalog_of(language: str) -> Catalog:
	file = LOCALE / f"{language}.po"
	if not file.exists():
		return Catalog(locale=language, domain="messages", header_comment=HEADER, fuzzy=False)
	with file.open("rb") as stored:
		return read_po(stored, locale=language)


def leave_out_forms(catalog: Catalog) -> None:
	"""Leave out the plural forms that the language does not have."""
	for message in [message for message in catalog if message.id and message.context]:
		if message.context in FORMS and not has_form(catalog.locale, message.context):
			catalog.delete(message.id, message.context)


def has_form(locale: Locale, form: str) -> bool:
	"""Return whether a language has a plural form for whole numbers below a million; Spanish has one for millions."""
	return any(locale.plural_form(count) == form for count in range(200))


def untranslated(catalog: Catalog) -> list[str]:
	return [message.id for message in catalog if message.id and not message.string]


def write(catalog: Catalog, file: Path) -> None:
	with file.open("wb") as place:
		write_po(place, catalog, sort_output=True, ignore_obsolete=True, width=None, include_lineno=False)


if __name__ == "__main__":
	sys.exit(main())
