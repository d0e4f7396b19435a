"""Has what somebody reads because of a deal or follow-up of theirs read anew as soon as that changes (hooks, in `hooks.py`).

What was given to a user is kept in Redis (`cache.py`); here stands which saves, deletions and set-based writers change it.
"""

from frappe.model.document import Document

from frappe_crm_app.visibility.cache import forget_given_to, forget_given_to_all
from frappe_crm_app.visibility.guarded import ASSIGNMENT, OWNER_FIELD, PEOPLE, Having

LINKS = tuple(having.link for havings in PEOPLE.values() for having in havings[:1])
HAVING: dict[str, Having] = {having.doctype: having for havings in PEOPLE.values() for having in havings}


def follow_change(doc: Document, _event: str | None = None) -> None:
	"""After the save of a deal or follow-up: whose it was and is, reads other people now (`on_update`)."""
	having, before = HAVING[doc.doctype], doc.get_doc_before_save()
	holders = tuple(name for name in having.own if name != ASSIGNMENT)
	if not (counts(before, having) or counts(doc, having)) or not differs(
		before, doc, (*holders, *LINKS, "status")
	):
		return
	if before and before.get(ASSIGNMENT) and differs(before, doc, (*LINKS, "status")):
		forget_given_to_all()
		return
	if before and doc.doctype in OWNER_FIELD and differs(before, doc, LINKS):
		forget_given_to_all()  # the notes on a deal name what it names
		return
	forget_given_to(state.get(name) for state in (before, doc) if state for name in holders)


def counts(doc: Document | None, having: Having) -> bool:
	"""Return whether a deal or follow-up lets its people be read."""
	return bool(doc) and (not having.status or doc.get("status") == having.status)


def differs(before: Document | None, doc: Document, fieldnames: tuple[str, ...]) -> bool:
	"""Return whether one of the fields is another; all of a new record's are."""
	return not before or any((before.get(name) or None) != (doc.get(name) or None) for name in fieldnames)


def follow_owner(person: Document, _event: str | None = None) -> None:
	"""After the save of a contact or customer: who owned it may still read it, by a deal of theirs (`on_update`)."""
	before, fieldname = person.get_doc_before_save(), OWNER_FIELD[person.doctype]
	if not before:
		return
	if before.get("customer") != person.get("customer"):
		forget_given_to_all()  # its deals and notes without a customer got this one
	elif before.get(fieldname) != person.get(fieldname):
		forget_given_to([before.get(fieldname)])


def follow_many(*_args: object, **_facts: object) -> None:
	"""After a deletion, a merge, or an import's chunk: notes and deals go, or name others (hooks)."""
	forget_given_to_all()
