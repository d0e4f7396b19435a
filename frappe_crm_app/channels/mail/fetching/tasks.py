"""The outbox of mailboxes: each is due again and again, and fetched under a lease (`kit/outbox/`). Nobody gives one up."""

from dataclasses import dataclass

import frappe
from frappe.utils import now_datetime
from pypika.terms import Criterion

from frappe_crm_app.channels.mail.fetching import failing
from frappe_crm_app.frappe_crm_app.doctype.crm_mailbox.options import DUE, MailboxStatus
from frappe_crm_app.kit.outbox.backoff import Backoff
from frappe_crm_app.kit.outbox.by_lease import LeasedRows


@dataclass(frozen=True, kw_only=True)
class Mailboxes(LeasedRows):
	"""Mailboxes, which people edit while they are fetched: how far that came is no edit of theirs (`health.py`)."""

	def update(self, values: dict, criterion: Criterion) -> None:
		table = frappe.qb.DocType(self.doctype)
		query = frappe.qb.update(table).where(criterion)
		for fieldname, value in values.items():
			query = query.set(table[fieldname], value)
		query.run()

	def after(self, row: frappe._dict, error: Exception) -> dict:
		values = super().after(row, error)
		problem = values.get(self.reason)
		return values | failing.note(row, problem, error) if problem else values

	def owe_now(self, names: list[str]) -> None:
		"""Have these fetched now, those that are not paused; one that is being fetched is not disturbed."""
		table = frappe.qb.DocType(self.doctype)
		is_waiting = table.name.isin(names) & table[self.status].isin([str(each) for each in self.owed])
		self.update({self.next_attempt_on: now_datetime(), self.attempts: 0}, is_waiting)
		self.enqueue()


OUTBOX = Mailboxes(
	key="mailboxes",
	work="frappe_crm_app.channels.mail.fetching.mailbox.fetch",
	# A look is short, and so is a job's shift: beside them, `default` goes on. In `long`, an import has the worker for half an hour.
	queue="default",
	shift=15,
	at_once=2,
	doctype="CRM Mailbox",
	owed=DUE,
	running=MailboxStatus.FETCHING,
	failed=MailboxStatus.FAILING,
	reason="problem",
	backoff=Backoff(first=60, longest=3600, most_attempts=None),
)
