"""A real IMAP server: Debian's Dovecot with a configuration of its own on loopback, and mailboxes as Maildir.

It sees what is done to the files, so a test moves, deletes and renumbers mails as other programs of the mailbox's owner would.
"""

import imaplib
import os
import re
import shutil
import socket
import subprocess
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timezone
from email.utils import format_datetime
from pathlib import Path

from frappe_crm_app.channels.mail.servers.folder_names import encoded
from scripts.stack.service import LOOPBACK, Service, free_port

PASSWORD = "open-sesame"
NOBODY = 65534
SPECIAL = {
	"Sent": r"\Sent",
	"Junk": r"\Junk",
	"Drafts": r"\Drafts",
	"Trash": r"\Trash",
	"Archive": r"\Archive",
}
CONFIGURATION = """
base_dir = {folder}/run
state_dir = {folder}/run
instance_name = crm-test
log_path = {folder}/mail.log
protocols = imap
listen = 127.0.0.1
ssl = {ssl}
{certificate}
disable_plaintext_auth = no
auth_mechanisms = plain login
default_internal_user = {internal}
default_internal_group = {internal_group}
default_login_user = {login}
first_valid_uid = 1
mail_uid = {owner}
mail_gid = {group}
mail_location = maildir:{folder}/mail/%u
mail_max_userip_connections = 50
mmap_disable = yes
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={owner} gid={group} home={folder}/mail/%u
}}
namespace inbox {{
  inbox = yes
  separator = /
{mailboxes}
}}
namespace everybody {{
  type = public
  separator = /
  prefix = Public/
  location = maildir:{folder}/public
  list = children
  subscriptions = no
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
"""


