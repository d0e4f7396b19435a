"""What makes a mail that mail, in whichever mailbox it lies: what its sender wrote, as it is read, not as it travelled."""

from hashlib import sha256

from frappe_crm_app.channels.mail.reading.addresses import read_addresses
from frappe_crm_app.channels.mail.reading.dates import read_date
from frappe_crm_app.channels.mail.reading.headers import Fields
from frappe_crm_app.channels.mail.reading.message_ids import own_id
from frappe_crm_app.channels.mail.reading.parts import Part

Digest = type(sha256())


def identity_of(mail: Part) -> str:
	"""Return the digest of a mail: its Message-ID, sender, date, subject, recipients, and the type and content of each part.

	What servers add or write otherwise on the way changes nothing: further fields, their order and folding, how words, names and contents
	are encoded, line breaks and white space. Mails of years depend on it: a change of what is digested would have all of them twice.
	"""
	fields, digest = mail.fields, sha256()
	put(digest, own_id(fields.first("message-id")), *named(fields, "from"))
	put(digest, date_of(fields.text("date")), *fields.texts("subject"))
	put(digest, *named(fields, "to"))
	for leaf in mail.leaves():
		put(digest, leaf.content_type, content_of(leaf))
	return digest.hexdigest()


def named(fields: Fields, name: str) -> list[str]:
	return [address.email or address.name for address in read_addresses(fields.raw(name))]


def date_of(text: str) -> str:
	date = read_date(text)
	return date.isoformat() if date else text


def identity_of_bytes(raw: bytes) -> str:
	"""Return the digest of what is no mail, or one that cannot be read."""
	return sha256(b"unreadable\n" + raw.replace(b"\r\n", b"\n").rstrip()).hexdigest()


def put(digest: Digest, *values: str | bytes) -> None:
	"""Add values so that no two rows of values add the same."""
	for value in values:
		content = value.encode("utf-8", "replace") if isinstance(value, str) else value
		digest.update(b"%d:" % len(content))
		digest.update(content)
	digest.update(b";")


def content_of(leaf: Part) -> bytes:
	"""Return what a part says, of a text whatever its charset and its white space."""
	if leaf.content_type.startswith("text/"):
		return " ".join(leaf.text.split()).encode("utf-8", "replace")
	if leaf.content_type.startswith("message/"):
		return b" ".join(leaf.content.split())
	return leaf.content.replace(b"\r\n", b"\n").rstrip(b"\n")
