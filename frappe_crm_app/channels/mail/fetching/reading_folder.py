"""Reads one folder: what is new, then what is missing, newest first; compares what is here with what lies on the server.

Each mail is committed with how far the folder was read, so a job that is killed anywhere is followed by one that goes on.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import frappe
from frappe import _
from frappe.utils import get_datetime, getdate, now_datetime

from frappe_crm_app.channels.mail.fetching import copies, folders
from frappe_crm_app.channels.mail.fetching.batches import batches
from frappe_crm_app.channels.mail.fetching.client import Examined, ImapClient
from frappe_crm_app.channels.mail.fetching.keeping import Filed, keep, keep_header, take
from frappe_crm_app.channels.mail.fetching.responses import FetchedMail
from frappe_crm_app.channels.mail.servers.problems import MailProblem, ProblemKind
from frappe_crm_app.kit.outbox.outcomes import TryLater
from frappe_crm_app.kit.phrases import plural

SIZES_AT_ONCE = 1_000
LARGEST = 100_000_000  # bytes of a mail of which more than its header is kept
MOST_UNKEPT = 5  # in one turn, after which it is not the mails that are at fault
NIGHT = 3  # o'clock, on the site's clock


@dataclass
class Turn:
	"""One look at a mailbox: until when (`time.monotonic`), and what is called before each batch is fetched, to keep the lease."""

	mailbox: str
	email: str
	since: date | None
	end: float
	go_on: Callable[[], None]
	unkept: int = 0
	is_complete: bool = field(default=True)

	def is_over(self) -> bool:
		"""Return whether time is up: what is left is for the next turn."""
		if time.monotonic() > self.end:
			self.is_complete = False
		return not self.is_complete


def read_folder(client: ImapClient, folder: frappe._dict, turn: Turn) -> None:
	"""Read what is new and, on first sight and once a night, all that is missing. Raises `MailProblem`."""
	frappe.db.commit()  # no transaction is open while the server is asked
	examined = client.examine(folders.sent_name_of(folder))
	begin(folder, examined)
	filed = Filed(turn.mailbox, turn.email, folder, examined.uidvalidity)
	new = above(client, folder, turn, examined) if is_anything_new(folder, examined) else []
	fetch(client, filed, turn, new, is_new=True)
	if not turn.is_over() and is_to_be_checked(folder):
		check(client, filed, turn, examined.messages + len(new))


def begin(folder: frappe._dict, examined: Examined) -> None:
	"""Note which state of a folder is read: of one that is new, or that the server has numbered anew, nothing is known."""
	if folder.uidvalidity == examined.uidvalidity:
		return
	copies.forget_all(folder.name)
	folder.update(
		{"uidvalidity": examined.uidvalidity, "highest_uid": max(examined.uidnext - 1, 0), "lowest_uid": 0}
	)
	folder.update({"here": 0, "on_server": examined.messages, "checked_on": None})
	kept = ("uidvalidity", "highest_uid", "lowest_uid", "here", "on_server", "checked_on")
	folders.note(folder.name, **{name: folder[name] for name in kept})
	frappe.db.commit()


def above(client: ImapClient, folder: frappe._dict, turn: Turn, examined: Examined) -> list[int]:
	"""Return the UIDs above those that were read."""
	return client.search_above(folder.highest_uid, turn.since, examined.messages)


def is_anything_new(folder: frappe._dict, examined: Examined) -> bool:
	"""Return whether a server gave UIDs above those that were read; one that does not say has to be searched."""
	return not examined.uidnext or examined.uidnext - 1 > folder.highest_uid


def is_to_be_checked(folder: frappe._dict) -> bool:
	"""Return whether all of a folder is to be compared: it never was, somebody asks for it, or not since last night."""
	now = now_datetime()
	night = now.replace(hour=NIGHT, minute=0, second=0, microsecond=0)
	last = night if night <= now else night - timedelta(days=1)
	return not folder.checked_on or get_datetime(folder.checked_on) < last


def check(client: ImapClient, filed: Filed, turn: Turn, messages: int) -> None:
	"""Fetch what lies on the server and not here, newest first, and forget what lies there no more."""
	began = now_datetime()
	there = set(client.search(turn.since, messages))
	here = copies.known(filed.folder.name, filed.uidvalidity)
	copies.forget(filed.folder.name, filed.uidvalidity, here - there)
	folders.note(filed.folder.name, on_server=len(there), here=len(here & there))
	frappe.db.commit()
	fetch(client, filed, turn, sorted(there - here, reverse=True))
	if turn.is_complete:
		note_checked(filed, there, began)


def note_checked(filed: Filed, there: set[int], began: datetime) -> None:
	"""Say how many of a folder's mails are here, and which could not be kept."""
	here = len(copies.known(filed.folder.name, filed.uidvalidity) & there)
	missing = len(there) - here
	problem = not_fetched(missing) if missing else None
	folders.note(filed.folder.name, here=here, on_server=len(there), checked_on=began, problem=problem)
	frappe.db.commit()


