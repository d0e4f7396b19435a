"""Tells one event: calls everybody who listens to it, each in a transaction of its own.

What a function saves has the event for its cause. One that fails leaves nothing but a log, and keeps nobody from being called. One that
cannot tell yet what to do raises `TryLater`: the event stays owed and is told again within a minute, to all who listen.
"""

from functools import partial
from pkgutil import resolve_name

import frappe
from frappe import _

from frappe_crm_app.frappe_crm_app.doctype.crm_domain_event.options import Telling
from frappe_crm_app.kit.conflicts import committed
from frappe_crm_app.kit.domain_events.cause import DEEPEST, Cause, because_of
from frappe_crm_app.kit.domain_events.listening import callers_of
from frappe_crm_app.kit.outbox.outcomes import GiveUp, TryLater

EVENT = "CRM Domain Event"


def tell(event: frappe._dict) -> dict:
	"""Call everybody who listens to this event, and return that it is told (`OUTBOX`)."""
	if event.depth > DEEPEST:
		raise GiveUp(_("More than {0} events led to this one: they go round in a circle.").format(DEEPEST))
	with because_of(Cause.of(event.name, event.depth, is_bulk=bool(event.is_bulk))):
		answers = [call(path, event) for path in callers_of(event.kind)]
	for later in filter(None, answers):
		raise later
	return {"status": Telling.TOLD}


def log_circle(event: frappe._dict, reason: str) -> None:
	"""Log that an event is told to nobody, in the transaction that gives it up."""
	frappe.log_error(f"{event.kind}: {reason}"[:140], None, EVENT, event.name)


def call(path: str, event: frappe._dict) -> TryLater | None:
	"""Call one function and commit what it wrote; where it fails, nothing of that is left but the log. Return its wish to be called later."""
	later = None
	try:
		committed(partial(call_once, path, event))
	except TryLater as error:
		frappe.db.rollback()
		later = error
	except Exception:
		frappe.db.rollback()
		frappe.set_user("Administrator")
		frappe.log_error(f"{path}: {event.kind}"[:140], reference_doctype=EVENT, reference_name=event.name)
		frappe.db.commit()
	frappe.clear_messages()
	return later


def call_once(path: str, event: frappe._dict) -> None:
	"""Call one function, as Administrator: the one before may have set another user."""
	frappe.set_user("Administrator")
	resolve_name(path)(event.kind, event.name)
