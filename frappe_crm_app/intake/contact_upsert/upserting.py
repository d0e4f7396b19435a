"""What becomes of each person that a script sends."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NoReturn

import frappe
from frappe import _

from frappe_crm_app.frappe_crm_app.doctype.crm_consent.options import ConsentSource
from frappe_crm_app.frappe_crm_app.doctype.crm_contact_import.options import ImportMode, SharedEmails
from frappe_crm_app.frappe_crm_app.doctype.crm_contact_import_row.options import RowOutcome
from frappe_crm_app.intake.contact_import.choices import ImportOptions, check_options, label_of, rules_of_site
from frappe_crm_app.intake.contact_import.columns import FIELDS
from frappe_crm_app.intake.contact_import.consents import note_consents
from frappe_crm_app.intake.contact_import.documents import sentences_why_slower
from frappe_crm_app.intake.contact_import.joining import join_rows
from frappe_crm_app.intake.contact_import.ledger import LedgerRow
from frappe_crm_app.intake.contact_import.matching import Decision, decide_all, find_identities, load_contacts
from frappe_crm_app.intake.contact_import.planned_rows import PlannedRow
from frappe_crm_app.intake.contact_import.planning import plan_row
from frappe_crm_app.intake.contact_import.remarks import Remark, RowNote, RowProblem
from frappe_crm_app.intake.contact_import.row_steps import Rules
from frappe_crm_app.intake.contact_import.running import carry_out, is_clash
from frappe_crm_app.intake.contact_import.sentences import sentence_about_row
from frappe_crm_app.intake.contact_import.tables import Row
from frappe_crm_app.intake.contact_import.writing import storable
from frappe_crm_app.kit.conflicts import is_conflict, repeated
from frappe_crm_app.kit.enums import StrEnum
from frappe_crm_app.kit.exceptions import ImportChoiceError
from frappe_crm_app.kit.meeting_points import writing_in_bulk
from frappe_crm_app.kit.received import read_json
from frappe_crm_app.records.identity.normalise import clean_text, normalise_email, normalise_external_id
from frappe_crm_app.visibility.permlevels import unwritable_fields

MOST_PEOPLE = 500
COLUMNS = tuple(dict.fromkeys((*FIELDS, "country")))
NAMES = ("first_name", "last_name")
KEYS = ("email", "external_id")
MOST_CLASHES = 2
SHOWN = 50  # characters of what was sent
NO_OPTION = (RowNote.UNKNOWN_STATUS, RowNote.UNKNOWN_TYPE)


class Outcome(StrEnum):
	"""What became of a person."""

	CREATED = "created"
	UPDATED = "updated"
	UNCHANGED = "unchanged"
	REFUSED = "refused"


Person = Mapping[str, str]


def read_people(given: object) -> list[Person]:
	"""Return the people as texts by field; raises `ImportChoiceError` for what is no list of them."""
	people = read_json(given)
	if not isinstance(people, list) or not all(isinstance(person, dict) for person in people):
		refuse(_("Give a list of people, each an object with the fields of a contact."))
	if len(people) > MOST_PEOPLE:
		refuse(_("At most {0} people are taken in one call.").format(MOST_PEOPLE))
	return [read_person(person, number) for number, person in enumerate(people)]


def read_person(given: Mapping, number: int) -> Person:
	"""Return one person; raises `ImportChoiceError` for a field that there is not, and for what is no text or number."""
	for name, value in given.items():
		if name not in COLUMNS:
			refuse(
				_("Row {0}: there is no field “{1}”.").format(
					number, frappe.utils.escape_html(str(name)[:100])
				)
			)
		if value is not None and (isinstance(value, bool) or not isinstance(value, str | int)):
			refuse(_("Row {0}: {1} must be a text.").format(number, name))
	return {name: str(value) for name, value in given.items() if value is not None and clean_text(value)}


def refuse(sentence: str) -> NoReturn:
	"""Refuse the whole call."""
	frappe.throw(sentence, ImportChoiceError)


def upsert(people: Sequence[Person], phone_country: str | None) -> dict:
	"""Create or update these people and return what became of each; all of it again where another transaction was in the way."""
	frappe.has_permission("CRM Contact", "create", throw=True)
	frappe.has_permission("CRM Contact", "write", throw=True)
	options = ImportOptions(
		mode=ImportMode.BOTH,
		phone_country=phone_country,
		shared_emails=SharedEmails.SAME_PERSON,  # a script says whom it means by the email
		lower_status=True,
	)
	check_options(options)
	if not people:
		return answer_of([])
	return repeated(Attempt(people, options), is_worth=lambda error: is_conflict(error) or is_clash(error))


@dataclass
class Attempt:
	"""The work of a call, to be called until it is done; after some clashes with what others write each person is saved alone."""

	people: Sequence[Person]
	options: ImportOptions
	clashes: int = 0

	def __call__(self) -> dict:
		is_last_try = self.clashes >= MOST_CLASHES
		try:
			return write(self.people, self.options, is_last_try)
		except Exception as error:
			self.clashes += is_clash(error)
			raise


def write(people: Sequence[Person], options: ImportOptions, is_last_try: bool) -> dict:
	"""Carry out what the people ask for, and return the answer."""
	planned = join_rows(plan(with_stored_names(people), options), options.shared_emails)
	decisions, _ledger = decide_all(planned, options, for_update=True)
	through_documents = is_last_try or bool(sentences_why_slower(options))
	with writing_in_bulk():
		rows = carry_out(decisions, options, through_documents, is_last_try)
	note_consents(decisions, rows, options, None, ConsentSource.API)
	frappe.clear_document_cache("CRM Contact")
	return answer_of(results(decisions, rows))


def with_stored_names(people: Sequence[Person]) -> list[Person]:
	"""Return the people, those who are known and sent without names with the names they have; sends nothing where all have names."""
	nameless = [person for person in people if not all(person.get(name) for name in NAMES)]
	keys = {key for person in nameless for key in keys_of(person)}
	if not keys:
		return list(people)
	rows = [PlannedRow((0,), {name: value}) for name, value in sorted(keys)]
	holders = find_identities(rows)
	contacts = (
		{contact.name: contact for contact in load_contacts(sorted(set(holders.values())), False)}
		if holders
		else {}
	)
	return [
		named(person, [contacts[holders[key]] for key in keys_of(person) if key in holders])
		for person in people
	]


def named(person: Person, known: Sequence[Mapping]) -> Person:
	"""Return a person with the names of the contact that it is known to be."""
	return {name: known[0][name] for name in NAMES if known} | dict(person)


def keys_of(person: Person) -> list[tuple[str, str]]:
	"""Return by what the person is known, in its one form."""
	try:
		email = normalise_email(person.get("email"))
	except ValueError:
		email = ""
	keys = {"email": email, "external_id": normalise_external_id(person.get("external_id"))}
	return [(name, value) for name, value in keys.items() if value]


def plan(people: Sequence[Person], options: ImportOptions) -> list[PlannedRow]:
	"""Return what each person asks for, numbered as they came."""
	mapping = dict(enumerate(COLUMNS))
	rules = rules_of_site(options, mapping)
	planned = []
	for number, person in enumerate(people):
		row = Row(number, [person.get(name, "") for name in COLUMNS])
		has_key = any(person.get(name) for name in KEYS)
		planned.append(planned_for(person, row, mapping, rules) if has_key else unknowable(number))
	return planned


def planned_for(person: Person, row: Row, mapping: Mapping[int, str], rules: Rules) -> PlannedRow:
	"""Return what a person asks for; a word that is none of a field's options is a problem, since a script reads no remarks."""
	unwritable = sorted(unwritable_fields("CRM Contact").intersection(person))
	if unwritable:
		return refused(row.number, _("You may not write the field {0}.").format(label_of(unwritable[0])))
	country = clean_text(person.get("country"))
	if country and country.casefold() not in rules.regions:
		return refused(row.number, _("There is no country “{0}”.").format(country[:SHOWN]))
	planned = storable(plan_row(row, len(COLUMNS), mapping, rules))
	unknown = next((note for note in planned.notes if note.code in NO_OPTION), None)
	return planned if planned.problem or not unknown else refused(row.number, sentence_about_row(unknown))


