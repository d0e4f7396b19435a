"""Tells in one sentence of many records that became somebody's at once."""

import frappe

from frappe_crm_app.channels.told.sentences import list_of, of_import, of_many, of_many_taken
from frappe_crm_app.kit.telling import Reason, tell
from frappe_crm_app.visibility.guarded import CONTACT
from frappe_crm_app.visibility.guards import can_hold

IMPORT = "CRM Contact Import"
EVENT = "CRM Domain Event"


def tell_of_bulk_change(doctype: str | None, to_user: str, number: int) -> None:
	"""Tell who got the records of a bulk change, once it is done (`crm_records_given`); `doctype` is empty where there are several."""
	if number and to_user != frappe.session.user and can_hold(to_user):
		sentence = of_many(doctype, number, frappe.session.user)
		tell(to_user, sentence, Reason.ASSIGNMENT, link=list_of(doctype or CONTACT, to_user))


def tell_of_what_was_taken(doctype: str | None, taken: dict[str, int]) -> None:
	"""Tell those whose records a bulk change has given to another, once it is done (`crm_records_taken`)."""
	for user, number in sorted(taken.items()):
		if user != frappe.session.user and can_hold(user):
			sentence = of_many_taken(doctype, number, frappe.session.user)
			tell(user, sentence, Reason.ASSIGNMENT, link=list_of(doctype or CONTACT, user))


def tell_of_import(_kind: str, event: str) -> None:
	"""Tell whose the contacts of an import are, if it was not they who imported them (`crm_domain_event`).

	Called again for an event, it has told already.
	"""
	name = frappe.db.get_value(EVENT, event, "reference_name")
	done = frappe.db.get_value(IMPORT, name, ["owner", "contact_owner", "created"], as_dict=True)
	if not done or not done.created or done.contact_owner in (None, "", done.owner):
		return
	about = {"document_type": IMPORT, "document_name": name, "for_user": done.contact_owner}
	if can_hold(done.contact_owner) and not frappe.db.exists("Notification Log", about):
		sentence, link = of_import(done.created, done.owner), list_of(CONTACT, done.contact_owner)
		tell(done.contact_owner, sentence, Reason.ASSIGNMENT, IMPORT, name, link=link, by=done.owner)


tell_of_import.kinds = ("import.completed",)
