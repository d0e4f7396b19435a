"""Values of the Select fields of CRM Mailbox Entry; its sharing is CRM Mailbox's."""

from frappe_crm_app.kit.enums import StrEnum


class EntryFolder(StrEnum):
	"""Where a mail lies here, whatever folder it is in on its server."""

	INBOX = "Inbox"
	ARCHIVE = "Archive"
	SPAM = "Spam"
	SENT = "Sent"
	DRAFTS = "Drafts"


# A mail that lies there is nobody's but the mailbox's people's, whatever is shared.
NEVER_SHARED = (EntryFolder.SPAM, EntryFolder.DRAFTS)
