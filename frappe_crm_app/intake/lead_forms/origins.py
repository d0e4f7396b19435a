"""Web origins, as browsers send them (pure)."""

from urllib.parse import urlsplit

SCHEMES = ("https", "http")


def read_origins(text: str | None) -> list[str]:
	"""Return the origins that stand one a line in `text`, each once, in the form of an `Origin` header.

	Raises `ValueError` with the line that is none.
	"""
	lines = [line.strip() for line in (text or "").splitlines()]
	return list(dict.fromkeys(read_origin(line) for line in lines if line))


def read_origin(line: str) -> str:
	"""Return one origin: scheme, host and a port that is not the scheme's own. Raises `ValueError`."""
	try:
		parts = urlsplit(line)
		port = parts.port
	except ValueError as error:
		raise ValueError(line) from error
	is_bare = parts.path in ("", "/") and not (
		parts.query or parts.fragment or parts.username or parts.password
	)
	if parts.scheme not in SCHEMES or not is_host(parts.hostname) or not is_bare:
		raise ValueError(line)
	is_usual = port is None or port == {"https": 443, "http": 80}[parts.scheme]
	return f"{parts.scheme}://{parts.hostname}" + ("" if is_usual else f":{port}")


def is_host(host: str | None) -> bool:
	"""Return whether `host` can stand in a header without meaning anything else there."""
	return bool(host) and host.isascii() and all(letter.isalnum() or letter in "-." for letter in host)


def is_web_address(text: str) -> bool:
	"""Return whether a browser may be sent to `text`: a page of the web, or of this site by its path.

	Browsers leave out tabs and line ends, and take a backslash for a slash: `/\\t/evil.example` is another site.
	"""
	if "\\" in text or not all(letter.isprintable() and not letter.isspace() for letter in text):
		return False
	if text.startswith("/"):
		return not text.startswith("//")
	try:
		parts = urlsplit(text)
	except ValueError:
		return False
	return parts.scheme in SCHEMES and text.startswith(f"{parts.scheme}://") and bool(parts.hostname)
