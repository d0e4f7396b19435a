"""A calendar as an answer over HTTP, or that it is the same as whoever asks has it (304)."""

from hashlib import sha256

from werkzeug.wrappers import Response

KEPT = 900  # seconds for which a program need not ask again


def respond(content: bytes, if_none_match: str) -> Response:
	"""Return the answer with this calendar."""
	tag = f'"{sha256(content).hexdigest()[:32]}"'
	is_same = tag in {each.strip().removeprefix("W/") for each in (if_none_match or "")[:2000].split(",")}
	response = (
		Response(status=304) if is_same else Response(content, content_type="text/calendar; charset=utf-8")
	)
	response.headers.update(
		{
			"ETag": tag,
			"Cache-Control": f"private, max-age={KEPT}",
			"X-Robots-Tag": "noindex, nofollow",
			"X-Content-Type-Options": "nosniff",
			"Referrer-Policy": "no-referrer",
		}
	)
	if not is_same:
		response.headers["Content-Disposition"] = 'attachment; filename="calendar.ics"'
	return response
