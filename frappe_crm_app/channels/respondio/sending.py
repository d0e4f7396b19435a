"""Does what is left of a row, notes how far it came, or says why not and when to try again.

Whatever goes wrong on the way to respond.io or there is tried again, with pauses that grow up to a day; only what respond.io refuses
for good fails the row. Short waits (a rate limit, a contact that is still being made) are waited for in the job.
"""

import time
from collections.abc import Callable
from functools import partial

import frappe
from frappe import _
from frappe.utils import now_datetime

from frappe_crm_app.channels.respondio import lease, merging, pausing, steps
from frappe_crm_app.channels.respondio.choice import is_wanted_source, settings
from frappe_crm_app.channels.respondio.client import ErrorKind, RespondioClient, RespondioError
from frappe_crm_app.channels.respondio.outbox import owe_merge_of_doubles
from frappe_crm_app.channels.respondio.person import Person, person_of
from frappe_crm_app.channels.respondio.rate import RATE
from frappe_crm_app.channels.respondio.tasks import OUTBOX
from frappe_crm_app.frappe_crm_app.doctype.crm_respondio_sync.options import Operation, SyncStatus
from frappe_crm_app.kit.conflicts import committed
from frappe_crm_app.kit.outbox.outcomes import GiveUp, TryLater
from frappe_crm_app.kit.outgoing.allowed import allowed_networks

SHORT_PAUSES = (1, 2, 4, 8)  # seconds, waited for in the job
PATIENCE = 20  # seconds that a job waits for its turn
PAUSE_WITHOUT_HEADER = 2  # seconds after a 429 that does not say how long
LONGEST_ROW = 240  # seconds after which a row that changes again and again is left to the next job
MOST_CORRECTIONS = 3
MOST_SEARCHES = 6  # failed attempts after which a contact that is not found is missing
SOON = (ErrorKind.NOT_FOUND, ErrorKind.QUEUED, ErrorKind.RATE_LIMITED)


class NotToBeSent(Exception):
	"""The prospect is not sent, for the reason given; `awaits_address` where a phone or an email would change that."""

	def __init__(self, reason: str, awaits_address: bool = False) -> None:
		super().__init__(reason)
		self.awaits_address = awaits_address


def send(row: frappe._dict) -> None:
	"""Do what is left of a row whose lease is ours, and give it back; raises `GiveUp`, `TryLater`, `MustWait` or `LeaseLost`."""
	try:
		work(row, client_of_site())
	except NotToBeSent as reason:
		cancel(row, reason)
	except RespondioError as error:
		after_error(row, error)


def client_of_site() -> RespondioClient:
	"""Return a client with the site's token, limited by the site's rate."""
	chosen = settings()
	token = chosen.get_password("token", raise_exception=False)
	slot = partial(RATE.slot, max(chosen.requests_per_second or 1, 1), PATIENCE)
	return RespondioClient(chosen.base_url, token or "", slot, allowed_networks())


def work(row: frappe._dict, client: RespondioClient) -> None:
	"""Carry out a row to its end."""
	if row.operation == Operation.MERGE:
		left = patiently(partial(merging.merge, row, client))
		merging.use_id(row, left)
		lease.finish(row)
		return
	end = time.monotonic() + LONGEST_ROW
	while True:
		add_prospect(row, client, end)
		if lease.finish(row):
			committed(partial(owe_merge_of_doubles, row.contact))
			return
		if time.monotonic() > end:
			raise TryLater(seconds=0)


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
			raise TryLater(seconds=0)
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
		raise TryLater(seconds=0)


def refuse_endless_corrections(corrections: int) -> None:
	"""Raise `GiveUp` where respond.io does not do what it says it did."""
	if corrections >= MOST_CORRECTIONS:
		raise GiveUp(
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
				RATE.pause(error.retry_after if error.retry_after is not None else PAUSE_WITHOUT_HEADER)
			else:
				time.sleep(pause)
	return call()


def after_error(row: frappe._dict, error: RespondioError) -> None:
	"""Say what follows from what went wrong: raises `GiveUp` or `TryLater`, or pauses all of the sync."""
	sentence, told = sentence_of(error), {"response": error.body}
	if error.kind == ErrorKind.AUTH:
		pausing.pause(error)
		unsent = {"status": SyncStatus.QUEUED, "next_attempt_on": now_datetime(), "last_error": sentence}
		return OUTBOX.give_back(row, **unsent, **told)
	if error.kind == ErrorKind.INVALID or is_missing(row, error):
		raise GiveUp(sentence, **told)
	if error.kind == ErrorKind.RATE_LIMITED:
		raise TryLater(sentence, error.retry_after or PAUSE_WITHOUT_HEADER, **told)
	raise TryLater(sentence, **told)


def is_missing(row: frappe._dict, error: RespondioError) -> bool:
	"""Return whether respond.io has had time enough to find the contact."""
	return error.kind == ErrorKind.NOT_FOUND and (row.attempts or 0) + 1 >= MOST_SEARCHES


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
