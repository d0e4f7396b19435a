"""Where capabilities meet: one tells that something happened or asks who has something to add, others answer.

A meeting point is a hook of Frappe's: `hooks.py` lists, in their order, the dotted paths of those who answer, and other apps may
add theirs. Whoever tells or asks imports none of them. Who is told (`tell`) runs in the transaction of whoever tells; what they raise
undoes it. Who is asked (`answers`) adds to something that people look at, which does without another app that fails.
What follows from saving or deleting one record is no meeting point of ours but Frappe's `doc_events`. docs/meeting-points.md has
an example of each.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from enum import unique
from typing import TypeVar

import frappe

from frappe_crm_app.kit.conflicts import is_conflict, undoing
from frappe_crm_app.kit.enums import StrEnum

APP = "frappe_crm_app"
BULK = "crm_bulk_writing"
LONGEST_TITLE = 140  # of an Error Log
Answer = TypeVar("Answer")


@unique
class Point(StrEnum):
	"""The meeting points, each with what its handlers are called with."""

	MERGING = "crm_merging"
	"""`(doctype, keep, remove)`: two records become one; nothing that points to `remove` has been moved yet."""
	MERGING_ROWS = "crm_merging_rows"
	"""`(repointed, keeper, removed)`: before that, what must not be there twice is changed by `repointed`, which an unmerge takes back."""
	UNMERGED = "crm_unmerged"
	"""`(doctype, kept, removed)`: a merge was undone; both are there, and so is what pointed to each."""
	IMPORT_CHUNK_WRITTEN = "crm_import_chunk_written"
	"""`(contact_import, customers)`: rows of a CRM Contact Import were written; `customers` are those made for them."""
	IMPORT_CHUNK_UNDOING = "crm_import_chunk_undoing"
	"""`(customers)`: rows of an import are about to be taken back, with those customers made for them that nobody uses."""
	CONTACT_SECTIONS = "crm_contact_sections"
	"""Not called but asked: lists of other apps with `tab`, `is_offered()` and `of_contact(contact, limit)`."""
	CUSTOMER_SECTIONS = "crm_customer_sections"
	"""`(customer, limit) -> dict | None`: see docs/customer-page.md."""
	DEAL_SECTIONS = "crm_deal_sections"
	"""`(deal, limit) -> dict | None`, of the same shape."""
	PROJECT_SECTIONS = "crm_project_sections"
	"""`(project, limit) -> dict | None`, likewise."""
	TIMELINE_SOURCES = "crm_timeline_sources"
	"""Not called but asked: a `TimelineSource` of `kit/timeline_source.py`."""
	CALENDAR_SOURCES = "crm_calendar_sources"
	"""Not called but asked: a `CalendarSource` of `kit/calendar_source.py`, whose entries stand in the one calendar."""
	ROOM_PARTS = "crm_room_parts"
	"""`(contact, project) -> {label, rows: [{title, more, link}]} | None`: what a contact without a login sees besides in their room,
	of a project in which they take part; all text, `link` an address that opens by itself."""
	CARD_FACTS = "crm_card_facts"
	"""`(doctype, cards, criteria) -> {name: facts}`: what a board shows on the cards of records beside their own fields."""
	RECORDS_GIVEN = "crm_records_given"
	"""`(doctype, to_user, number)`: a bulk change gave so many records to somebody; `doctype` is `None` where they are of several."""
	RECORDS_TAKEN = "crm_records_taken"
	"""`(doctype, taken)`: a bulk change gave records of these users, `{user: number}`, to another; `doctype` as in `RECORDS_GIVEN`."""
	DIGEST_PARTS = "crm_digest_parts"
	"""`(user, begins, ends, zone) -> {label, total, rows: [{title, more, link}]} | None`: a part of the morning digest."""
	SEARCH_SOURCES = "crm_search_sources"
	"""Not called but asked: a `SearchSource` of `kit/search_source.py`."""
	TODAY_PARTS = "crm_today_parts"
	"""`(people, day, limit, start, only) -> [{key, label, total, rows, list, hint}]`: parts of the Today page."""
	EVENT_KINDS = "crm_event_kinds"
	"""Not called but read: tuples of `domain_events.kinds.Kind`."""
	EVENT_LISTENERS = "crm_event_listeners"
	"""`() -> names`: the kinds of events that are to be written down for somebody who reads them."""
	DOMAIN_EVENT = "crm_domain_event"
	"""`(kind, name)`, in a job after the commit, each call in a transaction of its own: see docs/domain-events.md."""
	TIME_CHECKS = "crm_time_checks"
	"""Not called but read: each a `domain_events.occasions.TimeCheck`."""
	CONDITION_LINKS = "crm_condition_links"
	"""Not called but read: `{DocType: [link fields]}` whose records' fields conditions may ask for, too."""
	WORKFLOW_STEPS = "crm_workflow_steps"
	"""Not called but read: each an `kit.workflow_steps.StepType`, what rules can do."""
	MAIL_STORED = "crm_mail_stored"
	"""`(mail, mailbox, read)`: a mail that nobody had is stored, by its name, in a mailbox; `read` is what it says (`records/mail/message.py`)."""
	MAIL_FILERS = "crm_mail_filers"
	"""`(posted) -> Filed | None`: what a mail is about besides whom its addresses name (`records/mail/filing.py`), before it is stored."""
	MAIL_SENT = "crm_mail_sent"
	"""`(mail)`: a mail that was written here is on its way, by its name; its files and the people to whom it goes are known."""
	SUBMISSION_PROCESSED = "crm_submission_processed"
	"""`(submission, contact)`: what somebody sent by a lead form, a CRM Lead Submission, has become a contact, or was found to be one's."""
	SUBSCRIPTION_PENDING = "crm_subscription_pending"
	"""`(subscription)`: a CRM Subscription, by its name, waits for the person to confirm it; whoever asks them is told."""
	UNSUBSCRIBED = "crm_unsubscribed"
	"""`(contact, address, recipient, lists)`: somebody wants no more mails, of these mailing lists or, where it is `None`, any; `recipient`
	is the token of the campaign's recipient whose link it was, `""` where none is known."""
	LISTS_OF_RECIPIENT = "crm_lists_of_recipient"
	"""`(recipient) -> [mailing lists] | None`: the lists alone to which the campaign of a recipient, known by its token, went."""
	MESSAGING_PROVIDERS = "crm_messaging_providers"
	"""Not called but asked: each a `kit.messaging_provider.MessagingProvider`, through which messages go out."""
	MESSAGE_CHANGED = "crm_message_changed"
	"""`(message)`, a CRM Message as it is now stored, in the transaction that changed its status."""
	FILE_LEAVING = "crm_file_leaving"
	"""`(file)`: a File is about to be deleted, or to lie elsewhere; what must be kept is refused before anything is gone from disk."""
	QUOTE_LINK = "crm_quote_link"
	"""`(quote, address) -> url | None`: the link by which somebody who gets a quote by mail opens it, in the transaction that mails it."""
	REVOKING_QUOTE_LINKS = "crm_quote_links_revoking"
	"""`(quote)`: the links to a quote, by its name, are to open nothing any more."""
	OUTBOXES = "crm_outboxes"
	"""Not called but asked: what is owed and worked off by jobs, see kit/outbox/README.md."""


