"""Places for fields in an Email Template, as slots of a campaign (pure).

Templates are written in Jinja: our mails fill in the fields of the record, of its `contact` and of its `customer`. Of a campaign, the record is each
recipient's contact. What both languages can say is translated; whatever else a template does is refused.
"""

import re
from collections.abc import Mapping

from frappe_crm_app.channels.campaigns.slots import SlotError

CUSTOMER_PREFIX = "customer."
# A field, of a record that is named or not, with what stands there for whom it is empty.
PLACE = re.compile(
	r"""\{\{\s*((?:doc|contact|customer)\.)?([A-Za-z_]\w*)(?:\s+or\s*("[^"{}]{0,200}"|'[^'{}]{0,200}'))?\s*\}\}"""
)
MARKS = re.compile(r"\{[{%#]")
LONGEST_QUOTED = 60


def translated(text: str, is_of_customer: Mapping[str, bool]) -> str:
	"""Return a template's text with its places as slots; raises `SlotError` for one that no slot can say.

	`is_of_customer` says of each field that a slot may name whether it is the customer's.
	"""
	parts, end = [], 0
	for found in PLACE.finditer(text):
		parts += [without_marks(text[end : found.start()]), slot_of(found, is_of_customer)]
		end = found.end()
	return "".join([*parts, without_marks(text[end:])])


def slot_of(found: re.Match, is_of_customer: Mapping[str, bool]) -> str:
	"""Return the slot of a place; raises `SlotError`."""
	prefix, name, fallback = found.groups()
	name = "customer_name" if not prefix and name == "customer" else name
	is_known = name in is_of_customer
	if not is_known or (prefix and (prefix == CUSTOMER_PREFIX) != is_of_customer[name]):
		raise SlotError(found[0], is_unknown=True)
	return f"{{{{ {name} or {fallback} }}}}" if fallback else f"{{{{ {name} }}}}"


def without_marks(text: str) -> str:
	"""Return a text between places; raises `SlotError` where Jinja would do something there."""
	found = MARKS.search(text)
	if found:
		raise SlotError(text[found.start() : found.start() + LONGEST_QUOTED].strip())
	return text