def not_fetched(missing: int) -> str:
	"""Return that so many mails of a folder are not here."""
	return plural(
		missing,
		"1 mail could not be fetched. It is tried again at night.",
		"{0} mails could not be fetched. They are tried again at night.",
	)


def fetch(client: ImapClient, filed: Filed, turn: Turn, uids: Sequence[int], is_new: bool = False) -> None:
	"""Fetch mails in this order, until time is up."""
	for start in range(0, len(uids), SIZES_AT_ONCE):
		if turn.is_over():
			return
		some = uids[start : start + SIZES_AT_ONCE]
		sizes = client.sizes(some)
		for batch in batches([uid for uid in some if uid in sizes], sizes):
			if turn.is_over():
				return
			turn.go_on()
			fetch_batch(client, filed, turn, batch, sizes, is_new)


def fetch_batch(
	client: ImapClient, filed: Filed, turn: Turn, batch: list[int], sizes: dict[int, int], is_new: bool
) -> None:
	"""Fetch some mails and keep each in a transaction of its own."""
	is_too_large = sizes[batch[0]] > LARGEST
	for taken in take(given(client, batch, "HEADER" if is_too_large else "")):
		watermark = watermark_of(taken.mail.uid, is_new)
		if is_too_large:
			keep_header(taken, filed, sizes[taken.mail.uid], **watermark)
		elif not keep(taken, filed, **watermark):
			note_unkept(turn)
		if turn.is_over():
			return


def watermark_of(uid: int, is_new: bool) -> dict[str, int]:
	"""Return how far a folder was read with this mail: upwards what is new, downwards what was there before."""
	return {"highest_uid": uid} if is_new else {"lowest_uid": uid}


def given(client: ImapClient, batch: list[int], part: str) -> list[FetchedMail]:
	"""Return the mails of a batch; where the server refuses to give one of them, the others."""
	try:
		return client.mails(batch, part)
	except MailProblem as problem:
		if problem.kind != ProblemKind.NOT_GIVEN:
			raise
	return [mail for uid in batch for mail in given_alone(client, uid, part)]


def given_alone(client: ImapClient, uid: int, part: str) -> list[FetchedMail]:
	try:
		return client.mails([uid], part)
	except MailProblem as problem:
		if problem.kind != ProblemKind.NOT_GIVEN:
			raise
		return []


def note_unkept(turn: Turn) -> None:
	"""Count a mail that could not be kept; raises `TryLater` after too many."""
	turn.unkept += 1
	if turn.unkept > MOST_UNKEPT:
		raise TryLater(_("Mails cannot be stored at this moment. The Error Log says why."))


def since_of(day: object) -> date | None:
	"""Return the day from which on mails are fetched."""
	return getdate(day) if day else None
