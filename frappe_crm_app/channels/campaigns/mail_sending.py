"""Sends a mail campaign: a batch is marked *Sending* and committed, its mails are handed over one by one, and what became of them is stored."""

import time
from collections import defaultdict
from datetime import datetime
from functools import partial

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import add_to_date, cint, now_datetime
from pypika.terms import Criterion

from frappe_crm_app.channels.campaigns import batches, event_kinds
from frappe_crm_app.channels.campaigns.batches import Batch
from frappe_crm_app.channels.campaigns.postman import Fate, Handed, Postman
from frappe_crm_app.channels.campaigns.rate import Rate
from frappe_crm_app.channels.campaigns.rendering import mailing_of
from frappe_crm_app.channels.campaigns.returns import mark_invalid
from frappe_crm_app.channels.campaigns.rows import RECIPIENT, update_named
from frappe_crm_app.channels.campaigns.senders import account_of, mailbox_of, server_of
from frappe_crm_app.channels.mail.servers.problems import MailProblem, ProblemKind
from frappe_crm_app.channels.mail.servers.sentences import sentence_of
from frappe_crm_app.frappe_crm_app.doctype.crm_campaign_recipient.options import (
	BounceKind,
	Reason,
	RecipientStatus,
)
from frappe_crm_app.kit.conflicts import committed
from frappe_crm_app.kit.outbox.outcomes import GiveUp, TryLater
from frappe_crm_app.kit.sentences import without_markup

FOR_GOOD = (ProblemKind.NOT_TAKEN, ProblemKind.TOO_LARGE, ProblemKind.FORBIDDEN)
MOST_ATTEMPTS, FIRST_PAUSE = 6, 10  # minutes, doubled each time
MOST_REFUSED = 30  # mails in a row, after which the fault is ours
LONGEST_LOCAL_PART = 64
LONGEST_BATCH = 120  # seconds, within which the lease surely holds, and the job's time


class MailSender:
	"""Sends a campaign's mails over one connection, as long as its slice lasts."""

	def __init__(self, campaign: Document, row: frappe._dict) -> None:
		self.row = row
		self.mailing = mailing_of(campaign)
		self.rate = Rate(f"campaign_{campaign.sender}", cint(campaign.rate_per_minute))
		account = account_of(campaign)
		self.is_read = bool(campaign.uses_verp and mailbox_of(account.name))
		self.server = server_of(account)
		self.postman = Postman(self.server)
		self.refused_in_a_row = 0
		self.size = batches.FEW

	def send_some(self) -> bool:
		"""Send a batch, and return whether there was one. Raises `TryLater`, `MustWait` or `GiveUp` where nothing goes at present."""
		limit = self.rate.at_once(self.size)
		domain = self.mailing.mail.sender.domain
		batch, has_met_some = committed(partial(batches.take, self.row, limit, domain))
		if batch and batch.rows:
			begun = time.monotonic()
			self.send(batch)
			self.size = batches.size_after(len(batch.rows), time.monotonic() - begun)
		return has_met_some

	def send(self, batch: Batch) -> None:
		"""Hand the mails of a batch over, and store what became of each, also where something ends it early."""
		fates: dict[str, Handed] = {}
		try:
			self.hand_all(batch, fates)
		finally:
			committed(partial(self.store, batch, fates))
			self.mark_bounced(batch, fates)

	def hand_all(self, batch: Batch, fates: dict[str, Handed]) -> None:
		"""Hand the mails over, and note what became of each; those for which there is no time stay out of `fates`, and wait."""
		end = time.monotonic() + LONGEST_BATCH
		for row in batch.rows:
			if time.monotonic() > end:
				return
			try:
				fates[row.name] = self.hand(row, batch.people[row.contact])
			except BaseException:
				if self.postman.is_on_its_way:  # the job's time is up, say
					fates[row.name] = Handed(
						Fate.UNSURE, _("The worker broke off while this was being sent.")
					)
				raise
			self.count_refusal(fates[row.name])

	def hand(self, row: frappe._dict, person: frappe._dict) -> Handed:
		"""Hand over one mail."""
		raw = self.mailing.build(person, row.address, row.token)
		sender = self.mailing.mail.sender.email
		with self.rate.turn():
			try:
				return self.postman.hand(sender, self.return_address(sender, row.token), row.address, raw)
			except MailProblem as problem:
				raise stopped_by(problem, self.server.host) from problem

	def return_address(self, sender: str, token: str) -> str:
		"""Return where a mail goes back to: by VERP to an address of this recipient, where somebody reads that."""
		local, _at, domain = sender.partition("@")
		is_short = len(local) + len(token) + 1 <= LONGEST_LOCAL_PART
		return f"{local}+{token}@{domain}" if self.is_read and is_short else sender

	def count_refusal(self, handed: Handed) -> None:
		"""Raise `GiveUp` where a server refuses one mail after the other: it is not the people."""
		if handed.fate in (Fate.TAKEN, Fate.LATER):
			self.refused_in_a_row = 0
			return
		self.refused_in_a_row += 1
		if self.refused_in_a_row >= MOST_REFUSED:
			said = without_markup(handed.said)
			raise GiveUp(
				_("{0} mails in a row were refused, the last one with: {1}").format(MOST_REFUSED, said)
			)

	def store(self, batch: Batch, fates: dict[str, Handed]) -> None:
		"""Store what became of the mails of a batch; those that were not handed over wait again."""
		groups, now = defaultdict(list), now_datetime()
		for row in batch.rows:
			groups[tuple(values_after(row, fates.get(row.name), now).items())].append(row.name)
		for values, names in groups.items():
			update_named(names, is_open(), **dict(values))
		sent = [row.contact for row in batch.rows if row.name in fates and fates[row.name].fate == Fate.TAKEN]
		event_kinds.tell_sent(self.row.name, sent)

	def mark_bounced(self, batch: Batch, fates: dict[str, Handed]) -> None:
		"""Mark addresses that the server itself says do not exist, each in a transaction of its own; not where it refuses everybody."""
		if self.refused_in_a_row >= MOST_REFUSED:
			return
		for row in batch.rows:
			handed = fates.get(row.name)
			if handed and handed.is_of_address:
				committed(partial(mark_invalid, row.address, handed.said))

	def close(self) -> None:
		self.postman.close()


