"""Values of the Select fields of CRM Mail Folder."""

from frappe_crm_app.kit.enums import StrEnum


class FolderKind(StrEnum):
	"""What a folder on a server is for."""

	INBOX = "Inbox"
	ARCHIVE = "Archive"
	SPAM = "Spam"
	SENT = "Sent"
	DRAFTS = "Drafts"
	OTHER = "Other"