@dataclass
class Dovecot:
	"""The server; `port` is without TLS (and with STARTTLS), `tls_port` with it."""

	folder: Path
	port: int
	tls_port: int
	has_tls: bool = False

	def start(self) -> None:
		self.configure()
		command = ["dovecot", "-F", "-c", self.folder / "dovecot.conf"]
		self.service.start(command, lambda: answers(self.port))

	def stop(self) -> None:
		self.service.stop()

	@property
	def service(self) -> Service:
		return Service("dovecot", self.folder)

	def configure(self) -> None:
		"""Write the configuration; root gives the mailboxes to nobody, anybody else keeps them."""
		is_root = os.geteuid() == 0
		user = "dovecot" if is_root else str(os.geteuid())
		blocks = "\n".join(
			f"  mailbox {name} {{\n    special_use = {use}\n  }}" for name, use in SPECIAL.items()
		)
		text = CONFIGURATION.format(
			folder=self.folder,
			port=self.port,
			tls_port=self.tls_port if self.has_tls else 0,
			ssl="yes" if self.has_tls else "no",
			certificate=self.certificate(),
			internal=user,
			internal_group="dovecot" if is_root else str(os.getegid()),
			login="dovenull" if is_root else user,
			owner=owner(),
			group=NOBODY if is_root else os.getegid(),
			password=PASSWORD,
			mailboxes=blocks,
		)
		(self.folder / "dovecot.conf").write_text(text)
		(self.folder / "mail").mkdir(exist_ok=True)
		give(self.folder / "mail")

	def certificate(self) -> str:
		"""Make a certificate of this server's own for `localhost`, which nobody trusts unless told."""
		if not self.has_tls:
			return ""
		files = {"-keyout": self.folder / "key.pem", "-out": self.folder / "certificate.pem"}
		given = [str(part) for option in files.items() for part in option]
		subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
		kind = ["-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
		subprocess.run(["openssl", "req", *kind, *subject, *given], check=True, capture_output=True)
		return f"ssl_cert = <{files['-out']}\nssl_key = <{files['-keyout']}"

	def everybodys(self) -> "Maildir":
		"""Return what all people may open, beside their own: folders that are called `Public/…`."""
		return Maildir(self, "", self.folder / "public")

	def mailbox(self, user: str) -> "Maildir":
		"""Return the mailbox of a user, all of whom have the one password."""
		return Maildir(self, user)


@dataclass
class Maildir:
	"""A mailbox on the server, as files."""

	server: Dovecot
	user: str
	place: Path | None = None
	delivered: int = 0

	def deliver(
		self, raw: bytes, folder: str = "INBOX", flags: str = "", received_on: datetime | None = None
	) -> Path:
		"""Put a mail into a folder, with flags as Maildir writes them (`S` is seen); a folder that is not there is made."""
		self.delivered += 1
		place = self.path(folder)
		name = f"{1_700_000_000 + self.delivered}.M{self.delivered}P{os.getpid()}.test"
		file = place / ("cur" if flags else "new") / (f"{name}:2,{flags}" if flags else name)
		file.write_bytes(raw)
		moment = (received_on or datetime.now(timezone.utc)).timestamp()
		os.utime(file, (moment, moment))
		if os.geteuid() == 0:
			os.chown(file, NOBODY, NOBODY)
		return file

	def path(self, folder: str) -> Path:
		"""Return the directory of a folder."""
		place = self.root if folder == "INBOX" else self.root / f".{encoded(folder).replace('/', '.')}"
		for part in ("cur", "new", "tmp"):
			if not (place / part).exists():
				(place / part).mkdir(parents=True)
				give(self.root, place, place / part)
				(place / "maildirfolder").touch()
				give(place / "maildirfolder")
		return place

	@property
	def root(self) -> Path:
		return self.place or self.server.folder / "mail" / self.user

	def files(self, folder: str = "INBOX") -> list[Path]:
		"""Return the mails of a folder."""
		place = self.path(folder)
		return sorted([*(place / "cur").iterdir(), *(place / "new").iterdir()])

	def move(self, folder: str, to: str, count: int) -> None:
		"""Move some mails to another folder."""
		for file in self.files(folder)[:count]:
			file.rename(self.path(to) / "cur" / file.name)

	def delete(self, folder: str, count: int) -> None:
		"""Delete the last mails of a folder."""
		for file in self.files(folder)[-count:]:
			file.unlink()

	def renumber(self, folder: str = "INBOX") -> None:
		"""Give all mails of a folder new UIDs, and it a new UIDVALIDITY."""
		place = self.path(folder)
		head = (place / "dovecot-uidlist").read_text().splitlines()[0]
		validity = int(re.search(r"\bV(\d+)", head)[1])
		for file in place.glob("dovecot*"):
			file.unlink()
		(place / "dovecot-uidlist").write_text(f"3 V{validity + 1} N1\n")
		give(place / "dovecot-uidlist")

	def flags(self) -> dict[str, dict[str, frozenset[str]]]:
		"""Return the flags of each mail of each folder, by the mails' Message-ID, as any other program is told them."""
		return {folder: flags_in(connection, folder) for connection, folder in self.opened_folders()}

	def opened_folders(self) -> Iterator[tuple[imaplib.IMAP4, str]]:
		connection = imaplib.IMAP4(LOOPBACK, self.server.port, 10)
		connection.login(f'"{self.user}"', PASSWORD)
		for line in connection.list()[1]:
			yield connection, re.search(rb'"/" "?([^"]*)"?$', line)[1].decode()
		connection.logout()


def flags_in(connection: imaplib.IMAP4, folder: str) -> dict[str, frozenset[str]]:
	_status, count = connection.select(f'"{folder}"', readonly=True)
	if not int(count[0]):
		return {}
	_status, answer = connection.fetch("1:*", "(FLAGS BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)])")
	found = {}
	for head, field in (item for item in answer if isinstance(item, tuple)):
		flags = re.search(rb"FLAGS \(([^)]*)\)", head)[1].decode().split()
		found[field.decode("ascii", "replace").strip()] = frozenset(flags) - {r"\Recent"}
	return found


def answers(port: int) -> bool:
	"""Return whether a server greets on this port."""
	with suppress(OSError), socket.create_connection((LOOPBACK, port), timeout=1) as tried:
		tried.settimeout(2)
		return tried.recv(10).startswith(b"* OK")
	return False


def owner() -> int:
	return NOBODY if os.geteuid() == 0 else os.geteuid()


def give(*places: Path) -> None:
	"""Let the server write there."""
	if os.geteuid() == 0:
		for place in places:
			os.chown(place, NOBODY, NOBODY)


@contextmanager
def running(has_tls: bool = False) -> Iterator[Dovecot]:
	"""Have a server of one's own, with nobody's mails."""
	folder = Path(tempfile.mkdtemp(prefix="crm-dovecot-"))
	folder.chmod(0o755)
	server = Dovecot(folder, free_port(), free_port(), has_tls)
	try:
		server.start()
		yield server
	finally:
		server.stop()
		shutil.rmtree(folder, ignore_errors=True)


class Cutting:
	"""Stands between us and a server, and cuts the first connection after so many bytes of the server's."""

	def __init__(self, port: int, after: int) -> None:
		self.to = port
		self.left: int | None = after
		self.listening = socket.create_server((LOOPBACK, 0))
		self.port = self.listening.getsockname()[1]
		threading.Thread(target=self.accept, daemon=True).start()

	def accept(self) -> None:
		with suppress(OSError):
			while True:
				ours, _address = self.listening.accept()
				theirs = socket.create_connection((LOOPBACK, self.to))
				for source, target, is_counted in ((ours, theirs, False), (theirs, ours, True)):
					threading.Thread(
						target=self.hand_on, args=(source, target, is_counted), daemon=True
					).start()

	def hand_on(self, source: socket.socket, target: socket.socket, is_counted: bool) -> None:
		with suppress(OSError):
			while data := source.recv(65_536):
				if is_counted and self.left is not None:
					self.left -= len(data)
					if self.left < 0:
						self.left = None
						break
				target.sendall(data)
		for each in (source, target):
			with suppress(OSError):
				each.shutdown(socket.SHUT_RDWR)

	def stop(self) -> None:
		self.listening.close()


def make_mail(
	number: int,
	sender: str = "ada@example.com",
	to: Sequence[str] = ("rep@example.org",),
	subject: str = "",
	body: str = "",
	sent_on: datetime | None = None,
) -> bytes:
	"""Return the bytes of a mail like many; its Message-ID follows from its number."""
	lines = (
		f"From: Ada Lovelace <{sender}>",
		f"To: {', '.join(to)}",
		f"Subject: {subject or f'Mail {number}'}",
		f"Date: {format_datetime(sent_on or datetime.now(timezone.utc))}",
		f"Message-ID: <{number}@mails.example.com>",
		"MIME-Version: 1.0",
		"Content-Type: text/plain; charset=utf-8",
		"",
		body or f"This is mail {number}.\r\n" * 20,
	)
	return "\r\n".join(lines).encode()
