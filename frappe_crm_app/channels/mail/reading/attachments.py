"""The files of a mail, and what each is called."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from frappe_crm_app.channels.mail.reading import characters
from frappe_crm_app.channels.mail.reading.headers import before_fields, split
from frappe_crm_app.channels.mail.reading.parts import MESSAGE, Part
from frappe_crm_app.channels.mail.reading.winmail import File
from frappe_crm_app.records.mail.message import Attachment

LONGEST_NAME = 140  # characters, as many as a File has
LONGEST_ENDING = 12
NOT_IN_NAMES = re.compile(r'[<>:"|?*\\/]+')
TYPE = re.compile(r"[a-z0-9!#$&^_.+-]{1,100}/[a-z0-9!#$&^_.+-]{1,100}")
ENDINGS = {
	"text/plain": "txt", "text/html": "html", "text/calendar": "ics", "text/csv": "csv", "text/vcard": "vcf", "text/x-vcard": "vcf",
	"text/rfc822-headers": "txt", "message/delivery-status": "txt", "message/disposition-notification": "txt", "message/rfc822": "eml",
	"message/global": "eml", "application/pdf": "pdf", "application/zip": "zip", "application/rtf": "rtf", "application/ics": "ics",
	"application/pkcs7-mime": "p7m", "application/x-pkcs7-mime": "p7m", "application/pkcs7-signature": "p7s",
	"application/x-pkcs7-signature": "p7s", "application/pgp-signature": "asc", "application/pgp-encrypted": "txt",
	"application/ms-tnef": "dat", "application/msword": "doc", "application/vnd.ms-excel": "xls",
	"application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
	"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
	"image/jpeg": "jpg", "image/jpg": "jpg", "image/png": "png", "image/gif": "gif", "image/webp": "webp", "image/bmp": "bmp", "image/tiff": "tif",
	"image/svg+xml": "svg", "image/heic": "heic", "audio/mpeg": "mp3", "audio/wav": "wav", "audio/ogg": "ogg", "video/mp4": "mp4",
	"video/quicktime": "mov",
}  # fmt: skip
CALLED = {"text/calendar": "invite", MESSAGE: "message", "message/delivery-status": "delivery-status"}


def attachment_of(part: Part) -> Attachment:
	"""Return a part as the file that it is; a mail is called by its subject."""
	name = file_name(
		part.written_name or (subject_of(part) if part.content_type == MESSAGE else ""), part.content_type
	)
	return Attachment(name, type_of(part.content_type), part.content, part.content_id[:1000])


def file_of_winmail(file: File) -> Attachment:
	"""Return a file that was in a winmail.dat."""
	return Attachment(
		file_name(file.name, file.content_type.lower()),
		type_of(file.content_type.lower()),
		file.content,
		file.content_id[:1000],
	)


def subject_of(part: Part) -> str:
	head = part.content[before_fields(part.content) :][:100_000]
	subject = split(head).fields.text("subject")
	return re.sub(r"[\\/]", "-", f"{subject[:100]}.eml") if subject else ""


def type_of(written: str) -> str:
	return written if TYPE.fullmatch(written) else "application/octet-stream"


def file_name(written: str, content_type: str) -> str:
	"""Return a name under which a file can be kept anywhere, and that is what it looks like; one without a name gets one by its type.

	It is no path, begins with no dot, has no control characters, of which marks of direction could make `exe` look like `pdf`.
	"""
	name = characters.of_one_line(re.split(r"[\\/]", written)[-1])
	name = NOT_IN_NAMES.sub("_", name).strip(". ")
	if not name:
		name = CALLED.get(content_type, "attachment")
	if "." not in name and content_type in ENDINGS:
		name = f"{name}.{ENDINGS[content_type]}"
	return shortened(name)


def shortened(name: str, longest: int = LONGEST_NAME) -> str:
	"""Return a name of so many characters that keeps its ending."""
	if len(name) <= longest:
		return name
	stem, dot, ending = name.rpartition(".")
	if not dot or len(ending) > LONGEST_ENDING:
		return name[:longest].rstrip()
	return f"{stem[: longest - len(ending) - 1].rstrip()}.{ending}"


def shown_inline(attachments: Iterable[Attachment], shown: frozenset[str]) -> Iterator[Attachment]:
	"""Yield files, those marked that the HTML shows by their `Content-ID`."""
	for each in attachments:
		yield replace(each, is_inline=bool(each.content_id) and each.content_id in shown)
