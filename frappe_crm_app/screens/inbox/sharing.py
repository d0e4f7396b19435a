"""Who reads a mail, or would if it were shared otherwise, and sharing one mail or its whole conversation."""

import frappe

from frappe_crm_app.records.mail import readers
from frappe_crm_app.records.mail import sharing as records
from frappe_crm_app.records.mail.rows import ENTRY
from frappe_crm_app.screens.inbox.acting import conversations
from frappe_crm_app.screens.inbox.mailboxes import refuse_others


def who_can_read(entry: str, sharing: str | None) -> dict:
	"""Return `{sharing, readers}`; see `api.who_can_read`."""
	refuse_others()
	told = readers.who_can_read(entry, sharing)
	return {"sharing": sharing or frappe.db.get_value(ENTRY, entry, "sharing"), "readers": told}


def share(entry: str, sharing: str, is_whole: bool) -> list[str]:
	"""Share a mail, or its conversation in that mailbox and folder, as far as this; return the entries that were shared."""
	refuse_others()
	names = [each.name for each in conversations([entry])] if is_whole else [entry]
	for name in names:
		records.share(name, sharing)
	return names
