"""Moves as they happen, on the boards of those who may see the record.

A board that is open says so every few minutes (`watch`); the watchers of a pipeline are a hash in Redis. A save that
moves a card notes it, and after the commit one job asks for each watcher which of the moved records that person may
see, and tells just those, to that person alone. The message holds names only: the board fetches the rest itself, so
that every answer passes the same rules.
"""

from collections.abc import Iterable

import frappe
from frappe.model.document import Document
from frappe.utils import now_datetime

from frappe_crm_app.records.pipeline.kinds import KIND_OF_DOCTYPE
from frappe_crm_app.visibility import policy
from frappe_crm_app.visibility.permlevels import hidden_fields

EVENT = "crm_board_moved"
KEY = "crm_board_watchers"
PATIENCE = 15 * 60  # seconds without a sign after which a board counts as closed
MOST_MOVES = 100  # of one transaction that are told one by one


def watch(pipeline: str, user: str) -> None:
	"""Remember that the user has the board of this pipeline open."""
	frappe.cache.hset(key_of(pipeline), user, now_datetime().timestamp())


def watchers(pipeline: str) -> list[str]:
	"""Return who has the board open, forgetting those who gave no sign for long."""
	now = now_datetime().timestamp()
	seen = frappe.cache.hgetall(key_of(pipeline)) or {}
	users = {frappe.safe_decode(user): when for user, when in seen.items()}
	gone = [user for user, when in users.items() if now - when > PATIENCE]
	for user in gone:
		frappe.cache.hdel(key_of(pipeline), user)
	return sorted(set(users) - set(gone))


def key_of(pipeline: str) -> str:
	"""Return the name of the hash of a pipeline's watchers."""
	return f"{KEY}::{pipeline}"


def announce_move(doc: Document, _event: str | None = None) -> None:
	"""Owe those who watch the pipeline the news that this save moves the record there."""
	from frappe_crm_app.screens.board.tasks import enqueue_announcement

	before = doc.get_doc_before_save()
	if before and before.stage and doc.stage and before.stage != doc.stage:
		enqueue_announcement(doc.doctype, doc.pipeline, doc.name)


def tell(doctype: str, pipeline: str, names: Iterable[str]) -> None:
	"""Tell each watcher which of these records moved, of those that the watcher may see."""
	names = list(names)
	for user in watchers(pipeline):
		visible = visible_names(doctype, names, user)
		if visible:
			message = {"pipeline": pipeline, "names": visible[:MOST_MOVES], "count": len(visible)}
			frappe.publish_realtime(EVENT, message, user=user)


def visible_names(doctype: str, names: list[str], user: str) -> list[str]:
	"""Return those of the records that the user may see, in one query."""
	if doctype not in KIND_OF_DOCTYPE or not frappe.has_permission(doctype, "read", user=user):
		return []
	if "stage" in hidden_fields(doctype, user):
		return []
	record = frappe.qb.DocType(doctype)
	query = frappe.qb.from_(record).select(record.name).where(record.name.isin(names))
	allowed = policy.criterion(doctype, user)
	return (query if allowed is None else query.where(allowed)).run(pluck=True)