def is_open() -> Criterion:
	"""Return the criterion that nobody knew before what became of a recipient: another worker, or a person, may have said so meanwhile."""
	row = frappe.qb.DocType(RECIPIENT)
	return row.status.isin([str(RecipientStatus.SENDING), str(RecipientStatus.UNSURE)])


def values_after(row: frappe._dict, handed: Handed | None, now: datetime) -> dict:
	"""Return what is to be stored of a recipient whose mail came to this, `None` where it was not handed over."""
	if handed is None:
		return {"status": str(RecipientStatus.PENDING)}
	said = without_markup(handed.said) or None
	if handed.fate == Fate.TAKEN:
		return {"status": str(RecipientStatus.SENT), "sent_on": now, "problem": None}
	if handed.fate == Fate.UNSURE:
		return {"status": str(RecipientStatus.UNSURE), "problem": said}
	attempts = cint(row.attempts) + 1
	if handed.fate == Fate.LATER and attempts < MOST_ATTEMPTS:
		later = add_to_date(now, minutes=FIRST_PAUSE * 2 ** (attempts - 1))
		return {
			"status": str(RecipientStatus.PENDING),
			"attempts": attempts,
			"next_attempt_on": later,
			"problem": said,
		}
	reasons = {Fate.REFUSED: Reason.REFUSED, Fate.NOT_ACCEPTED: Reason.NOT_ACCEPTED}
	failed = {
		"status": str(RecipientStatus.FAILED),
		"reason": str(reasons.get(handed.fate, Reason.UNREACHABLE)),
		"attempts": attempts,
		"problem": said,
	}
	if handed.is_of_address:
		failed |= {"bounced_on": now, "bounce_kind": str(BounceKind.HARD)}
	return failed


def stopped_by(problem: MailProblem, host: str) -> Exception:
	"""Return what a problem of the whole server means for the campaign."""
	sentence = sentence_of(problem, host)
	return GiveUp(sentence) if problem.kind in FOR_GOOD else TryLater(sentence)
