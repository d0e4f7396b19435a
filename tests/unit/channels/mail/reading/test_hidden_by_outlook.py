"""winmail.dat, in which Outlook hides what it sends, whole and broken."""

import struct

import pytest

from frappe_crm_app.channels.mail.reading import read
from frappe_crm_app.channels.mail.reading.rtf import decompress
from frappe_crm_app.channels.mail.reading.winmail import open_winmail
from tests.unit.channels.mail.reading.builders import a_file, a_text, dangers, mail_of, several

# The example of MS-OXRTFCP, 3.1.1 and 3.2.
SPEC_EXAMPLE = bytes.fromhex(
	"2d0000002b0000004c5a4675f1c5c7a703000a00726370673132354232 0af32068656c090020627705b06c647d0a800fa0".replace(
		" ", ""
	)
)


def attribute(level: int, number: int, value: bytes) -> bytes:
	return struct.pack("<BII", level, number, len(value)) + value + struct.pack("<H", sum(value) & 0xFFFF)


def prop(kind: int, number: int, value: bytes) -> bytes:
	"""A property of any length, with one value."""
	return struct.pack("<HHII", kind, number, 1, len(value)) + value + b"\0" * (-len(value) % 4)


def props(*those: bytes) -> bytes:
	return struct.pack("<I", len(those)) + b"".join(those)


def winmail(*attributes: bytes) -> bytes:
	return struct.pack("<IH", 0x223E9F78, 1) + b"".join(attributes)


def text(value: str) -> bytes:
	return (value + "\0").encode("utf-16-le")


NAMED = (
	struct.pack("<HH", 0x1E, 0x8001)
	+ b"g" * 16
	+ struct.pack("<II", 1, 6)
	+ text("ab")
	+ b"\0\0"
	+ struct.pack("<II", 1, 2)
	+ b"x\0\0\0"
)
NUMBERED = struct.pack("<HH", 0x03, 0x8002) + b"g" * 16 + struct.pack("<III", 0, 7, 9)
A_FILE = (
	attribute(2, 0x00069002, b"\0" * 14),
	attribute(2, 0x00018010, b"OFFER~1.PDF\0"),
	attribute(2, 0x0006800F, b"%PDF"),
	attribute(
		2,
		0x00069005,
		props(
			prop(0x1F, 0x3707, text("Angebot für Jo.pdf")),
			prop(0x1E, 0x370E, b"application/pdf\0"),
			prop(0x1F, 0x3712, text("<c@x>")),
		),
	),
)
A_WINMAIL = winmail(
	attribute(1, 0x00069007, struct.pack("<II", 1252, 0)),
	attribute(
		1, 0x00069003, props(NAMED, NUMBERED, prop(0x102, 0x1013, b"<p>R\xfcck<script>x</script></p>"))
	),
	*A_FILE,
)


def outlook_mail(hidden: bytes, body: str = "") -> bytes:
	return mail_of(several("mixed", a_text(body), a_file("winmail.dat", hidden, "application/ms-tnef")))


def test_files_and_text_come_out():
	mail = read(outlook_mail(A_WINMAIL))
	assert [(file.name, file.content_type, file.content, file.content_id) for file in mail.attachments] == [
		("Angebot für Jo.pdf", "application/pdf", b"%PDF", "c@x")
	]
	assert (mail.text, mail.html, mail.problem) == ("Rück", "<p>Rück</p>", "")
	assert dangers(mail.html) == []


def test_the_mails_own_text_comes_first():
	assert read(outlook_mail(A_WINMAIL, "plain words")).text == "plain words"


def test_plain_text_of_old_versions():
	hidden = winmail(
		attribute(1, 0x00069007, struct.pack("<II", 1251, 0)),
		attribute(1, 0x0002800C, "Привет\0".encode("cp1251")),
	)
	assert read(outlook_mail(hidden)).text == "Привет"


def test_a_broken_one_is_kept_with_what_could_be_read():
	mail = read(outlook_mail(A_WINMAIL[:-30], "words"))
	assert [(file.name, file.content) for file in mail.attachments] == [
		("OFFER~1.PDF", b"%PDF"),
		("winmail.dat", A_WINMAIL[:-30]),
	]
	assert (
		mail.problem == "The file winmail.dat of Outlook is broken, so that something in it may be missing."
	)


def test_one_that_is_none_is_kept():
	assert [(file.name, file.content) for file in read(outlook_mail(b"PK\3\4")).attachments] == [
		("winmail.dat", b"PK\3\4")
	]


def test_wherever_it_is_cut_it_is_read_as_far_as_it_goes():
	"""Cut behind the beginning or one of its six attributes, or in the checksum there, nothing tells that more was to come."""
	opened = [open_winmail(A_WINMAIL[:length]) for length in range(len(A_WINMAIL))]
	assert sum(each.is_whole for each in opened) == 3 + 6 * 3 - 1
	assert {file.content for each in opened for file in each.files} == {b"", b"%PDF"}


@pytest.mark.parametrize("lie", [b"\xff\xff\xff\xff", b"\xff\xff\xff\x7f"])
def test_lengths_that_lie_take_nothing(lie):
	opened = open_winmail(
		winmail(
			attribute(1, 0x00069003, lie + prop(0x1F, 0x1000, text("x"))),
			struct.pack("<BI", 1, 0x9003) + lie + b"x",
		)
	)
	assert (opened.plain, opened.is_whole) == ("", False)


def test_compressed_rtf_is_unpacked():
	assert decompress(SPEC_EXAMPLE) == b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"


def test_rtf_is_a_file_where_there_is_nothing_better():
	hidden = winmail(attribute(1, 0x00069003, props(prop(0x102, 0x1009, SPEC_EXAMPLE))))
	mail = read(outlook_mail(hidden, "words"))
	assert [(file.name, file.content[:6]) for file in mail.attachments] == [("message.rtf", b"{\\rtf1")]


@pytest.mark.parametrize(
	"content", [b"", b"short", SPEC_EXAMPLE[:20], SPEC_EXAMPLE[:4] + b"\xff" * 4 + SPEC_EXAMPLE[8:30]]
)
def test_broken_rtf_is_unpacked_as_far_as_it_goes(content):
	assert b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n".startswith(decompress(content))
