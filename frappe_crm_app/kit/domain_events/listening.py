"""Who listens to what: asked at every save, so it sends no statement.

Two hooks say it. `crm_domain_event` lists functions that are called with `(kind, name)`; one hears every kind unless it bears an
attribute `kinds`: names, or a function that returns them. `crm_event_listeners` lists functions that return the names of kinds that
are to be written down though nobody is called, for whoever reads the rows.
What such functions return is kept in Redis, and asked anew each minute by a job, so that a save asks only after a change; whoever changes
it calls `forget`.
"""

from collections.abc import Callable, Collection
from pkgutil import resolve_name

import frappe

from frappe_crm_app.kit.domain_events.kinds import Kind, all_kinds, kinds_of
from frappe_crm_app.kit.meeting_points import Point

KEY = "crm_kinds_heard"
# Longer than the scheduler takes to ask anew. Until then, what a request found just before a change was committed may stand there.
SECONDS = 600

Names = Collection[str]
Wish = Names | Callable[[], Names]


def heard() -> Names:
	"""Return the names of the kinds that somebody listens to."""
	found = wishes()
	return {name for names in found.values() for name in names} if found else ()


def is_heard(kind: str) -> bool:
	"""Return whether somebody listens to this kind."""
	return kind in heard()


def heard_of(doctype: str) -> list[Kind]:
	"""Return the kinds that a change of such a record may be and that somebody listens to."""
	names = heard()
	return [kind for kind in kinds_of(doctype) if kind.name in names] if names else []


def called() -> Names:
	"""Return the names of the kinds with events of which some function is to be called."""
	found = wishes()
	return {name for path in frappe.get_hooks(Point.DOMAIN_EVENT) for name in found[path]}


def callers_of(kind: str) -> list[str]:
	"""Return the dotted paths of the functions that are to be called with events of this kind."""
	found = wishes()
	return [path for path in frappe.get_hooks(Point.DOMAIN_EVENT) if kind in found[path]]


def wishes() -> dict[str, Names]:
	"""Return which kinds each listener wants, by its dotted path."""
	wanted = stated_wishes()
	asked = functions_among(wanted)
	return wanted | answers(asked) if asked else wanted


def stated_wishes() -> dict[str, Wish]:
	"""Return what listeners say they want, be it by a function."""
	wanted = {path: wish_of(path) for path in frappe.get_hooks(Point.DOMAIN_EVENT)}
	return wanted | {path: resolve_name(path) for path in frappe.get_hooks(Point.EVENT_LISTENERS)}


def functions_among(wanted: dict[str, Wish]) -> dict[str, Callable[[], Names]]:
	"""Return those who are to be asked."""
	return {path: wish for path, wish in wanted.items() if callable(wish)}


def wish_of(path: str) -> Wish:
	"""Return what a function of `crm_domain_event` wants; everything where it cannot be imported.

	A save does not fail by that: the job that is to call it says what is wrong.
	"""
	try:
		return getattr(resolve_name(path), "kinds", None) or all_kinds().keys()
	except Exception:
		return all_kinds().keys()


def answers(asked: dict[str, Callable[[], Names]]) -> dict[str, Names]:
	"""Return what these functions answer, from Redis unless it was forgotten."""
	kept = frappe.cache.get_value(KEY, expires=True)
	return kept if kept is not None and kept.keys() == asked.keys() else ask(asked)


def ask(asked: dict[str, Callable[[], Names]]) -> dict[str, Names]:
	"""Ask these functions, and keep what they answer."""
	kept = {path: sorted(function()) for path, function in asked.items()}
	frappe.cache.set_value(KEY, kept, expires_in_sec=SECONDS)
	return kept


def ask_anew() -> None:
	"""Ask who listens, whatever is kept, so that saves need not (each minute)."""
	if asked := functions_among(stated_wishes()):
		ask(asked)


def forget() -> None:
	"""Have those who listen asked anew: at once here, and everywhere once this is committed or undone."""
	forget_now()
	frappe.db.after_commit.add(forget_now)
	frappe.db.after_rollback.add(forget_now)


def forget_now() -> None:
	"""Drop what is kept."""
	frappe.cache.delete_value(KEY)
