"""What of a mail whoever sees a linked record sees: the mailbox's default, copied to each mail as it is filed, and changed for one.

Another default is for mails to come. Those that are here keep what they have; whoever changes it is offered to change those that
have just the former default, not what was chosen for single mails.
"""

import frappe
from frappe import _

from frappe_crm_app.frappe_crm_app.doctype.crm_mailbox.options import MailSharing
from frappe_crm_app.frappe_crm_app.doctype.crm_mailbox_entry.options import NEVER_SHARED
from frappe_crm_app.kit.set_based import update_records
from frappe_crm_app.records.mail.rights import MAILBOX, check_member, refuse
from frappe_crm_app.records.mail.rows import ENTRY


def share(entry: str, sharing: str) -> None:
	"""Share a mail as far as this; raises `frappe.PermissionError` for who is none of its mailbox's people."""
	if not frappe.db.exists(ENTRY, entry):
		refuse()
	doc = frappe.get_doc(ENTRY, entry)
	check_member(doc.mailbox)
	doc.sharing = str(read_sharing(sharing))
	doc.save()


def change_default(mailbox: str, sharing: str, with_those_here: bool = False) -> int:
	"""Share mails to come as far as this and, if so chosen, those here that have the former default; return how many changed."""
	doc = frappe.get_doc(MAILBOX, mailbox)
	doc.check_permission("write")
	check_member(mailbox)
	former, doc.sharing = doc.sharing, str(read_sharing(sharing))
	doc.save()
	return change_those_here(mailbox, former, doc.sharing) if with_those_here else 0


def count_with_default(mailbox: str) -> int:
	"""Return how many mails of a mailbox a changed default would be offered for."""
	check_member(mailbox)
	return count_with(mailbox, frappe.db.get_value(MAILBOX, mailbox, "sharing"))


def count_with(mailbox: str, sharing: str) -> int:
	"""Return how many mails of a mailbox are shared just so."""
	folders = [str(folder) for folder in NEVER_SHARED]
	return frappe.db.count(ENTRY, {"mailbox": mailbox, "sharing": sharing, "folder": ("not in", folders)})


def change_those_here(mailbox: str, former: str, sharing: str) -> int:
	"""Change the mails that are shared as the default was, and return how many there were."""
	if former == sharing:
		return 0
	entry = frappe.qb.DocType(ENTRY)
	number = count_with(mailbox, former)
	query = update_records(ENTRY).set(entry.sharing, sharing)
	query = query.where((entry.mailbox == mailbox) & (entry.sharing == former))
	query.where(entry.folder.notin([str(folder) for folder in NEVER_SHARED])).run()
	frappe.clear_document_cache(ENTRY)
	return number


def read_sharing(text: str) -> MailSharing:
	"""Return how far a mail is to be shared; raises `frappe.ValidationError` for what is no such word."""
	if text not in list(MailSharing):
		frappe.throw(_("A mail is shared as one of: {0}.").format(", ".join(_(each) for each in MailSharing)))
	return MailSharing(text)
