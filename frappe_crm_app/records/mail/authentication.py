"""What the server of a mailbox says of who sent a mail: `Authentication-Results` (RFC 8601, pure).

A server writes its line above all that came with the mail, so the topmost is its own, and what is below may be the sender's.
"""

import re
from collections.abc import Mapping

HEADER = "Authentication-Results"
QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')
COMMENT = re.compile(r"\((?:[^()\\]|\\.)*\)")
DEEPEST = 10  # comments in comments
METHOD = re.compile(r"dmarc(?:/\d+)?\s*=\s*(\w+)", re.IGNORECASE)
FAIL = "fail"


def has_failed_dmarc(headers: Mapping[str, str]) -> bool:
	"""Return whether the server that took a mail says that its sender is forged; of what no server said anything, nothing is known.

	Several lines of one server stand one below the other. `headers` are those of a `ReadMail`.
	"""
	lines = [plain(line) for line in headers.get(HEADER, "").split("\n") if line.strip()]
	server = server_of(lines[0]) if lines else ""
	own = []
	for line in lines:
		if server_of(line) != server:
			break
		own.append(line)
	return any(found_in(part) == FAIL for line in own for part in line.split(";")[1:])


def plain(line: str) -> str:
	"""Return a line without what is quoted or a comment: neither says anything."""
	line = QUOTED.sub(" ", line)
	for _time in range(DEEPEST):
		shorter = COMMENT.sub(" ", line)
		if shorter == line:
			break
		line = shorter
	return line


def server_of(line: str) -> str:
	"""Return which server a line is by (`authserv-id`)."""
	words = line.partition(";")[0].split()
	return words[0].lower() if words else ""


def found_in(part: str) -> str:
	"""Return what one result says of DMARC, `""` where it is about something else."""
	method = METHOD.match(part.strip())
	return method[1].lower() if method else ""