def handlers(point: Point) -> list[Callable]:
	"""Return who meets here, in the order of the hooks; sends no statement."""
	return [frappe.get_attr(path) for path in frappe.get_hooks(point)]


def tell(point: Point, **facts: object) -> None:
	"""Call all who meet here, one after the other."""
	for handler in handlers(point):
		handler(**facts)


def answers(point: Point, ask: Callable[[object], Answer | None]) -> dict[str, Answer]:
	"""Return what `ask` gets from each who meets here, by dotted path, in the order of the hooks; nothing from who answers `None`.

	Another app that raises is left out.
	"""
	found = {}
	for path in frappe.get_hooks(point):
		with alone(path):
			answer = ask(frappe.get_attr(path))
			if answer is not None:
				found[path] = answer
	return found


def alone(path: str) -> AbstractContextManager[None]:
	"""Return the context in which to ask another app for something, or one of ours, which costs nothing and raises."""
	return nullcontext() if is_ours(path) else leaving_out(path)


def is_ours(path: str) -> bool:
	"""Return whether a dotted path leads into this app."""
	return path.startswith(f"{APP}.")


@contextmanager
def leaving_out(path: str) -> Iterator[None]:
	"""Do without what raises inside: it is logged, and undone. A conflict is raised on: all of it is done again."""
	try:
		with undoing("crm_meeting_point", Exception):
			yield
	except Exception as error:
		if is_conflict(error):
			raise
		frappe.clear_messages()
		# deferred: a GET request is rolled back
		frappe.log_error(title=f"Left out: {path}"[:LONGEST_TITLE], defer_insert=True)


@contextmanager
def writing_in_bulk() -> Iterator[None]:
	"""Say that many records are being made, about which the meeting point of that work tells afterwards.

	What would follow from each alone, as a message to the outside, asks `is_bulk_writing()` and leaves it to that.
	"""
	before = frappe.flags.get(BULK)
	frappe.flags[BULK] = True
	try:
		yield
	finally:
		frappe.flags[BULK] = before


def is_bulk_writing() -> bool:
	"""Return whether `writing_in_bulk` is under way."""
	return bool(frappe.flags.get(BULK))
