"""What a row of the inbox shows of its conversation: with whom, how many mails, whose the last word is, of which customer."""

from collections.abc import Sequence

import frappe
from frappe.query_builder.functions import Count, Max
from pypika import Case

from frappe_crm_app.frappe_crm_app.doctype.crm_mail.options import Direction
from frappe_crm_app.frappe_crm_app.doctype.crm_mailbox_entry.options import EntryFolder
from frappe_crm_app.records.mail.rows import ENTRY, PERSON
from frappe_crm_app.records.mail.unanswered import waits
from frappe_crm_app.screens.timeline.titles import titles_of_links
from frappe_crm_app.visibility.criteria import any_of
from frappe_crm_app.visibility.guarded import CUSTOMER
from frappe_crm_app.visibility.user_criteria import UserCriteria

USER = "User"


def described(entries: list[frappe._dict], mailboxes: Sequence[str], criteria: UserCriteria) -> list[dict]:
	"""Return the rows for entries with their mails; three statements. `mailboxes` are all that the user reads."""
	if not entries:
		return []
	figures = figures_of({entry.thread for entry in entries}, mailboxes, criteria)
	people = people_of([entry.mail for entry in entries])
	titles = titles_of_links(
		[(CUSTOMER, entry.customer) for entry in entries] + [(USER, entry.assigned_to) for entry in entries]
	)
	return [described_row(entry, figures.get(entry.thread), people, titles) for entry in entries]


def described_row(
	entry: frappe._dict, figures: frappe._dict | None, people: dict[str, list[frappe._dict]], titles: dict
) -> dict:
	"""Return a row: the entry and its mail, `who`, `number`, `waiting_since`, `customer_name`, `assigned_name`, `tags`."""
	row = dict(entry)
	row["tags"] = tags_of(row.pop("_user_tags"))
	row["who"] = who_of(entry, people.get(entry.mail, []))
	row["number"] = figures.number if figures else 1
	row["waiting_since"] = figures.waiting_since if figures else None
	row["customer_name"] = titles.get((CUSTOMER, entry.customer))
	row["customer"] = entry.customer if row["customer_name"] else None
	row["assigned_name"] = titles.get((USER, entry.assigned_to)) or entry.assigned_to
	return row


def tags_of(text: str | None) -> list[str]:
	"""Return Frappe's tags of a record as a list."""
	return [tag for tag in (text or "").split(",") if tag]


def who_of(entry: frappe._dict, people: Sequence[frappe._dict]) -> str:
	"""Return whom a mail is with: who wrote it, or to whom it goes."""
	if entry.direction == Direction.IN:
		return entry.from_name or entry.from_email or ""
	return ", ".join(person.full_name or person.email for person in people)


def people_of(mails: Sequence[str]) -> dict[str, list[frappe._dict]]:
	"""Return to whom these mails, which the caller reads, were written; at most a few of each are of use."""
	participant = frappe.qb.DocType(PERSON)
	query = frappe.qb.from_(participant).select(participant.parent, participant.email, participant.full_name)
	query = query.where(
		participant.parent.isin(list(mails)) & (participant.kind == "To") & (participant.idx <= 4)
	)
	found: dict[str, list[frappe._dict]] = {}
	for row in query.orderby(participant.idx).run(as_dict=True):
		found.setdefault(row.parent, []).append(row)
	return found


def figures_of(
	threads: set[str], mailboxes: Sequence[str], criteria: UserCriteria
) -> dict[str, frappe._dict]:
	"""Return `{number, waiting_since}` of conversations by thread: how many mails are read of it, and since when one waits for an answer.

	Only of entries that the user reads: what stands in others' mailboxes is not even counted.
	"""
	entry = frappe.qb.DocType(ENTRY)
	waiting = Case().when(waits(entry), entry.sent_on)
	seen = entry.mailbox.isin(list(mailboxes)) if mailboxes else None
	given = entry.assigned_to == criteria.who.user
	query = (
		frappe.qb.from_(entry)
		.select(entry.thread, Count(entry.mail).distinct().as_("number"), Max(waiting).as_("waiting_since"))
		.where(entry.thread.isin(sorted(threads)))
		.where(entry.folder.notin([str(EntryFolder.DRAFTS), str(EntryFolder.SPAM)]))
		.where(any_of(*(each for each in (seen, given) if each is not None)))
		.groupby(entry.thread)
	)
	return {row.thread: row for row in query.run(as_dict=True)}
