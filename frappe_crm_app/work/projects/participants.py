"""Who takes part in a project: contacts, and users, who then see it."""

import frappe
from frappe import _
from frappe.model.document import Document

from frappe_crm_app.work.logins import logins_of, refuse_without_access

LONGEST_WORD = 60
MOST = 500


def keep_participants(project: Document) -> None:
	"""Refuse what names nobody, or one person twice; a contact with a login takes part with it."""
	if len(project.participants) > MOST:
		frappe.throw(_("At most {0} people take part in a project.").format(MOST))
	before = project.get_doc_before_save()
	former = {row.user for row in before.participants} if before else set()
	logins = logins_of(row.contact for row in project.participants if row.contact and not row.user)
	for row in project.participants:
		row.user = row.user or logins.get(row.contact)
		row.project_role, row.participant_group = word(row.project_role), word(row.participant_group)
		refuse_nobody(row)
		if row.user and row.user not in former:
			refuse_without_access(row.user)
	for fieldname in ("contact", "user"):
		refuse_twice([row.get(fieldname) for row in project.participants])


def word(text: str | None) -> str | None:
	"""Return the name of a role or group with single spaces."""
	return " ".join((text or "").split())[:LONGEST_WORD] or None


def refuse_nobody(row: Document) -> None:
	"""Raise `frappe.ValidationError` for a row without anybody."""
	if not row.contact and not row.user:
		frappe.throw(_("Row {0} of the participants names neither a contact nor a user.").format(row.idx))


def refuse_twice(names: list[str | None]) -> None:
	"""Raise `frappe.ValidationError` for somebody who is listed twice."""
	listed = [name for name in names if name]
	if len(listed) != len(set(listed)):
		frappe.throw(_("Each person takes part in a project once."))
