"""What a phone sends, read: each entry is whole and within its limits, or refused with a sentence."""

import re
from dataclasses import dataclass
from datetime import datetime, timezone
from hashlib import sha256
from json import dumps

import frappe
from frappe import _

from frappe_crm_app.frappe_crm_app.doctype.crm_follow_up_note.options import Action, CallOutcome
from frappe_crm_app.kit.enums import StrEnum
from frappe_crm_app.kit.received import read_json
from frappe_crm_app.kit.storable_texts import is_storable
from frappe_crm_app.visibility.guarded import CONTACT, CUSTOMER, DEAL, NOTE

MOST_ENTRIES = 100
YEARS = range(2000, 2200)  # others are no moments of somebody's work
SECONDS = len("2026-11-27T10:00:00")
LONGEST_TEXT, LONGEST_NAME = 5_000, 140  # characters
LOGGED_ON = (NOTE, CONTACT, CUSTOMER, DEAL)
is_key = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}").fullmatch
is_moment = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z").fullmatch


class Kind(StrEnum):
	"""What an entry does: a follow-up is completed, or what happened is noted about a record (or about what a follow-up is about)."""

	FINISH = "finish"
	LOG = "log"


@dataclass(frozen=True)
class Step:
	"""What is to come next; `scheduled_on` is aware."""

	action: str
	scheduled_on: datetime
	content: str


@dataclass(frozen=True)
class Entry:
	"""What somebody has tapped: `seen` is the version of the follow-up that they saw, `made_on` (aware) when their phone says it was."""

	key: str
	kind: Kind
	doctype: str
	name: str
	seen: str
	outcome: str
	text: str
	made_on: datetime
	next_step: Step | None


FIELDS = frozenset(Entry.__dataclass_fields__)
STEP_FIELDS = frozenset(Step.__dataclass_fields__)


def read_entries(given: object) -> list:
	"""Return the entries of a call, unread; raises `frappe.ValidationError` for what is no list of at most `MOST_ENTRIES`."""
	entries = read_json(given)
	if not isinstance(entries, list):
		frappe.throw(_("The entries are a list."))
	if len(entries) > MOST_ENTRIES:
		frappe.throw(_("At most {0} entries are sent at once.").format(MOST_ENTRIES))
	return entries


def digest_of(given: dict) -> str:
	"""Return what tells the content of an entry from another's."""
	content = {name: value for name, value in given.items() if name != "key"}
	return sha256(dumps(content, sort_keys=True).encode()).hexdigest()


def read_entry(given: object) -> Entry:
	"""Return an entry; raises `frappe.ValidationError` for what is none."""
	if not isinstance(given, dict) or set(given) - FIELDS or not is_key(text_of(given, "key", LONGEST_NAME)):
		frappe.throw(_("This is no entry of the quick log."))
	kind, doctype = text_of(given, "kind", LONGEST_NAME), text_of(given, "doctype", LONGEST_NAME)
	if kind not in list(Kind) or doctype not in ((NOTE,) if kind == Kind.FINISH else LOGGED_ON):
		frappe.throw(
			_("Only follow-ups are completed, and only contacts, customers and deals are written about.")
		)
	outcome = text_of(given, "outcome", LONGEST_NAME)
	if outcome and outcome not in list(CallOutcome):
		frappe.throw(_("There is no such outcome of a call."))
	text = text_of(given, "text", LONGEST_TEXT).strip()
	if kind == Kind.LOG and not (outcome or text):
		frappe.throw(_("Say in a few words what happened."))
	return Entry(
		key=given["key"],
		kind=Kind(kind),
		doctype=doctype,
		name=text_of(given, "name", LONGEST_NAME),
		seen=text_of(given, "seen", LONGEST_NAME),
		outcome=outcome,
		text=text,
		made_on=moment_of(given.get("made_on")),
		next_step=read_step(given.get("next_step")),
	)


def read_step(given: object) -> Step | None:
	"""Return what is to come next, `None` for nothing; raises `frappe.ValidationError` for what is no step."""
	if not given:
		return None
	if not isinstance(given, dict) or set(given) - STEP_FIELDS:
		frappe.throw(_("What comes next has an action, a moment and a text."))
	action = text_of(given, "action", LONGEST_NAME) or Action.CALL
	if action not in list(Action):
		frappe.throw(_("There is no such action."))
	content = text_of(given, "content", LONGEST_TEXT).strip()
	return Step(str(action), moment_of(given.get("scheduled_on")), content)


def text_of(given: dict, name: str, longest: int) -> str:
	"""Return a text of an entry, `""` where it has none; raises `frappe.ValidationError` for anything else, or too much of it."""
	value = given.get(name)
	if value is None:
		return ""
	if not isinstance(value, str) or not is_storable(value):
		frappe.throw(_("A text holds a character that cannot be stored."))
	if len(value) > longest:
		frappe.throw(_("A text is longer than {0} characters.").format(longest))
	return value


def moment_of(given: object) -> datetime:
	"""Return a moment that was sent as UTC; raises `frappe.ValidationError` for what is none."""
	try:
		moment = (
			datetime.fromisoformat(given[:SECONDS]) if isinstance(given, str) and is_moment(given) else None
		)
	except ValueError:
		moment = None
	if not moment or moment.year not in YEARS:
		frappe.throw(_("This is no date with a time."))
	return moment.replace(tzinfo=timezone.utc)
