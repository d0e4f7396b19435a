"""How many parts an SMS has, each of which is paid for (pure; GSM 03.38, 03.40).

A text of the GSM alphabet has 160 places in one part, 153 in each of several; marks of its extension take two. Any other text is UCS-2:
70 and 67, and what is beyond its first plane takes two.
"""

from dataclasses import dataclass

BASIC = frozenset(
	"@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§"
	"¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENDED = frozenset("\f^{}\\[~]|€")
MOST_PARTS = 10


@dataclass(frozen=True, slots=True)
class Parts:
	"""`units` are the places that a text takes, `left` those that its last part still has."""

	parts: int
	units: int
	left: int
	is_unicode: bool


def count_parts(text: str) -> Parts:
	"""Return into how many parts an SMS with this text is divided."""
	is_unicode = not all(letter in BASIC or letter in EXTENDED for letter in text)
	widths = [width_of(letter, is_unicode) for letter in text]
	alone, together = (70, 67) if is_unicode else (160, 153)
	units = sum(widths)
	if units <= alone:
		return Parts(int(bool(text)), units, alone - units, is_unicode)
	parts, room = 1, together
	for width in widths:  # no letter is divided
		if width > room:
			parts, room = parts + 1, together
		room -= width
	return Parts(parts, units, room, is_unicode)


def width_of(letter: str, is_unicode: bool) -> int:
	"""Return how many places a letter takes."""
	if is_unicode:
		return 2 if ord(letter) > 0xFFFF else 1
	return 2 if letter in EXTENDED else 1
