"""The job: takes a row, does what is left of it, notes how far it came, or why not and when to try again.

Whatever goes wrong on the way to respond.io or there is tried again, with pauses that grow up to a day; only what respond.io refuses
for good fails the row. Short waits (a rate limit, a contact that is still being made) are waited for in the job.
"""

import random
import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial

import frappe
from frappe import _
from frappe.utils import now_datetime

from frappe_crm_app.channels.respondio import lease, merging, pausing, rate, steps
from frappe_crm_app.channels.respondio.choice import is_wanted_source, settings
from frappe_crm_app.channels.respondio.client import ErrorKind, RespondioClient, RespondioError
from frappe_crm_app.channels.respondio.outbox import owe_merge_of_doubles
from frappe_crm_app.channels.respondio.person import Person, person_of
from frappe_crm_app.channels.respondio.tasks import is_sending, names_to_send, wake
from frappe_crm_app.frappe_crm_app.doctype.crm_respondio_sync.options import Operation, SyncStatus
from frappe_crm_app.kit.conflicts import is_conflict, repeated

DAY = 86_400
FIRST_PAUSE = 8  # seconds, doubled after each failed attempt
SHORT_PAUSES = (1, 2, 4, 8)  # seconds, waited for in the job
PATIENCE = 20  # seconds that a job waits for its turn
PAUSE_WITHOUT_HEADER = 2  # seconds after a 429 that does not say how long
LONGEST_JOB = 240  # seconds after which a job leaves the rest to the next
A_WHILE = 60  # seconds after which a job leaves other rows to other jobs
MOST_CORRECTIONS = 3
MOST_SEARCHES = 6  # failed attempts after which a contact that is not found is missing
SOON = (ErrorKind.NOT_FOUND, ErrorKind.QUEUED, ErrorKind.RATE_LIMITED)


class NotToBeSent(Exception):
	"""The prospect is not sent, for the reason given; `awaits_address` where a phone or an email would change that."""

	def __init__(self, reason: str, awaits_address: bool = False) -> None:
		super().__init__(reason)
		self.awaits_address = awaits_address


class HasNoEffect(Exception):
	"""respond.io says yes and does nothing, again and again."""


def send_all() -> None:
	"""Do what is left of the rows that are due, each once, for about a minute; then let another job go on."""
	end, tried = time.monotonic() + A_WHILE, set()
	while names := [name for name in names_to_send() if name not in tried]:
		frappe.db.commit()
		if time.monotonic() > end:
			return wake()
		name = random.choice(names)  # not the one that another job chooses at the same moment
		tried.add(name)
		send(name)
	return None


def send(name: str) -> None:
	"""Do what is left of one row, unless the sync is off, paused, or another job has the row."""
	if not is_sending():
		return
	row = lease.take(name)
	if not row:
		return
	try:
		work(row, client_of_site())
	except lease.LeaseLost:
		frappe.db.rollback()
	except NotToBeSent as reason:
		cancel(row, reason)
	except HasNoEffect as reason:
		lease.give_back(row, SyncStatus.FAILED, last_error=str(reason))
	except rate.MustWait as wait:
		postpone(row, wait.seconds)
	except RespondioError as error:
		after_error(row, error)
	except Exception as error:
		frappe.db.rollback()
		if is_conflict(error):
			return postpone(row, 0)
		# Without the variables, which Frappe adds otherwise: the token might be one.
		frappe.log_error(lease.SYNC, frappe.get_traceback(), lease.SYNC, row.name)
		try_later(row, last_error=str(error)[:1000])


def client_of_site() -> RespondioClient:
	"""Return a client with the site's token, limited by the site's rate."""
	chosen = settings()
	token = chosen.get_password("token", raise_exception=False)
	slot = partial(rate.slot, max(chosen.requests_per_second or 1, 1), PATIENCE)
	return RespondioClient(chosen.base_url, token or "", slot)


def work(row: frappe._dict, client: RespondioClient) -> None:
	"""Carry out a row to its end."""
	if row.operation == Operation.MERGE:
		left = patiently(partial(merging.merge, row, client))
		merging.use_id(row, left)
		lease.finish(row)
		return
	end = time.monotonic() + LONGEST_JOB
	while True:
		add_prospect(row, client, end)
		if lease.finish(row):
			repeated(partial(owe_merge, row.contact))
			return
		if time.monotonic() > end:
			raise rate.MustWait(0)


def owe_merge(contact: str | None) -> None:
	"""Write down that respond.io is to merge the contact's doubles there, and commit."""
	owe_merge_of_doubles(contact)
	frappe.db.commit()


