"""What whoever has a link sends along, read before anything is done: lines, texts, a name, a drawing."""

from collections.abc import Iterable
from dataclasses import dataclass

import frappe
from frappe import _
from frappe.utils import cint

from frappe_crm_app.kit.exceptions import AcceptanceError
from frappe_crm_app.kit.received import read_json
from frappe_crm_app.kit.storable_texts import is_storable
from frappe_crm_app.selling.acceptance.drawing import NoDrawingError, read_drawing
from frappe_crm_app.selling.acceptance.names import NoNameError, read_name

LONGEST_TEXT = 2000
MOST_LINES = 1000


@dataclass(frozen=True)
class Signature:
	"""By what somebody accepts."""

	typed_name: str
	drawing: str | None


def read_signature(typed_name: object, drawing: object, has_consented: object) -> Signature:
	"""Return the signature; raises `AcceptanceError` for what is none, or comes without consent."""
	if not cint(has_consented):
		frappe.throw(_("Please tick that you accept the quote."), AcceptanceError)
	try:
		name = read_name(typed_name)
	except NoNameError:
		frappe.throw(_("Please type your first and last name."), AcceptanceError)
	try:
		return Signature(name, read_drawing(drawing))
	except NoDrawingError:
		frappe.throw(
			_("The drawing could not be read. Please draw it again, or leave it out."), AcceptanceError
		)


def read_lines(sent: object, optional: Iterable[str]) -> list[str]:
	"""Return the names of optional lines that are chosen, in the quote's order; raises `AcceptanceError` for any other."""
	names = read_json(sent) if sent not in (None, "") else []
	is_list = isinstance(names, list) and len(names) <= MOST_LINES and all(map(is_storable, names))
	optional = list(optional)
	if not is_list or not set(names) <= set(optional):
		frappe.throw(_("One of the chosen lines is not an optional line of this quote."), AcceptanceError)
	return [name for name in optional if name in names]


def read_text(sent: object, empty: str = "") -> str:
	"""Return a text as it is stored, without markup; raises `AcceptanceError` with `empty` where nothing was written."""
	if sent is not None and not is_storable(sent):
		frappe.throw(_("The text holds a character that cannot be stored."), AcceptanceError)
	text = (sent or "").strip().replace("<", "‹").replace(">", "›")
	if len(text) > LONGEST_TEXT:
		frappe.throw(_("Please write at most {0} characters.").format(LONGEST_TEXT), AcceptanceError)
	if empty and not text:
		frappe.throw(empty, AcceptanceError)
	return text
