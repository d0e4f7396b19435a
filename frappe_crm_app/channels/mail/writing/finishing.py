"""What follows once a mail is sent, or is not: its place in the mailbox, what it is about, who is told."""

from collections.abc import Collection, Mapping

import frappe
from frappe import _
from frappe.utils import escape_html

from frappe_crm_app.channels.mail.writing.outgoing import Outgoing
from frappe_crm_app.frappe_crm_app.doctype.crm_mail.options import DeliveryState
from frappe_crm_app.frappe_crm_app.doctype.crm_mailbox_entry.options import EntryFolder
from frappe_crm_app.kit.meeting_points import Point
from frappe_crm_app.kit.meeting_points import tell as tell_point
from frappe_crm_app.kit.telling import notify
from frappe_crm_app.records.mail import happenings, newcomers
from frappe_crm_app.records.mail.filing import file_written
from frappe_crm_app.records.mail.linking import link, links_of
from frappe_crm_app.records.mail.relinking import chosen_in
from frappe_crm_app.records.mail.rows import ENTRY, MAIL, insert_links
from frappe_crm_app.records.mail.storing import sharing_of
from frappe_crm_app.visibility import policy


def file_as_sent(row: frappe._dict, outgoing: Outgoing) -> None:
	"""File a mail that somebody has among what was sent, link it, and tell whoever listens; once, however often it is called."""
	entry = frappe.db.get_value(
		ENTRY, {"mail": row.name, "mailbox": row.mailbox}, ["name", "folder"], as_dict=True, for_update=True
	)
	if not entry or entry.folder != EntryFolder.DRAFTS:
		return
	values = {"folder": str(EntryFolder.SENT), "sharing": sharing_of(row.mailbox, EntryFolder.SENT)}
	frappe.db.set_value(ENTRY, entry.name, values)
	link_as_told(row, outgoing)
	file_written(row)
	link(row.name)
	newcomers.begin_to_follow()
	tell_point(Point.MAIL_SENT, mail=row.name)
	happenings.tell_sent(row.name)


def link_as_told(row: frappe._dict, outgoing: Outgoing) -> None:
	"""Link a mail to what people chose for its thread, and to the record about which it was written, if its writer sees that."""
	chosen = chosen_in(row.thread, row.mailbox)
	if chosen.doctypes:
		frappe.db.set_value(MAIL, row.name, {"chosen_links": chosen.as_text(), "customer": chosen.customer})
	there = {(each.link_doctype, each.link_name) for each in links_of([row.name])}
	wanted = [record for record in (*chosen.records, *told_of(row, outgoing)) if record not in there]
	insert_links([(row.name, *record, 1) for record in dict.fromkeys(wanted)], first=len(there) + 1)


def told_of(row: frappe._dict, outgoing: Outgoing) -> list[tuple[str, str]]:
	"""Return the record about which a mail was written, where it is still there and the writer sees it."""
	if not outgoing.about:
		return []
	doctype, name = outgoing.about
	is_seen = frappe.db.exists(doctype, name) and policy.may(doctype, name, row.written_by)
	return [(doctype, name)] if is_seen else []


def given_up(row: frappe._dict, reason: str) -> dict | None:
	"""Say what becomes of a mail that is not tried any more (`on_given_up` of the outbox): it is a draft with a reason.

	Where some have it, it was sent, and not to all.
	"""
	folder = frappe.db.get_value(ENTRY, {"mail": row.name, "mailbox": row.mailbox}, "folder")
	if folder and folder != EntryFolder.DRAFTS:
		tell_refused(row, reason)
		return {"delivery_state": DeliveryState.SENT, "outgoing": None}
	tell(row, _("“{0}” was not sent: {1}"), reason)
	return None


def tell_delayed(row: frappe._dict, reason: str) -> None:
	"""Tell who wrote a mail that it is not sent yet, for a reason that they can do something about."""
	tell(row, _("“{0}” is not sent yet: {1} It is tried again for a day."), reason)


def tell_refused(row: frappe._dict, reason: str) -> None:
	"""Tell who wrote a mail that it did not go to all."""
	tell(row, _("“{0}” was not sent to everybody: {1}"), reason)


def tell(row: frappe._dict, sentence: str, reason: str) -> None:
	"""Leave who wrote a mail a notification; `reason` is stored, so nothing in it is markup."""
	writer = row.written_by
	if writer and frappe.db.exists("User", {"name": writer, "enabled": 1}):
		subject = escape_html(row.subject or _("without a subject"))
		notify(writer, sentence.format(subject, reason), MAIL, row.name)


def sentence_of_refused(refused: Mapping[str, str], blind: Collection[str] = ()) -> str:
	"""Return whom the server refused and why; `blind` are addresses that are not named where others may read it."""
	sentence = _("{0} was refused: {1}.")
	told = (
		sentence.format(shown(each, blind), said.replace(each, shown(each, blind)).rstrip("."))
		for each, said in refused.items()
	)
	return " ".join(told)[:1000]


def shown(email: str, blind: Collection[str]) -> str:
	"""Return somebody as those may know them who read the mail."""
	return _("a blind copy") if email in blind else email
