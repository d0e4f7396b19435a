"""Tells who is mentioned in a follow-up; Frappe does it for comments."""

import frappe
from frappe.desk.notifications import extract_mentions
from frappe.model.document import Document

from frappe_crm_app.channels.told.giving import is_silent
from frappe_crm_app.channels.told.sentences import of_mention
from frappe_crm_app.kit.telling import Reason, tell
from frappe_crm_app.visibility import policy
from frappe_crm_app.visibility.guarded import NOTE
from frappe_crm_app.visibility.guards import can_hold

MARK = 'class="mention"'
CHOSEN = "mentioned"
MOST = 50


def tell_mentioned(note: Document, _event: str | None = None) -> None:
	"""Tell each who is mentioned since this save and may see the follow-up; the others would be told of what is hidden from them."""
	mentioned = newly_mentioned(note) - {frappe.session.user}
	if not mentioned or is_silent():
		return
	for user in sorted(mentioned):
		if can_hold(user) and policy.may(NOTE, note.name, user):
			tell(user, of_mention(note), Reason.MENTION, NOTE, note.name)


def newly_mentioned(note: Document) -> set[str]:
	"""Return who is mentioned since this save.

	A follow-up's text is plain: our forms send whom the writer chose beside it, as `mentioned`, which is not stored. A text of the
	desk's editor, from elsewhere, names them itself.
	"""
	chosen = note.get(CHOSEN)
	users = {user for user in chosen[:MOST] if isinstance(user, str)} if isinstance(chosen, list) else set()
	if MARK not in (note.content or ""):
		return users
	before = note.get_doc_before_save()
	return users | (mentioned_in(note.content) - (mentioned_in(before.content) if before else set()))


def mentioned_in(text: str | None) -> set[str]:
	"""Return the users who are mentioned in a text of the desk's editor."""
	return set(extract_mentions(text)) if text else set()
