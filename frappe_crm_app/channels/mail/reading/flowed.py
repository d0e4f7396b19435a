"""Plain text whose lines were broken to travel (RFC 3676, `format=flowed`), as it was written."""

SIGNATURE = "-- "


def unflow(text: str, is_space_deleted: bool = False) -> str:
	"""Return the text with its paragraphs in one line each; `is_space_deleted` is the parameter `delsp=yes`."""
	lines: list[str] = []
	paragraph, depth = "", None
	for line in text.split("\n"):
		quotes, content = quoted_depth(line)
		if depth not in (None, quotes) or (content == SIGNATURE and depth is not None):
			lines.append(requoted(depth or 0, paragraph))
			paragraph, depth = "", None
		is_open = content.endswith(" ") and content != SIGNATURE
		paragraph += content[:-1] if is_open and is_space_deleted else content
		depth = quotes
		if not is_open:
			lines.append(requoted(depth, paragraph))
			paragraph, depth = "", None
	if depth is not None:
		lines.append(requoted(depth, paragraph))
	return "\n".join(lines)


def quoted_depth(line: str) -> tuple[int, str]:
	"""Return how often a line was quoted, and what it says without the signs of that and the space that protects it."""
	content = line.lstrip(">")
	quotes = len(line) - len(content)
	return quotes, content[1:] if content.startswith(" ") else content


def requoted(quotes: int, text: str) -> str:
	return f"{'>' * quotes} {text}" if quotes else text
