"""How fetching a mailbox goes, as people see it; and what a save does of that."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import fmt_money, now, now_datetime

from frappe_crm_app.channels.mail.fetching.failing import WORKING
from frappe_crm_app.channels.mail.fetching.folders import FOLDER
from frappe_crm_app.channels.mail.fetching.tasks import OUTBOX
from frappe_crm_app.frappe_crm_app.doctype.crm_mailbox.options import MailboxStatus

# What fetching writes, and nobody else: a form that was open meanwhile does not write it back.
DERIVED = (
	"status", "problem", "fetched_on", "attempts", "next_attempt_on", "failing_since", "is_told", "lease_key", "lease_until",
)  # fmt: skip

# Whoever is fetching it at this moment has lost it by that.
PAUSED = {
	"is_paused": 1,
	"status": str(MailboxStatus.PAUSED),
	"problem": None,
	"lease_key": None,
	"lease_until": None,
	**WORKING,
}


def keep_fetching_true(mailbox: Document, _event: str | None = None) -> None:
	"""Let a save of a mailbox pause fetching and go on with it, and change nothing else of it (`validate`)."""
	before = mailbox.get_doc_before_save()
	for fieldname in DERIVED:
		mailbox.set(fieldname, before.get(fieldname) if before else None)
	if mailbox.is_paused:
		mailbox.update(PAUSED)
	elif not before or before.status == MailboxStatus.PAUSED:
		mailbox.update({"status": str(MailboxStatus.CONNECTED), "problem": None, "attempts": 0, **WORKING})
		mailbox.next_attempt_on = now_datetime()
		OUTBOX.enqueue()


def pause(mailbox: str) -> None:
	"""Fetch a mailbox no more."""
	OUTBOX.update({**PAUSED, "modified": now()}, frappe.qb.DocType("CRM Mailbox").name == mailbox)
	frappe.clear_document_cache("CRM Mailbox", mailbox)


def state_of(mailbox: str) -> dict:
	"""Return how it stands: `{status, problem, fetched_on, here, on_server, sentence, folders: [{folder_name, kind, is_synced, here,
	on_server, checked_on, problem}]}`."""
	fields = ["status", "problem", "fetched_on", "is_paused", "next_attempt_on"]
	state = frappe.db.get_value("CRM Mailbox", mailbox, fields, as_dict=True)
	columns = ["folder_name", "kind", "is_synced", "here", "on_server", "checked_on", "problem"]
	folders = frappe.get_all(FOLDER, {"mailbox": mailbox}, columns, order_by="creation asc, folder_name asc")
	read = [each for each in folders if each.is_synced]
	here, there = (sum(each[name] or 0 for each in read) for name in ("here", "on_server"))
	is_checked = bool(read) and all(each.checked_on for each in read)
	told = {"here": here, "on_server": there, "folders": folders, "is_checked": is_checked}
	return {**state, **told, "sentence": sentence(here, there, is_checked)}


def sentence(here: int, there: int, is_checked: bool) -> str:
	"""Return how many mails are here, as "4,812 of 4,812"."""
	if not is_checked and not there:
		return _("The mails are about to be fetched.")
	numbers = [fmt_money(number, precision=0) for number in (here, max(there, here))]
	if not is_checked:
		return _("{0} of {1} mails are here; the others follow, the newest first.").format(*numbers)
	return _("{0} of {1} mails are here.").format(*numbers)
