"""What somebody is told, as HTML of ours with what people typed escaped in it."""

from dataclasses import dataclass
from urllib.parse import quote

import frappe
from frappe import _, _lt
from frappe.model.document import Document
from frappe.utils import escape_html, get_fullname, get_url_to_list

from frappe_crm_app.frappe_crm_app.doctype.crm_contact.options import ContactStatus
from frappe_crm_app.visibility.guarded import CONTACT, CUSTOMER, DEAL, NOTE, PROJECT


@dataclass(frozen=True)
class Words:
	"""What is said of the records of one DocType, `holder` being the field that says whose they are.

	`{0}` is who did it; `{1}` the record, of many how many; `{2}` who has it now.
	"""

	holder: str
	given: str
	many_given: str
	taken: str
	passed_on: str
	many_passed_on: str


WORDS = {
	CONTACT: Words(
		holder="contact_owner",
		given=_lt("{0} gave you the contact {1}"),
		many_given=_lt("{0} gave you {1} contacts"),
		taken=_lt("{0} took the contact {1} from you"),
		passed_on=_lt("{0} gave your contact {1} to {2}"),
		many_passed_on=_lt("{0} gave {1} of your contacts to others"),
	),
	CUSTOMER: Words(
		holder="salesperson",
		given=_lt("{0} gave you the customer {1}"),
		many_given=_lt("{0} gave you {1} customers"),
		taken=_lt("{0} took the customer {1} from you"),
		passed_on=_lt("{0} gave your customer {1} to {2}"),
		many_passed_on=_lt("{0} gave {1} of your customers to others"),
	),
	DEAL: Words(
		holder="deal_owner",
		given=_lt("{0} gave you the deal {1}"),
		many_given=_lt("{0} gave you {1} deals"),
		taken=_lt("{0} took the deal {1} from you"),
		passed_on=_lt("{0} gave your deal {1} to {2}"),
		many_passed_on=_lt("{0} gave {1} of your deals to others"),
	),
	NOTE: Words(
		holder="assigned_to",
		given=_lt("{0} gave you the follow-up {1}"),
		many_given=_lt("{0} gave you {1} follow-ups"),
		taken=_lt("{0} took the follow-up {1} from you"),
		passed_on=_lt("{0} gave your follow-up {1} to {2}"),
		many_passed_on=_lt("{0} gave {1} of your follow-ups to others"),
	),
	PROJECT: Words(
		holder="project_owner",
		given=_lt("{0} gave you the project {1}"),
		many_given=_lt("{0} gave you {1} projects"),
		taken=_lt("{0} took the project {1} from you"),
		passed_on=_lt("{0} gave your project {1} to {2}"),
		many_passed_on=_lt("{0} gave {1} of your projects to others"),
	),
}


def of_one(doc: Document) -> str:
	"""Return that somebody has just been given this record."""
	title, giver = bold(doc.get(doc.meta.get_title_field())), bold(get_fullname(frappe.session.user))
	if is_new_lead(doc):
		return _("New lead: {0}, yours by {1}").format(title, giver)
	return str(WORDS[doc.doctype].given).format(giver, title)


def is_new_lead(doc: Document) -> bool:
	"""Return whether this save has made a contact who is a lead."""
	return doc.doctype == CONTACT and not doc.get_doc_before_save() and doc.status == ContactStatus.LEAD


def of_many(doctype: str | None, number: int, giver: str) -> str:
	"""Return that somebody has been given so many records; of several kinds where no DocType is named."""
	sentence = str(WORDS[doctype].many_given) if doctype in WORDS else _("{0} gave you {1} records")
	return sentence.format(bold(get_fullname(giver)), number)


def of_one_taken(doc: Document, receiver: str | None) -> str:
	"""Return that somebody has given this record, which was the reader's, to another or to nobody."""
	title, giver = bold(doc.get(doc.meta.get_title_field())), bold(get_fullname(frappe.session.user))
	words = WORDS[doc.doctype]
	if not receiver:
		return str(words.taken).format(giver, title)
	return str(words.passed_on).format(giver, title, bold(get_fullname(receiver)))


def of_many_taken(doctype: str | None, number: int, giver: str) -> str:
	"""Return that so many of the reader's records are somebody else's now; of several kinds where no DocType is named."""
	others = _("{0} gave {1} of your records to others")
	sentence = str(WORDS[doctype].many_passed_on) if doctype in WORDS else others
	return sentence.format(bold(get_fullname(giver)), number)


def of_import(number: int, importer: str) -> str:
	"""Return that an import has made contacts that are somebody's."""
	return _("{0} imported {1} contacts for you").format(bold(get_fullname(importer)), number)


def of_mention(note: Document) -> str:
	"""Return that somebody is mentioned in a follow-up."""
	return _("{0} mentioned you in {1}").format(bold(get_fullname(frappe.session.user)), bold(note.subject))


def list_of(doctype: str, user: str) -> str:
	"""Return the address of the list of a user's records."""
	return f"{get_url_to_list(doctype)}?{WORDS[doctype].holder}={quote(user)}"


def bold(text: str | None) -> str:
	return frappe.bold(escape_html(text or ""))
