"""What files are called: cleaned of what a disk, a browser or a reader could take for something else (pure)."""

import re
import unicodedata
from pathlib import PurePosixPath

LONGEST = 140
LONGEST_ENDING = 10
NEVER = re.compile(r'[\\/:*?"<>|]+')
SPACES = re.compile(r"\s+")
ENDING = re.compile(r"\.([A-Za-z0-9]{1,10})$")
NAMELESS = "file"


def clean_name(given: object) -> str:
	"""Return the name of a file as it is kept: its last segment, without signs that control, hide or turn round what follows."""
	text = unicodedata.normalize("NFC", given) if isinstance(given, str) else ""
	last = PurePosixPath(text.replace("\\", "/")).name
	plain = "".join(" " if sign.isspace() else sign for sign in last if sign.isspace() or not is_hidden(sign))
	plain = SPACES.sub(" ", NEVER.sub("-", plain)).strip(" .")
	return shortened(plain or NAMELESS)


def is_hidden(sign: str) -> bool:
	"""Return whether a sign is none that is seen: one that controls, formats, is private or not assigned, or half of one."""
	return unicodedata.category(sign).startswith("C")


def shortened(name: str) -> str:
	"""Return a name that is at most 140 characters long, with its ending."""
	if len(name) <= LONGEST:
		return name
	ending = ENDING.search(name)
	kept = ending[0] if ending else ""
	return f"{name[: LONGEST - len(kept) - 1].rstrip(' .')}…{kept}"


def ending_of(name: str) -> str:
	"""Return the ending of a name without its dot, in small letters; `""` where it has none."""
	ending = ENDING.search(name)
	return ending[1].lower() if ending else ""


def in_ascii(name: str) -> str:
	"""Return a name as those write it who know no other letters than those of ASCII, cleaned again: a wide slash is a slash there."""
	text = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
	return NEVER.sub("-", text).strip(" .")


def title_of(name: str) -> str:
	"""Return what something is called that was made of this file: the name without its ending, `_` read as a space."""
	ending = ENDING.search(name)
	stem = name[: ending.start()] if ending else name
	return SPACES.sub(" ", stem.replace("_", " ")).strip(" .-") or NAMELESS
