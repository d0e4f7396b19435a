"""What the DNS says of a sender's domain: SPF, DKIM and DMARC, read as receivers do, and asked with `dnspython` (no frappe).

`ask` is given a name and returns the texts of its TXT records, `None` where the name does not exist, `[]` where it has none; it raises
`CouldNotAsk` where nobody answers, as without a network.
"""

from collections.abc import Callable
from dataclasses import dataclass

import dns.exception
import dns.resolver

TIMEOUT = 4  # seconds for one name, with all servers
# Under which mail services publish their keys; a sender's own choice cannot be known without a mail of it.
SELECTORS = (
	"default", "dkim", "mail", "google", "selector1", "selector2", "k1", "k2", "k3", "s1", "s2", "fm1", "protonmail", "zoho", "mandrill", "smtp",
	"sig1", "key1", "mxvault", "everlytickey1", "20230601",
)  # fmt: skip
DMARC_POLICIES = ("none", "quarantine", "reject")

Ask = Callable[[str], list[str] | None]


class CouldNotAsk(Exception):
	"""No server answered."""


@dataclass(frozen=True, slots=True)
class Finding:
	"""What was found: the record, whether all is well with it, and a word for what is not."""

	record: str = ""
	is_well: bool = False
	problem: str = ""


def ask_dns(name: str) -> list[str] | None:
	"""Ask the servers of this machine for TXT records."""
	try:
		answer = dns.resolver.resolve(name, "TXT", lifetime=TIMEOUT)
	except dns.resolver.NXDOMAIN:
		return None
	except dns.resolver.NoAnswer:
		return []
	except (dns.exception.DNSException, OSError, ValueError) as error:
		raise CouldNotAsk(str(error)) from error
	return [b"".join(record.strings).decode("utf-8", "replace") for record in answer]


def spf(domain: str, ask: Ask) -> Finding:
	"""Return what the domain says of who sends for it (RFC 7208)."""
	records = [text for text in ask(domain) or [] if text.lower().split(" ")[0] == "v=spf1"]
	if not records:
		return Finding(problem="missing")
	if len(records) > 1:
		return Finding(records[0], problem="several")
	terms = records[0].lower().split()
	if "+all" in terms or "all" in terms:
		return Finding(records[0], problem="everybody")
	is_closed = terms[-1] in ("-all", "~all") or any(term.startswith("redirect=") for term in terms)
	return Finding(records[0], is_well=is_closed, problem="" if is_closed else "open")


def dkim(domain: str, ask: Ask) -> Finding:
	"""Return whether the domain publishes keys (RFC 6376): one of a usual name, or that there are any."""
	if ask(f"_domainkey.{domain}") is None:
		# Some servers deny names between others; so the usual ones are asked for, too.
		return first_key(domain, ask) or Finding(problem="missing")
	return first_key(domain, ask) or Finding(problem="unknown selector")


def first_key(domain: str, ask: Ask) -> Finding | None:
	"""Return the first key that is found under a usual name."""
	for selector in SELECTORS:
		for text in ask(f"{selector}._domainkey.{domain}") or []:
			values = tags_of(text)
			if values.get("p"):
				return Finding(f"{selector}._domainkey.{domain}", is_well=True)
	return None


def dmarc(domain: str, ask: Ask) -> Finding:
	"""Return the domain's policy, or that of the domain above it (RFC 7489)."""
	labels = domain.split(".")
	for start in range(len(labels) - 1):
		name = ".".join(labels[start:])
		records = [text for text in ask(f"_dmarc.{name}") or [] if text.lower().startswith("v=dmarc1")]
		if len(records) > 1:
			return Finding(records[0], problem="several")
		if records:
			policy = tags_of(records[0]).get("p", "").lower()
			is_well = policy in DMARC_POLICIES
			return Finding(records[0], is_well, "" if is_well else "no policy")
	return Finding(problem="missing")


def tags_of(record: str) -> dict[str, str]:
	"""Return the tags of a record such as `v=DKIM1; p=…`."""
	pairs = (part.partition("=") for part in record.split(";"))
	return {name.strip().lower(): value.strip() for name, _sign, value in pairs if name.strip()}
