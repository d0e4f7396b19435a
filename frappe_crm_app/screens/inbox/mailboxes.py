"""Which mailboxes the session's user reads, how they are, and who may be given a mail."""

from collections.abc import Sequence

import frappe
from frappe import _
from pypika import Case
from pypika.terms import Criterion, ValueWrapper

from frappe_crm_app.visibility import policy
from frappe_crm_app.visibility.guarded import ENTRY, MAILBOX
from frappe_crm_app.visibility.user_criteria import UserCriteria
from frappe_crm_app.visibility.users import has_crm_role

FOLDER, ACCOUNT = "CRM Mail Folder", "Email Account"


def refuse_others() -> None:
	"""Raise `frappe.PermissionError` for who has nothing to do with the CRM."""
	if not has_crm_role():
		frappe.throw(_("The inbox is for people of the CRM."), frappe.PermissionError)


def read_mailboxes(criteria: UserCriteria, *, with_managed: bool = False) -> list[frappe._dict]:
	"""Return the mailboxes whose mails the user reads, their own first, `[{name, title, email, user, …}]`; one statement.

	With those that they only manage, where that is asked for: each says whether it `is_read_by` the user.
	"""
	if not frappe.has_permission(ENTRY, "read"):
		return []
	mailbox, account = frappe.qb.DocType(MAILBOX), frappe.qb.DocType(ACCOUNT)
	is_theirs = policy.membership(mailbox.name, criteria.who.user)
	query = (
		frappe.qb.from_(mailbox)
		.left_join(account)
		.on(account.name == mailbox.email_account)
		.select(mailbox.name, mailbox.title, mailbox.user, mailbox.sharing, mailbox.status, mailbox.problem)
		.select(mailbox.is_paused, account.email_id.as_("email"), is_member(is_theirs).as_("is_read_by"))
		.orderby(mailbox.title, mailbox.name)
	)
	allowed = criteria.criterion(MAILBOX) if with_managed else is_theirs
	rows = (query if allowed is None else query.where(allowed)).run(as_dict=True)
	return sorted(rows, key=lambda row: row.user != criteria.who.user)


def is_member(criterion: Criterion | None) -> Case | ValueWrapper:
	"""Return 1 where somebody is one of a mailbox's people, else 0."""
	return ValueWrapper(1) if criterion is None else Case().when(criterion, 1).else_(0)


def names_of(mailboxes: Sequence[frappe._dict], only: str | None) -> list[str]:
	"""Return the names of these mailboxes, or of `only` one of them. Raises `frappe.PermissionError` for one that is none of them."""
	names = [mailbox.name for mailbox in mailboxes]
	if only is None:
		return names
	if only not in names:
		frappe.throw(_("There is no such mailbox that you can read."), frappe.PermissionError)
	return [only]


def setup() -> dict:
	"""Return what the page begins with; see `api.get_setup`."""
	refuse_others()
	criteria = UserCriteria()
	mailboxes = read_mailboxes(criteria, with_managed=True)
	folders = read_folders([mailbox.name for mailbox in mailboxes])
	return {"mailboxes": [told(mailbox, folders.get(mailbox.name, []), criteria) for mailbox in mailboxes]}


def told(mailbox: frappe._dict, folders: list[frappe._dict], criteria: UserCriteria) -> dict:
	"""Return a mailbox with its folders as the page shows it."""
	synced = [folder for folder in folders if folder.is_synced]
	return {
		**mailbox,
		"is_own": mailbox.user == criteria.who.user,
		"is_read_by": bool(mailbox.is_read_by),
		"folders": synced,
		"here": sum(folder.here or 0 for folder in synced),
		"on_server": sum(folder.on_server or 0 for folder in synced),
		"checked_on": min((folder.checked_on for folder in synced if folder.checked_on), default=None),
	}


def read_folders(mailboxes: Sequence[str]) -> dict[str, list[frappe._dict]]:
	"""Return the folders of these mailboxes, which the caller may read, by mailbox; one statement."""
	if not mailboxes:
		return {}
	folder = frappe.qb.DocType(FOLDER)
	query = frappe.qb.from_(folder).where(folder.mailbox.isin(mailboxes)).orderby(folder.folder_name)
	columns = (
		*(
			"name",
			"mailbox",
			"folder_name",
			"kind",
			"is_synced",
			"here",
			"on_server",
			"checked_on",
			"problem",
		),
	)
	found: dict[str, list[frappe._dict]] = {}
	for row in query.select(*columns).run(as_dict=True):
		found.setdefault(row.mailbox, []).append(row)
	return found
