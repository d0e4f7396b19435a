"""What a mail says, as it is stored in columns: cut to their size, and without what a browser would take for a tag. Pure: no Frappe."""

import re
from hashlib import sha256

LONGEST_ID, LONGEST_SUBJECT, LONGEST_NAME, LONGEST_SNIPPET = 255, 998, 255, 255
BEGINNING_OF_TAG = re.compile(r"<(?=[A-Za-z/!?])")


def message_key(message_id: str) -> str:
	"""Return a Message-ID as it is stored and looked for: of one that is too long, the beginning and a digest of all of it."""
	if len(message_id) <= LONGEST_ID:
		return message_id
	digest = sha256(message_id.encode(errors="surrogatepass")).hexdigest()
	return message_id[: LONGEST_ID - len(digest)] + digest


def shown(text: str, longest: int) -> str:
	"""Return a text of one line for lists and forms, which show columns as HTML: nothing in it begins a tag."""
	line = " ".join(BEGINNING_OF_TAG.sub("‹", text).split())
	return line if len(line) <= longest else f"{line[: longest - 1]}…"
