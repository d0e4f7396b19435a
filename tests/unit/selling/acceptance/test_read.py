"""Tokens, names, drawings and what is masked."""

import base64
import zlib
from contextlib import suppress
from io import BytesIO
from struct import pack

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw, PngImagePlugin

from frappe_crm_app.kit.link_tokens import TOKEN, hash_of_token, new_token
from frappe_crm_app.kit.masking import masked_address, masked_email, masked_name
from frappe_crm_app.selling.acceptance import drawing
from frappe_crm_app.selling.acceptance.drawing import PREFIX, NoDrawingError, read_drawing
from frappe_crm_app.selling.acceptance.names import NoNameError, read_name
from frappe_crm_app.selling.acceptance.signing.qr import qr_svg


def as_address(content: bytes) -> str:
	return PREFIX + base64.b64encode(content).decode()


def png(size=(300, 100), text: str = "", **options) -> bytes:
	picture = Image.new("RGBA", size, (0, 0, 0, 0))
	ImageDraw.Draw(picture).line((5, 5, size[0] - 5, size[1] - 5), fill=(20, 30, 60, 255), width=3)
	written, info = BytesIO(), PngImagePlugin.PngInfo()
	if text:
		info.add_text("comment", text)
	picture.save(written, "PNG", pnginfo=info, **options)
	return written.getvalue()


def test_tokens_have_256_bits_and_are_stored_as_a_hash():
	tokens = {new_token() for _ in range(100)}
	assert len(tokens) == 100
	assert all(TOKEN.fullmatch(token) for token in tokens)
	token = tokens.pop()
	assert len(hash_of_token(token)) == 64
	assert token not in hash_of_token(token)


@pytest.mark.parametrize(
	"sent", [None, "", "x", 5, [], {}, "a" * 42, "a" * 44, "é" * 43, "a" * 42 + "\n", "\ud800" * 43]
)
def test_what_is_no_token_is_looked_for_like_one_that_was_never_made(sent):
	assert hash_of_token(sent) == hash_of_token("nothing")
	assert hash_of_token("a" * 43) != hash_of_token("nothing")


@pytest.mark.parametrize(
	("typed", "name"),
	[
		("  Ada   Lovelace ", "Ada Lovelace"),
		("Jean-Luc O’Neill", "Jean-Luc O’Neill"),
		("محمد علي", "محمد علي"),
		("王 小明", "王 小明"),
		("Jose\u0301", "José"),
	],
)
def test_names_are_taken_as_people_write_them(typed, name):
	assert read_name(typed) == name


@pytest.mark.parametrize(
	"typed",
	[
		None,
		5,
		[],
		"",
		" ",
		"A",
		"12345",
		"<b>Ada</b>",
		"Ada\0King",
		"Ada\u202egniK",
		"Ada {{ x }}",
		"x" * 141,
		"\ud800ab",
		"=1+1 ab",
	],
)
def test_what_is_no_name_is_refused(typed):
	with pytest.raises(NoNameError):
		read_name(typed)


def test_a_drawing_is_written_anew_without_what_was_hidden_in_it():
	sent = png(text="hidden words") + b"<script>after the end</script>"
	kept = read_drawing(as_address(sent))
	content = base64.b64decode(kept.removeprefix(PREFIX))
	assert b"hidden" not in content
	assert b"script" not in content
	with Image.open(BytesIO(content)) as picture:
		assert (picture.format, picture.size) == ("PNG", (300, 100))


def test_a_large_drawing_is_kept_smaller():
	kept = read_drawing(as_address(png((1600, 600))))
	with Image.open(BytesIO(base64.b64decode(kept.removeprefix(PREFIX)))) as picture:
		assert picture.size == (800, 300)


@pytest.mark.parametrize("sent", [None, "", as_address(png())[:0]])
def test_nothing_sent_is_no_drawing(sent):
	assert read_drawing(sent) is None


def test_an_empty_field_is_no_drawing():
	written = BytesIO()
	Image.new("RGBA", (300, 100), (0, 0, 0, 0)).save(written, "PNG")
	assert read_drawing(as_address(written.getvalue())) is None


def bomb(width: int, height: int) -> bytes:
	"""A PNG that says that it is so large, and holds little."""

	def chunk(kind: bytes, data: bytes) -> bytes:
		return pack(">I", len(data)) + kind + data + pack(">I", zlib.crc32(kind + data))

	head = pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
	return (
		drawing.SIGNATURE
		+ chunk(b"IHDR", head)
		+ chunk(b"IDAT", zlib.compress(b"\0" * 1000))
		+ chunk(b"IEND", b"")
	)


def other_format(name: str) -> bytes:
	written = BytesIO()
	Image.new("RGB", (20, 20), "red").save(written, name)
	return written.getvalue()


NO_DRAWINGS = {
	"a number": 5,
	"no address": "hello",
	"an address of HTML": "data:text/html;base64,PHNjcmlwdD4=",
	"no base64": PREFIX + "%%%%",
	"a GIF called PNG": as_address(other_format("GIF")),
	"a JPEG called PNG": as_address(other_format("JPEG")),
	"an SVG": as_address(b"<svg onload='alert(1)'/>"),
	"half a PNG": as_address(png()[:60]),
	"a head alone": as_address(drawing.SIGNATURE),
	"too wide": as_address(bomb(20_000, 10)),
	"a bomb": as_address(bomb(60_000, 60_000)),
	"too long": PREFIX + "A" * drawing.LARGEST,
	"nothing in it": PREFIX,
}


@pytest.mark.parametrize("sent", NO_DRAWINGS.values(), ids=NO_DRAWINGS)
def test_what_is_no_drawing_is_refused(sent):
	with pytest.raises(NoDrawingError):
		read_drawing(sent)


def test_a_picture_that_holds_less_than_it_says_is_no_drawing():
	with suppress(NoDrawingError):
		assert read_drawing(as_address(bomb(2000, 1000))) is None


@given(st.binary(max_size=300))
def test_no_bytes_break_the_reader(content):
	with suppress(NoDrawingError):
		read_drawing(as_address(drawing.SIGNATURE + content))


def test_enough_is_masked():
	assert masked_name("Ada Lovelace") == "A••• L•••"
	assert masked_email("ada@example.com") == "a•••@e•••.com"
	assert masked_email("ada") == "a•••"
	assert masked_address("203.0.113.77") == "203.0.113.•••"
	assert masked_address("2001:db8:5:6::/64") == "2001:db8:5::•••"
	assert masked_address("nothing") == ""


def test_an_address_becomes_a_square_of_svg():
	svg = qr_svg("https://crm.example.com/verify-quote")
	assert svg.startswith("<svg")
	assert svg.count("<path") == 1
	assert "http" not in svg.replace("http://www.w3.org/2000/svg", "")
