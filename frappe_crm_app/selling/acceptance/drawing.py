"""The picture of a signature that somebody drew: a PNG in a data address, believed only after it was read (pure).

What is kept is a picture written anew from its pixels: nothing that was hidden in the file, before or after them, is kept.
"""

import base64
import binascii
from io import BytesIO

from PIL import Image

PREFIX = "data:image/png;base64,"
SIGNATURE = b"\x89PNG\r\n\x1a\n"
LARGEST = 200_000  # characters of the data address
WIDEST, HIGHEST = 2000, 1000  # pixels
KEPT = (800, 300)  # pixels that are kept at most


class NoDrawingError(ValueError):
	"""What was sent is no drawing."""


def read_drawing(sent: object) -> str | None:
	"""Return the drawing as a data address of a PNG written anew, `None` where nothing was sent or nothing drawn.

	Raises `NoDrawingError` for anything but a PNG of at most 2000 by 1000 pixels and 200,000 characters.
	"""
	if sent is None or sent == "":
		return None
	picture = read_picture(bytes_of(sent))
	if is_blank(picture):
		return None
	written = BytesIO()
	picture.save(written, "PNG", optimize=True)
	return PREFIX + base64.b64encode(written.getvalue()).decode()


def bytes_of(sent: object) -> bytes:
	"""Return what a data address holds."""
	if not isinstance(sent, str) or len(sent) > LARGEST or not sent.startswith(PREFIX):
		raise NoDrawingError
	try:
		return base64.b64decode(sent.removeprefix(PREFIX), validate=True)
	except (ValueError, binascii.Error) as error:
		raise NoDrawingError from error


def read_picture(content: bytes) -> Image.Image:
	"""Return the picture in shades of grey with what shines through; its size is asked before a pixel is unpacked."""
	if not content.startswith(SIGNATURE):
		raise NoDrawingError
	try:
		with Image.open(BytesIO(content), formats=["PNG"]) as whole:
			whole.verify()  # where others have Pillow read broken files as well, it takes half of one
		with Image.open(BytesIO(content), formats=["PNG"]) as opened:
			width, height = opened.size
			if not (0 < width <= WIDEST and 0 < height <= HIGHEST) or getattr(opened, "n_frames", 1) != 1:
				raise NoDrawingError
			picture = opened.convert("RGBA")
	except NoDrawingError:
		raise
	except Exception as error:  # whatever a broken file makes of its reader
		raise NoDrawingError from error
	picture.thumbnail(KEPT)
	return picture.convert("LA")


def is_blank(picture: Image.Image) -> bool:
	"""Return whether every pixel is like every other."""
	return all(low == high for low, high in picture.getextrema())
