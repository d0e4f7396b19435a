"""Prints the words of a PDF: run as a program of its own, so that a file that is made to harm ends with it (pure).

python pdf_words.py <path>
"""

import contextlib
import re
import resource
import sys

MOST_PAGES, MOST_WORDS, LONGEST = 20, 400, 60
MEMORY = 1_000_000_000  # bytes
SECONDS = 15
WORD = re.compile(r"\w{3,60}")


def words_in(text: str) -> list[str]:
	"""Return the words of a text, each once."""
	return list(dict.fromkeys(WORD.findall(text)))


def words_of_pdf(path: str) -> list[str]:
	"""Return the first words of a PDF that are not mere digits or repetitions, at most `MOST_WORDS`."""
	from pypdf import PdfReader

	words: dict[str, None] = {}
	for page in PdfReader(path).pages[:MOST_PAGES]:
		words |= dict.fromkeys(words_in(page.extract_text() or ""))
		if len(words) >= MOST_WORDS:
			break
	return list(words)[:MOST_WORDS]


def main(path: str) -> None:
	"""Print the words of a PDF, within bounds of memory and time."""
	resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
	with contextlib.suppress(ValueError, OSError):
		resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
	sys.stdout.write(" ".join(words_of_pdf(path)))


if __name__ == "__main__":
	main(sys.argv[1])
