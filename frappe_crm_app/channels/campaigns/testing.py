"""A campaign sent to a few addresses for somebody to look at: the same mail, but that its links lead where they say and nobody is counted."""

import frappe
from frappe import _
from frappe.model.document import Document

from frappe_crm_app.channels.campaigns import fields, senders
from frappe_crm_app.channels.campaigns.postman import Fate, Postman
from frappe_crm_app.channels.campaigns.rendering import Mailing, mailing_of
from frappe_crm_app.channels.mail.servers.problems import MailProblem
from frappe_crm_app.channels.mail.servers.sentences import sentence_of
from frappe_crm_app.channels.mail.writing.tasks import is_sending
from frappe_crm_app.frappe_crm_app.doctype.crm_campaign.options import Channel
from frappe_crm_app.kit.exceptions import CampaignError
from frappe_crm_app.records.identity.normalise import normalise_email

MOST, IN_AN_HOUR = 5, 60
HOUR = 3600


def send_test(campaign: Document, addresses: list[str], contact: str | None = None) -> list[dict]:
	"""Send a mail campaign to these addresses as it would go to a contact, and return `[{address, is_sent, problem}]`.

	Without a contact, whoever asks is the person. Raises `CampaignError`.
	"""
	if campaign.channel != Channel.EMAIL:
		frappe.throw(_("Only mails can be sent for a test. Look at the preview instead."), CampaignError)
	emails = read_addresses(addresses)
	mailing = mailing_of(campaign)
	senders.refuse_other_sender(campaign.sender)
	if not is_sending():
		frappe.throw(_("This site does not send mails at present."), CampaignError)
	refuse_too_many(len(emails))
	person = fields.values_of([contact])[contact] if contact else myself()
	server = senders.server_of(senders.account_of(campaign))
	frappe.db.commit()  # no transaction is open while a server is waited for; nothing was written
	postman = Postman(server)
	try:
		return [hand(postman, mailing, person, email) for email in emails]
	finally:
		postman.close()


def read_addresses(given: list[str]) -> list[str]:
	"""Return the addresses, each once; raises `CampaignError` for none, too many, and what is no address."""
	try:
		emails = list(dict.fromkeys(filter(None, map(normalise_email, given))))
	except ValueError:
		refuse_no_address()
	if not emails:
		refuse_no_address()
	if len(emails) > MOST:
		frappe.throw(_("A test goes to at most {0} addresses.").format(MOST), CampaignError)
	return emails


def refuse_no_address() -> None:
	"""Raise `CampaignError` for a test that goes nowhere."""
	frappe.throw(_("Give the addresses to which the test is to go."), CampaignError)


def refuse_too_many(number: int) -> None:
	"""Raise `CampaignError` for who sends more tests than anybody looks at."""
	key = f"crm_campaign_tests:{frappe.session.user}"
	sent = frappe.cache.incrby(frappe.cache.make_key(key), number)
	if sent == number:
		frappe.cache.expire(frappe.cache.make_key(key), HOUR)
	if sent > IN_AN_HOUR:
		frappe.throw(
			_("You have sent {0} tests within an hour. Try again later.").format(IN_AN_HOUR), CampaignError
		)


def myself() -> frappe._dict:
	"""Return the session's user as a person of a campaign."""
	values = frappe.db.get_value(
		"User", frappe.session.user, ["first_name", "last_name", "full_name", "email"], as_dict=True
	)
	return frappe._dict(
		dict.fromkeys(fields.NAMES, "") | {key: value or "" for key, value in values.items()} | {"name": ""}
	)


def hand(postman: Postman, mailing: Mailing, person: frappe._dict, email: str) -> dict:
	"""Hand one mail over and return what became of it."""
	sender = mailing.mail.sender.email
	try:
		handed = postman.hand(sender, sender, email, mailing.build_test(person, email))
	except MailProblem as problem:
		host = postman.connection.server.host
		return {"address": email, "is_sent": False, "problem": sentence_of(problem, host)}
	return {"address": email, "is_sent": handed.fate == Fate.TAKEN, "problem": handed.said}
