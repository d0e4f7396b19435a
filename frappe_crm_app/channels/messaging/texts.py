"""How many parts an SMS has, and what the text of a template comes to (no frappe)."""

import re
from collections.abc import Sequence

from frappe_crm_app.kit.messaging_provider import PLACE

GSM = set(
	"@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
TWICE = set("^{}\\[~]|€\f")  # of two septets each
SEPTETS, SEPTETS_OF_SEVERAL = 160, 153
UNITS, UNITS_OF_SEVERAL = 70, 67


def parts_of(text: str) -> int:
	"""Return in how many parts an SMS goes out (3GPP TS 23.038): 160 characters of the GSM alphabet, else 70; fewer each of several."""
	if not text:
		return 0
	if not set(text) - GSM - TWICE:
		return count([2 if character in TWICE else 1 for character in text], SEPTETS, SEPTETS_OF_SEVERAL)
	return count([2 if ord(character) > 0xFFFF else 1 for character in text], UNITS, UNITS_OF_SEVERAL)


def count(sizes: Sequence[int], alone: int, of_several: int) -> int:
	"""Return in how many parts characters of these sizes go; none is split between two."""
	if sum(sizes) <= alone:
		return 1
	parts, used = 1, 0
	for size in sizes:
		if used + size > of_several:
			parts, used = parts + 1, 0
		used += size
	return parts


def filled(template: str, parameters: Sequence[str]) -> str:
	"""Return a template's text with its parameters, of which `{{1}}` is the first; a place without one stays."""

	def value(found: re.Match) -> str:
		number = int(found[1])
		return parameters[number - 1] if 0 < number <= len(parameters) else found[0]

	return PLACE.sub(value, template)
