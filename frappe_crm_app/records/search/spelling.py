"""Words that one typo makes of another: a letter too many, too few or a wrong one, or two that changed places (pure)."""

import string

LEAST_LETTERS, MOST_LETTERS = 5, 20  # of a word in which a typo is forgiven
CYRILLIC = "абвгдежзийклмнопрстуфхцчшщъыьэюяіїєґ"
GREEK = "αβγδεζηθικλμνξοπρστυφχψω"


def may_hold_typo(word: str) -> bool:
	"""Return whether a word is long enough to tell which other one is meant."""
	return LEAST_LETTERS <= len(word) <= MOST_LETTERS and word.isalpha()


def one_typo_away(word: str) -> set[str]:
	"""Return all spellings that differ from a word by one typo."""
	letters = letters_for(word)
	places = range(len(word))
	spellings = {word[:place] + word[place + 1 :] for place in places}
	spellings |= {word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in places[:-1]}
	for letter in letters:
		spellings |= {word[:place] + letter + word[place + 1 :] for place in places}
		spellings |= {word[:place] + letter + word[place:] for place in range(len(word) + 1)}
	return spellings - {word}


def letters_for(word: str) -> set[str]:
	"""Return the letters of the scripts in which a word is written."""
	alphabets = (string.ascii_lowercase, CYRILLIC, GREEK)
	return set(word).union(*(alphabet for alphabet in alphabets if not set(word).isdisjoint(alphabet)))
