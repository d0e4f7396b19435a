"""The next step of each card: its earliest open note (hook `crm_card_facts`)."""

import frappe

from frappe_crm_app.frappe_crm_app.doctype.crm_follow_up_note.options import NoteStatus
from frappe_crm_app.records.pipeline.kinds import KIND_OF_DOCTYPE
from frappe_crm_app.visibility.permlevels import empty_hidden, is_hidden
from frappe_crm_app.visibility.user_criteria import UserCriteria

NOTE = "CRM Follow-up Note"


def next_steps(doctype: str, cards: list[dict], criteria: UserCriteria) -> dict[str, dict]:
	"""Return `{next_step: {name, action, subject}}` of each card, `None` where it has none that the user may see."""
	names = [card["name"] for card in cards if card["next_follow_up_on"]]
	names = [] if is_hidden(NOTE, "scheduled_on") else names
	facts: dict[str, dict] = {card["name"]: {"next_step": None} for card in cards}
	for step in reversed(select_next_steps(doctype, names, criteria)) if names else ():
		facts[step.record]["next_step"] = {"name": step.name, "action": step.action, "subject": step.subject}
	return facts


def select_next_steps(doctype: str, names: list[str], criteria: UserCriteria) -> list[frappe._dict]:
	"""Return the open, scheduled notes of these records that the session's user may see, earliest first."""
	note = frappe.qb.DocType("CRM Follow-up Note")
	record = note[KIND_OF_DOCTYPE[doctype].note_link]
	query = (
		frappe.qb.from_(note)
		.select(record.as_("record"), note.name, note.action, note.subject, note.scheduled_on)
		.where(record.isin(names))
		.where(note.status == NoteStatus.OPEN)
		.where(note.scheduled_on.isnotnull())
		.orderby(note.scheduled_on)
	)
	allowed = criteria.criterion("CRM Follow-up Note")
	rows = (query if allowed is None else query.where(allowed)).run(as_dict=True)
	empty_hidden(NOTE, rows)
	return rows
