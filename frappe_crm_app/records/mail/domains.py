"""Which addresses are our own, and which are linked to nobody: mailboxes' addresses, and the domains of CRM Desk Settings."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

import frappe

from frappe_crm_app.kit.current_docs import current_doc
from frappe_crm_app.records.identity.normalise import normalise_domain, normalise_email
from frappe_crm_app.records.mail.plus_addresses import untagged
from frappe_crm_app.visibility.cache import read_cached

KEY = "crm_mail_addresses"
SETTINGS = "CRM Desk Settings"


@dataclass(frozen=True)
class Domains:
	"""Our own addresses and domains, and the domains that are ignored; a domain counts with all below it."""

	addresses: frozenset[str]
	own: frozenset[str]
	ignored: frozenset[str]
	tagged: frozenset[str] = frozenset()
	"""Those of the addresses that are ours with any tag, too."""

	def is_own(self, email: str) -> bool:
		"""Return whether an address is one of ours."""
		is_ours = email in self.addresses or untagged(email) in self.tagged
		return is_ours or is_below(domain_of(email), self.own)

	def is_linked(self, email: str) -> bool:
		"""Return whether mails of this address may be linked to a contact."""
		return bool(email) and not self.is_own(email) and not is_below(domain_of(email), self.ignored)


def domains() -> Domains:
	"""Return what the site says of addresses; sends nothing once that is cached."""
	settings = current_doc(SETTINGS)
	return Domains(
		frozenset(own_addresses()),
		frozenset(domains_in(settings.mail_own_domains)),
		frozenset(domains_in(settings.mail_ignored_domains)),
		frozenset(tagged_addresses()),
	)


def own_addresses() -> list[str]:
	"""Return the addresses of all mailboxes."""
	return read_cached(KEY, read_own_addresses)["addresses"]


def tagged_addresses() -> list[str]:
	"""Return the addresses of the mailboxes to which mails for these addresses with any tag come, too."""
	return read_cached(KEY, read_own_addresses)["tagged"]


def read_own_addresses() -> dict[str, list[str]]:
	"""Return both from the database."""
	mailbox, account = frappe.qb.DocType("CRM Mailbox"), frappe.qb.DocType("Email Account")
	query = frappe.qb.from_(mailbox).join(account).on(account.name == mailbox.email_account)
	rows = query.select(account.email_id, mailbox.takes_tags).run()
	return {
		"addresses": sorted(set(normalised(email for email, _takes_tags in rows))),
		"tagged": sorted(set(normalised(email for email, takes_tags in rows if takes_tags))),
	}


def forget_own_addresses() -> None:
	"""Have them read anew: a mailbox was added, changed or removed."""
	frappe.cache.delete_value(KEY)
	frappe.db.after_commit.add(lambda: frappe.cache.delete_value(KEY))


def normalised(emails: Iterable[str | None]) -> list[str]:
	"""Return those that are addresses, in the form in which contacts have them."""
	found = []
	for each in emails:
		try:
			found.append(normalise_email(each))
		except ValueError:
			continue
	return [each for each in found if each]


def domains_in(lines: str | None) -> list[str]:
	"""Return the domains of a setting, one a line, without what is none."""
	found = []
	for line in (lines or "").splitlines():
		try:
			found.append(normalise_domain(line.strip().removeprefix("*.").lstrip("@")))
		except ValueError:
			continue
	return [each for each in found if each]


def domain_of(email: str) -> str:
	return email.rpartition("@")[2]


def is_below(domain: str, domains: Collection[str]) -> bool:
	"""Return whether a domain is one of these, or below one of them."""
	parts = domain.split(".")
	return any(".".join(parts[place:]) in domains for place in range(len(parts)))
