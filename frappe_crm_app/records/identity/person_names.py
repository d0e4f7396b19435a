"""Names of people: one column split in two, and whether two names may be one person's (pure)."""

import re
import unicodedata
from functools import lru_cache

# Stands for a missing last name, as lead forms store it, so that the contact can be saved everywhere.
NO_LAST_NAME = "–"
SPELLED_SALUTATIONS = (
	"mr mrs ms miss mx dr prof professor sir madam herr frau hr fr mme mlle madame monsieur sr sra srta dna don dona "
	"senor senora senorita senhor senhora dhr mevr sig signor signora"
)
SPELLED_SUFFIXES = "jr sr ii iii iv phd md esq mba"
SPELLED_PARTICLES = (
	"van von vom zu zum zur de del della dello der den des di da do dos das du la le las los lo ter ten te ibn bin bint "
	"abu al el ben y e af av"
)
SALUTATIONS, SUFFIXES, PARTICLES = (
	frozenset(words.split()) for words in (SPELLED_SALUTATIONS, SPELLED_SUFFIXES, SPELLED_PARTICLES)
)
NOT_A_LETTER = re.compile(r"[^\w]+|_")
SHORTEST_SHORT_FORM = 3  # letters, as Max of Maximilian


def is_salutation(text: str) -> bool:
	"""Return whether the text is nothing but salutations and titles: `Mr.`, `Herr Dr.`."""
	words = text.replace(".", " ").casefold().split()
	return bool(words) and all(fold(word) in SALUTATIONS for word in words)


def split_name(text: str) -> tuple[str, str]:
	"""Return first and last name of one text: `Last, First`, particles with the last name, titles before it left out.

	One of the two is `""` where there is only one name.
	"""
	last, comma, first = (part.strip() for part in text.partition(","))
	if comma and first and fold(first.strip(".")) not in SUFFIXES:
		return without_salutations(first), last
	words = without_salutations(text).replace(",", " ").split()
	end = len(words)
	while end > 2 and fold(words[end - 1].strip(".")) in SUFFIXES:
		end -= 1
	start = end - 1
	while start > 1 and words[start - 1].strip(".").casefold() in PARTICLES:
		start -= 1
	return " ".join(words[: max(start, 1)]), " ".join(words[max(start, 1) :])


def without_salutations(text: str) -> str:
	"""Return the name without what stands before it, unless that is all there is."""
	words = text.split()
	while len(words) > 1 and is_salutation(words[0]):
		words.pop(0)
	return " ".join(words)


def is_same_person(first: str, last: str, other_first: str, other_last: str) -> bool:
	"""Return whether two names may be one person's: another last name is one that has changed, another first name is somebody else.

	An initial, a short form, a second first name, and first and last name exchanged are the same person.
	"""
	one, other = fold(first), fold(other_first)
	if one == other:
		return True
	last_one, last_other = fold(last), fold(other_last)
	if (one, last_one) == (last_other, other):
		return True
	shorter, longer = sorted((one, other), key=len)
	if last_one != last_other or not shorter:
		return first_word(first) == first_word(other_first) != ""
	return longer.startswith(shorter) and len(shorter) in (1, *range(SHORTEST_SHORT_FORM, len(longer)))


def first_word(text: str) -> str:
	"""Return the first of several first names, `""` where it is an initial only."""
	words = re.split(r"[\s-]+", text.strip())
	word = fold(words[0])
	return word if len(word) > 1 else ""


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
	"""Return the letters of a name without case, accents and marks."""
	decomposed = unicodedata.normalize("NFKD", text.casefold())
	letters = "".join(character for character in decomposed if not unicodedata.combining(character))
	return NOT_A_LETTER.sub("", letters)
