"""Email, phone and domain of any record: normalised on the way in, refused in one sentence when unreadable."""

from typing import NoReturn

import frappe
from frappe import _
from frappe.model.document import Document

from frappe_crm_app.kit.exceptions import InvalidPhoneError
from frappe_crm_app.kit.field_values import is_changed
from frappe_crm_app.records.identity.normalise import (
	extension_in,
	is_nobodys_domain,
	is_without_plus,
	normalise_domain,
	normalise_email,
	normalise_extension,
)
from frappe_crm_app.records.identity.several import Phone, phones_in

# What people write for countries that Frappe calls otherwise.
OTHER_NAMES = {
	"usa": "us", "u.s.a.": "us", "u.s.": "us", "united states of america": "us", "uk": "gb", "great britain": "gb", "england": "gb",
	"scotland": "gb", "deutschland": "de", "germany": "de", "españa": "es", "méxico": "mx", "brasil": "br", "italia": "it",
	"türkiye": "tr", "turkey": "tr", "österreich": "at", "schweiz": "ch", "suisse": "ch", "czechia": "cz", "holland": "nl",
}  # fmt: skip


def normalise_email_of(doc: Document) -> None:
	"""Store `doc.email` in its one form, `None` when empty; raises `frappe.InvalidEmailAddressError`."""
	try:
		doc.email = normalise_email(doc.email) or None
	except ValueError:
		frappe.throw(
			_("“{0}” is not an email address.").format(frappe.utils.escape_html(doc.email)),
			frappe.InvalidEmailAddressError,
			title=_("Invalid Email"),
		)


def normalise_phone_of(
	doc: Document, country: str | None = None, is_new: bool | None = None, stored: str | None = None
) -> None:
	"""Store `doc.phone` as E.164; numbers without a prefix belong to `country` (a Country's name) or the site's.

	`is_new` says of a row, which Frappe does not compare, whether its phone was just entered, and `stored` what it was before. Digits
	that are the stored number without its plus change nothing. Raises `InvalidPhoneError`.
	"""
	is_entered = is_changed(doc, "phone") and not doc.flags.fields_lead if is_new is None else is_new
	if not doc.phone or not is_entered:
		return
	stored = stored or former_phone(doc)
	if is_without_plus(doc.phone, stored):
		doc.phone = stored
		return
	found = read_phones(doc.phone, country)
	if len(found) > 1 or (found and found[0].extension and not doc.meta.has_field("extension")):
		refuse_phone(doc.phone, _("Write one number here, without an extension: “{0}” is more than that."))
	doc.phone = found[0].phone if found else None


def read_phones(text: str, country: str | None) -> list[Phone]:
	"""Return the numbers in a text that somebody entered; raises `InvalidPhoneError`."""
	try:
		return phones_in(text, *regions_of(country))
	except ValueError:
		refuse_phone(
			text, _("“{0}” is not a phone number. Write it with its country prefix, as in +1 415 555 0100.")
		)


def refuse_phone(text: str, sentence: str) -> NoReturn:
	"""Raise `InvalidPhoneError`, naming the text in the sentence."""
	sentence = sentence.format(frappe.utils.escape_html(text))
	frappe.throw(sentence, InvalidPhoneError, title=_("Invalid Phone"))


def former_phone(doc: Document) -> str | None:
	"""Return the phone that a record had before this save."""
	before = doc.get_doc_before_save()
	return before.phone if before else None


def normalise_extension_of(row: Document, country: str | None = None) -> None:
	"""Store the digits of an extension, which may also be a part of the phone (`+1 415 555 0100 ext. 7`).

	Raises `InvalidPhoneError`.
	"""
	given = row.extension or extension_in(row.phone, *regions_of(country))
	try:
		row.extension = normalise_extension(given) or None
	except ValueError:
		refuse_phone(given, _("“{0}” is not an extension. Write its digits only."))


def normalise_domain_of(doc: Document) -> None:
	"""Store `doc.domain` as a bare host, taken from `doc.website` where the domain is empty and the site is their own.

	A website without `https://` is completed. Raises `frappe.ValidationError` for what is no web address.
	"""
	given = doc.domain or doc.website
	try:
		domain = normalise_domain(given)
		is_typed = bool(doc.domain)
		doc.domain = domain if is_typed or not is_nobodys_domain(domain) else None
	except ValueError:
		frappe.throw(
			_("“{0}” is not a web domain.").format(frappe.utils.escape_html(given)), title=_("Invalid Domain")
		)
	doc.website = complete_website(doc.website)


def complete_website(text: str | None) -> str | None:
	"""Return a web address with its scheme; what is none as it is, for Frappe to refuse."""
	text = (text or "").strip()
	if not text or "://" in text:
		return text or None
	try:
		normalise_domain(text)
	except ValueError:
		return text
	return f"https://{text.removeprefix('//')}"


def phone_if_any(text: str | None) -> str | None:
	"""Return the first number in what a stranger or another system gave as a phone, in E.164; `None` for what is none."""
	try:
		found = phones_in(text, *regions_of())
	except ValueError:
		return None
	return found[0].phone if found else None


def regions_of(*countries: str | None) -> tuple[str, ...]:
	"""Return the ISO codes (lower case) of the countries that are known, in their order, the site's being the last."""
	named = dict.fromkeys([*countries, frappe.get_system_settings("country")])
	codes = [frappe.get_cached_value("Country", country, "code") for country in named if country]
	return tuple(code for code in codes if code)


def regions_by_name() -> dict[str, str]:
	"""Return `{name or code of a country, lower case: ISO code (lower case)}`, kept in Redis."""
	return frappe.cache.get_value("crm_country_codes", read_regions)


def read_regions() -> dict[str, str]:
	"""Return what `regions_by_name` keeps; one statement."""
	rows = frappe.get_all("Country", fields=["name", "code"], order_by="name asc")
	names = {name: row.code for row in rows if row.code for name in (row.code, row.name.casefold())}
	return OTHER_NAMES | names


def region_of(country: str | None) -> str | None:
	"""Return the ISO code (lower case) of `country`, or of the site's country, or `None` when neither is known."""
	return next(iter(regions_of(country)), None)