def add_prospect(row: frappe._dict, client: RespondioClient, end: float) -> None:
	"""Do the steps that are left, then overwrite what has changed since it was sent."""
	person = person_to_write_to(row)
	lease.save_progress(row, contact=person.contact, assignee=row.assignee or steps.assignee_of(row.customer))
	corrections = 0
	while left := steps.steps_left(row.step):
		step = left[0]
		values = patiently(partial(steps.do, step, row, person, client))
		lease.save_progress(row, **{"step": step, "attempts": 0, **values})
		if row.step != step:
			corrections += 1
			refuse_endless_corrections(corrections)
			time.sleep(SHORT_PAUSES[corrections - 1])
		if time.monotonic() > end:
			raise rate.MustWait(0)
	values = patiently(partial(steps.update, row, person, client))
	if values:
		lease.save_progress(row, **values)


def person_to_write_to(row: frappe._dict) -> Person:
	"""Return the person of a row; raises `NotToBeSent`. Who was sent once is not asked again."""
	person = person_of(row)
	frappe.db.commit()  # no transaction is open while respond.io is waited for
	if not person:
		raise NotToBeSent(_("The prospect is not there any more."))
	if row.step:
		return person
	if not person.identifier:
		raise NotToBeSent(_("There is neither a phone nor an email to write to."), awaits_address=True)
	if person.is_opted_out:
		raise NotToBeSent(_("The contact wants no messages."))
	if not is_wanted_source(person.source):
		raise NotToBeSent(_("Prospects from this source are not sent."))
	return person


def cancel(row: frappe._dict, reason: NotToBeSent) -> None:
	"""Mark the row cancelled; where the prospect has changed meanwhile, it is looked at again."""
	values = {"last_error": str(reason), "awaits_address": int(reason.awaits_address)}
	if not lease.finish(row, SyncStatus.CANCELLED, **values):
		postpone(row, 0)


def refuse_endless_corrections(corrections: int) -> None:
	"""Raise `HasNoEffect` where respond.io does not do what it says it did."""
	if corrections >= MOST_CORRECTIONS:
		raise HasNoEffect(
			_(
				"respond.io accepts assignee and lifecycle, but reads back others. Is the assignee a user there?"
			)
		)


def patiently(call: Callable[[], object]) -> object:
	"""Return what the call answers; what may soon be otherwise is called again after a short pause."""
	for pause in SHORT_PAUSES:
		try:
			return call()
		except RespondioError as error:
			if error.kind not in SOON:
				raise
			if error.kind == ErrorKind.RATE_LIMITED:
				rate.pause(error.retry_after if error.retry_after is not None else PAUSE_WITHOUT_HEADER)
			else:
				time.sleep(pause)
	return call()


def after_error(row: frappe._dict, error: RespondioError) -> None:
	"""Store what went wrong, and whether and when it is tried again."""
	told = {"last_error": sentence_of(error), "response": error.body}
	if error.kind == ErrorKind.AUTH:
		pausing.pause(error)
		lease.give_back(row, SyncStatus.QUEUED, next_attempt_on=now_datetime(), **told)
	elif error.kind == ErrorKind.INVALID or is_missing(row, error):
		lease.give_back(row, SyncStatus.FAILED, **told)
	elif error.kind == ErrorKind.RATE_LIMITED:
		postpone(row, error.retry_after or PAUSE_WITHOUT_HEADER, **told)
	else:
		try_later(row, **told)


def is_missing(row: frappe._dict, error: RespondioError) -> bool:
	"""Return whether respond.io has had time enough to find the contact."""
	return error.kind == ErrorKind.NOT_FOUND and (row.attempts or 0) + 1 >= MOST_SEARCHES


def try_later(row: frappe._dict, **told) -> None:
	"""Count a failed attempt, and try again after a pause that grows with their number."""
	postpone(row, pause_after(row.attempts or 0), attempts=(row.attempts or 0) + 1, **told)


def pause_after(attempts: int) -> float:
	"""Return how many seconds to wait after so many failed attempts before: doubled each time up to a day, and not all
	at the same moment."""
	return min(DAY, FIRST_PAUSE * 2 ** min(attempts, 20)) * random.uniform(0.5, 1)


def postpone(row: frappe._dict, seconds: float, **values) -> None:
	"""Let the row wait so long."""
	moment = now_datetime() + timedelta(seconds=seconds)
	lease.give_back(row, SyncStatus.WAITING, next_attempt_on=moment, **values)


def sentence_of(error: RespondioError) -> str:
	"""Return what went wrong in plain words."""
	return {
		ErrorKind.AUTH: _("respond.io refuses the access token: {0}"),
		ErrorKind.NOT_FOUND: _("respond.io does not find the contact: {0}"),
		ErrorKind.INVALID: _("respond.io does not accept this: {0}"),
		ErrorKind.RATE_LIMITED: _("respond.io asks to wait: {0}"),
		ErrorKind.QUEUED: _("respond.io has not done it yet: {0}"),
		ErrorKind.SERVER: _("respond.io has a problem: {0}"),
		ErrorKind.NETWORK: _("respond.io could not be reached: {0}"),
	}[error.kind].format(error.message)
