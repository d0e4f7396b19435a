"""What a PDF may load: pictures that stand in it as data. Nothing from the web, nothing from this machine."""

import base64
import binascii
import re
from email.message import Message
from io import BytesIO

PICTURE = re.compile(r"data:(image/(?:png|jpeg|gif|webp));base64,([A-Za-z0-9+/=\s]*)")
MOST_CHARACTERS = 4_000_000


def fetch(url: str, *arguments: object, **options: object) -> object:
	"""Return a picture that stands in the page (`url_fetcher` of WeasyPrint); raises `ValueError` for any other address."""
	found = PICTURE.fullmatch(url[:MOST_CHARACTERS])
	if not found or len(url) > MOST_CHARACTERS:
		raise ValueError("only pictures that stand in the page are loaded")
	try:
		content = base64.b64decode(found[2])
	except binascii.Error as error:
		raise ValueError("this is no picture") from error
	return answer(url, found[1], content)


def answer(url: str, kind: str, content: bytes) -> object:
	"""Return the content as this version of WeasyPrint takes it: from 68 on an object, before that a dict."""
	from weasyprint import urls  # needs Pango, see `pdf_drawing.py`

	if not hasattr(urls, "URLFetcherResponse"):
		return {"string": content, "mime_type": kind}
	headers = Message()
	headers["Content-Type"] = kind
	return urls.URLFetcherResponse(url, BytesIO(content), headers)