def unknowable(number: int) -> PlannedRow:
	"""Return the row of somebody who would be made anew by every call."""
	return refused(number, _("An email or an external ID is needed, by which the person is known."))


def refused(number: int, reason: str) -> PlannedRow:
	"""Return the row of somebody who is not taken."""
	return PlannedRow((number,), problem=Remark(RowProblem.REFUSED, reason))


def results(decisions: Sequence[Decision], rows: Sequence[LedgerRow]) -> list[dict]:
	"""Return `{row, outcome, contact, reason}` of each person, in their order; several about one contact share its outcome."""
	by_number = {row.number: row for row in rows}
	found = []
	for decision in decisions:
		for number in decision.row.numbers:
			row = by_number.get(number) or by_number[decision.row.number]
			found.append(
				{"row": number, "outcome": outcome_of(row), "contact": row.contact, "reason": row.reason}
			)
	return sorted(found, key=lambda result: result["row"])


def outcome_of(row: LedgerRow) -> Outcome:
	"""Return what became of a row."""
	if row.outcome == RowOutcome.UPDATED:
		return Outcome.UNCHANGED if row.is_unchanged else Outcome.UPDATED
	return {RowOutcome.CREATED: Outcome.CREATED, RowOutcome.SKIPPED: Outcome.REFUSED}[row.outcome]


def answer_of(results: list[dict]) -> dict:
	"""Return the results with how many there are of each outcome."""
	counts = Counter(result["outcome"] for result in results)
	return {**{str(outcome): counts[outcome] for outcome in Outcome}, "results": results}
