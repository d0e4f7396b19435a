"""Reads what was sent to a form: known questions, texts that can be stored, within sizes (pure).

Answers stay as they were sent. Only what no database stores, no question asks or no form can hold is refused.
"""

import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from frappe_crm_app.kit.enums import StrEnum
from frappe_crm_app.kit.spreadsheet_formulas import FORMULA_MARKS, PHONE, neutralise_cell
from frappe_crm_app.kit.storable_texts import is_storable
from frappe_crm_app.records.identity.normalise import normalise_email

HONEYPOT = "website"  # a field that people do not see, and bots fill in
PROOF = "altcha"
CLICKS = ("gclid", "fbclid", "msclkid")  # of no use unless they are whole
TOUCH = ("utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content", *CLICKS)
# What else campaigns write into addresses, and pages send along: it is not kept, and refuses no lead.
OTHER_TRACKING = re.compile(
	r"(utm|gad|hsa|mc|mtm|pk|_?ga|_?gl|_?hs)_\w+|_ga|_gl|_hsenc|_hsmi|\w*clid|\w*clsrc|[gw]braid|srsltid",
	re.ASCII,
)
PLACES = ("page_url", "referrer")
LARGEST = 64_000  # characters of all answers together, as JSON
SHORT, LONG, PLACE = 140, 10_000, 500
FORMULA_SIGNS = "".join((*FORMULA_MARKS, " "))
LONG_TYPES = ("Small Text", "Text", "Long Text", "Text Editor", "HTML Editor", "Code", "Markdown Editor")


class Refusal(StrEnum):
	"""Why answers are refused."""

	NO_ANSWERS = "no answers"
	TOO_LARGE = "too large"
	UNKNOWN = "unknown question"
	NO_TEXT = "no text"
	UNSTORABLE = "unstorable"
	TOO_LONG = "too long"
	NO_CHOICE = "no choice"
	MISSING = "missing"
	NO_EMAIL = "no email"


class RefusedAnswers(ValueError):
	"""The answers are refused for a `Refusal`, because of the question called `label`."""

	def __init__(self, refusal: Refusal, label: str = "") -> None:
		super().__init__(refusal)
		self.refusal = refusal
		self.label = label


@dataclass(frozen=True)
class Question:
	"""A field of the form; its label is not translated yet."""

	fieldname: str
	label: str
	fieldtype: str = "Data"
	required: bool = False
	choices: tuple[str, ...] = ()

	@property
	def longest(self) -> int:
		return LONG if self.fieldtype in LONG_TYPES else SHORT


@dataclass(frozen=True)
class Answers:
	"""What was sent: answers as sent by fieldname, where the visitor came from, and what only a bot or a browser fills in."""

	values: dict[str, str]
	touch: dict[str, str] = field(default_factory=dict)
	honeypot: str = ""
	proof: object = None

	def get(self, fieldname: str) -> str:
		return self.values.get(fieldname, "")


def read_answers(raw: object, questions: Mapping[str, Question]) -> Answers:
	"""Return the answers in `raw`, a dict or the JSON text of one. Raises `RefusedAnswers`."""
	given = parsed(raw)
	extra = {HONEYPOT, PROOF, *TOUCH, *PLACES}
	if not all(key in questions or key in extra or OTHER_TRACKING.fullmatch(key) for key in given):
		raise RefusedAnswers(Refusal.UNKNOWN)
	values = {name: read_value(given.get(name), question) for name, question in questions.items()}
	refuse_missing(values, questions)
	return Answers(
		values={name: value for name, value in values.items() if value},
		touch={
			**{name: tidy(given.get(name), PLACE if name in CLICKS else SHORT) for name in TOUCH},
			**{name: tidy(given.get(name), PLACE) for name in PLACES},
		},
		honeypot=tidy(given.get(HONEYPOT), SHORT),
		proof=given.get(PROOF),
	)


def parsed(raw: object) -> dict:
	"""Return the dict that `raw` is or means."""
	try:
		text = raw if isinstance(raw, str) else json.dumps(raw)
		if len(text) > LARGEST:
			raise RefusedAnswers(Refusal.TOO_LARGE)
		given = json.loads(text)
	except (ValueError, TypeError, RecursionError) as error:
		if isinstance(error, RefusedAnswers):
			raise
		raise RefusedAnswers(Refusal.NO_ANSWERS) from error
	if not isinstance(given, dict):
		raise RefusedAnswers(Refusal.NO_ANSWERS)
	return given


def read_value(value: object, question: Question) -> str:
	"""Return one answer as text, `""` where there is none; a ticked box is `"1"`."""
	if question.fieldtype == "Check":
		return "1" if value in (True, 1, "1", "true", "on", "yes") else ""
	text = as_text(value, question)
	if not is_storable(text):
		raise RefusedAnswers(Refusal.UNSTORABLE, question.label)
	if len(text) > question.longest:
		raise RefusedAnswers(Refusal.TOO_LONG, question.label)
	if text and question.choices and text not in question.choices:
		raise RefusedAnswers(Refusal.NO_CHOICE, question.label)
	if question.fieldname == "email" and not is_email(text):
		raise RefusedAnswers(Refusal.NO_EMAIL, question.label)
	return text


def as_text(value: object, question: Question) -> str:
	"""Return a text or a number as text; raises `RefusedAnswers` for anything else."""
	if value is None:
		return ""
	is_number = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
	if not (isinstance(value, str) or is_number):
		raise RefusedAnswers(Refusal.NO_TEXT, question.label)
	return str(value)


def is_email(text: str) -> bool:
	try:
		return bool(normalise_email(text)) or not text.strip()
	except ValueError:
		return False


def refuse_missing(values: Mapping[str, str], questions: Mapping[str, Question]) -> None:
	"""Raise `RefusedAnswers` for a required question without an answer, and where nobody could be reached."""
	for name, question in questions.items():
		if question.required and not values[name].strip():
			raise RefusedAnswers(Refusal.MISSING, question.label)
	reach = [name for name in ("email", "phone") if name in questions]
	if not any(values[name].strip() for name in reach):
		raise RefusedAnswers(Refusal.MISSING, questions[reach[0]].label if reach else "")


def tidy(value: object, longest: int) -> str:
	"""Return what the visitor's browser says of itself as printable text without markup, cut where it is too long; `""` for no text."""
	text = value if isinstance(value, str) else ""
	kept = "".join(character for character in text[:longest] if character.isprintable())
	kept = kept.replace("<", "%3C").replace(">", "%3E")[:longest].strip(FORMULA_SIGNS)
	return kept if is_storable(kept) else ""


def safe_to_show(text: str) -> str:
	"""Return an answer as it can be shown and exported anywhere: neither markup nor, in a spreadsheet, a formula."""
	shown = without_markup(text)
	return shown if PHONE.fullmatch(shown) else neutralise_cell(shown)[: max(len(shown), SHORT)]


def without_markup(text: str) -> str:
	"""Return `text` for eyes: its angle brackets are typographic ones, which no browser takes for a tag, wherever it is shown."""
	return text.replace("<", "‹").replace(">", "›")


def as_json(values: Mapping[str, str]) -> str:
	"""Return the values as JSON in which no character means anything to HTML, and which reads back as they were sent."""
	text = json.dumps(values, ensure_ascii=False)
	return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
