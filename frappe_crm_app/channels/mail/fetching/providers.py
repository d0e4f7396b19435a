"""Which servers a mailbox is probably on, by its address (no frappe)."""

from collections.abc import Iterator
from dataclasses import dataclass

from frappe_crm_app.channels.mail.servers.server import Place, Security

IMAP_PORTS = ((993, Security.TLS), (143, Security.STARTTLS))
SMTP_PORTS = ((465, Security.TLS), (587, Security.STARTTLS))
OTHER_NAMES = ("imap.", "mail.", "smtp.", "pop.", "pop3.", "mx.", "webmail.")


@dataclass(frozen=True, slots=True)
class Provider:
	"""Where a provider's mailboxes are fetched and where their mails go out."""

	imap: str
	smtp: str
	smtp_port: int = 587


GMAIL = Provider("imap.gmail.com", "smtp.gmail.com")
MICROSOFT = Provider("outlook.office365.com", "smtp.office365.com")
OUTLOOK = Provider("outlook.office365.com", "smtp-mail.outlook.com")
YAHOO = Provider("imap.mail.yahoo.com", "smtp.mail.yahoo.com")
ICLOUD = Provider("imap.mail.me.com", "smtp.mail.me.com")
GMX = Provider("imap.gmx.net", "mail.gmx.net")
GMX_COM = Provider("imap.gmx.com", "mail.gmx.com")
WEB_DE = Provider("imap.web.de", "smtp.web.de")
TELEKOM = Provider("secureimap.t-online.de", "securesmtp.t-online.de", 465)
YANDEX = Provider("imap.yandex.com", "smtp.yandex.com", 465)
MAIL_RU = Provider("imap.mail.ru", "smtp.mail.ru", 465)
PROVIDERS = {
	**dict.fromkeys(("gmail.com", "googlemail.com"), GMAIL),
	**dict.fromkeys(("outlook.com", "hotmail.com", "live.com", "msn.com", "hotmail.de", "hotmail.fr", "hotmail.co.uk", "outlook.de", "live.de"), OUTLOOK),
	**dict.fromkeys(("yahoo.com", "yahoo.de", "yahoo.fr", "yahoo.co.uk", "yahoo.es", "yahoo.it", "ymail.com", "rocketmail.com"), YAHOO),
	**dict.fromkeys(("icloud.com", "me.com", "mac.com"), ICLOUD),
	**dict.fromkeys(("gmx.de", "gmx.net", "gmx.at", "gmx.ch"), GMX),
	**dict.fromkeys(("gmx.com", "gmx.us", "gmx.co.uk", "gmx.fr"), GMX_COM),
	**dict.fromkeys(("yandex.com", "yandex.ru", "ya.ru"), YANDEX),
	**dict.fromkeys(("mail.ru", "bk.ru", "inbox.ru", "list.ru"), MAIL_RU),
	"web.de": WEB_DE,
	"t-online.de": TELEKOM,
	"freenet.de": Provider("mx.freenet.de", "mx.freenet.de"),
	"posteo.de": Provider("posteo.de", "posteo.de"),
	"mailbox.org": Provider("imap.mailbox.org", "smtp.mailbox.org"),
	"aol.com": Provider("imap.aol.com", "smtp.aol.com"),
	"fastmail.com": Provider("imap.fastmail.com", "smtp.fastmail.com", 465),
	"zoho.com": Provider("imap.zoho.com", "smtp.zoho.com", 465),
	"orange.fr": Provider("imap.orange.fr", "smtp.orange.fr", 465),
	"free.fr": Provider("imap.free.fr", "smtp.free.fr", 465),
	"laposte.net": Provider("imap.laposte.net", "smtp.laposte.net", 465),
	"libero.it": Provider("imapmail.libero.it", "smtp.libero.it", 465),
	"bluewin.ch": Provider("imaps.bluewin.ch", "smtpauths.bluewin.ch", 465),
	"seznam.cz": Provider("imap.seznam.cz", "smtp.seznam.cz", 465),
	"wp.pl": Provider("imap.wp.pl", "smtp.wp.pl", 465),
	"163.com": Provider("imap.163.com", "smtp.163.com", 465),
	"qq.com": Provider("imap.qq.com", "smtp.qq.com", 465),
}  # fmt: skip
# Servers that people enter whose mails go out elsewhere.
OUT_OF_HOST = {"outlook.office365.com": MICROSOFT} | {
	each.imap: each for each in PROVIDERS.values() if each is not OUTLOOK
}


def imap_places(email: str, server: str = "") -> list[Place]:
	"""Return where a mailbox may be fetched, the most probable first; `server` is a name, with a port if there is one (`host:993`)."""
	if server:
		return at_server(server, IMAP_PORTS)
	domain = domain_of(email)
	provider = PROVIDERS.get(domain)
	if provider:
		return [Place(provider.imap, 993, Security.TLS)]
	return [
		Place(host, port, security)
		for host in (f"imap.{domain}", f"mail.{domain}", domain)
		for port, security in IMAP_PORTS
	]


def smtp_places(email: str, imap: Place, server: str = "") -> list[Place]:
	"""Return where its mails may go out, when it is fetched there."""
	if server:
		return at_server(server, SMTP_PORTS)
	provider = PROVIDERS.get(domain_of(email)) or OUT_OF_HOST.get(imap.host)
	if provider:
		return [
			Place(provider.smtp, port, security)
			for port, security in SMTP_PORTS
			if port == provider.smtp_port
		]
	return [Place(host, port, security) for host in smtp_hosts(imap.host) for port, security in SMTP_PORTS]


def smtp_hosts(host: str) -> Iterator[str]:
	"""Yield the names that the outgoing one of a mailbox's server has usually."""
	if not any(character.isalpha() for character in host):
		yield host
		return
	prefix = next((each for each in OTHER_NAMES if host.startswith(each)), "")
	yield from dict.fromkeys((f"smtp.{host.removeprefix(prefix)}", host))


def at_server(server: str, ports: tuple[tuple[int, Security], ...]) -> list[Place]:
	"""Return the places at a server that somebody has entered, with or without a port."""
	host, port = split(server)
	usual = dict(ports)
	if port is None:
		return [Place(host, each, security) for each, security in ports]
	if port in usual:
		return [Place(host, port, usual[port])]
	return [Place(host, port, security) for security in Security]


def split(server: str) -> tuple[str, int | None]:
	"""Return host and port of what somebody has entered: `mail.example.com`, `[::1]:993`, `imaps://mail.example.com/`."""
	text = server.strip().partition("://")[2] or server.strip()
	text = text.split("/")[0]
	host, _colon, port = text.rpartition(":")
	if host and port.isdigit() and int(port) < 65_536 and (":" not in host or host.endswith("]")):
		return host.strip("[]").lower(), int(port)
	return text.strip("[]").lower(), None


def domain_of(email: str) -> str:
	return email.rpartition("@")[2].strip().lower()
