"""The jobs of the board."""

import frappe

from frappe_crm_app.screens.board import live


def enqueue_announcement(doctype: str, pipeline: str, name: str) -> None:
	"""Tell the pipeline's watchers of the move after the commit: one job for all moves of a transaction.

	Nothing where nobody watches, so that imports and mass edits pay nothing.
	"""
	moved = frappe.flags.setdefault("crm_moved_cards", {})
	if not moved:
		frappe.db.after_commit.add(enqueue_all)
		frappe.db.after_rollback.add(forget_all)
	moved.setdefault((doctype, pipeline), []).append(name)


def enqueue_all() -> None:
	"""Enqueue a job for each pipeline in which something moved and that somebody watches."""
	moved = frappe.flags.pop("crm_moved_cards", None) or {}
	for (doctype, pipeline), names in moved.items():
		if live.watchers(pipeline):
			frappe.enqueue(
				"frappe_crm_app.screens.board.tasks.announce",
				queue="short",
				doctype=doctype,
				pipeline=pipeline,
				names=names,
			)


def forget_all() -> None:
	"""Forget moves that were rolled back."""
	frappe.flags.pop("crm_moved_cards", None)


def announce(doctype: str, pipeline: str, names: list[str]) -> None:
	"""Tell the watchers (job). Telling twice does no harm: a board fetches what it is told of."""
	live.tell(doctype, pipeline, names)
