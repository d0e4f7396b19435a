"""A campaign as each person gets it: its mail made ready once, and filled with what is theirs."""

from dataclasses import dataclass
from urllib.parse import quote

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import get_url

from frappe_crm_app.channels.campaigns import keeping
from frappe_crm_app.channels.campaigns.content import (
	PREFERENCES,
	UNSUBSCRIBE,
	Content,
	ContentError,
	Footer,
	prepare,
)
from frappe_crm_app.channels.campaigns.fields import NAMES, values_of
from frappe_crm_app.channels.campaigns.mime import Addressed, MailTemplate, Sender, compile_mail
from frappe_crm_app.channels.campaigns.senders import account_of, mailbox_of
from frappe_crm_app.channels.campaigns.signing import ClickAddresses
from frappe_crm_app.channels.campaigns.slots import SlotError, Template, read_template
from frappe_crm_app.kit.exceptions import CampaignError
from frappe_crm_app.kit.timezones import zone_of
from frappe_crm_app.records.audiences import links


@dataclass(frozen=True)
class Mailing:
	"""A mail campaign, ready to be filled. `unsubscribe_by_mail` is the address that heeds mails to unsubscribe, `""` for none."""

	mail: MailTemplate
	content: Content
	clicks: ClickAddresses
	unsubscribe_by_mail: str = ""

	def own_values(self, contact: str, address: str, token: str) -> tuple[dict[str, str], tuple[str, ...]]:
		"""Return the addresses that are a person's own: for the content, and those of List-Unsubscribe."""
		person = links.person_token(contact, address)
		preferences = links.preferences_url(person)
		unsubscribe = [links.one_click_url(person, token)]
		if self.unsubscribe_by_mail:
			subject = quote(f"unsubscribe {token}")
			unsubscribe.append(f"mailto:{self.unsubscribe_by_mail}?subject={subject}")
		targets = self.clicks.of(token, len(self.content.links))
		return {PREFERENCES: preferences, UNSUBSCRIBE: preferences, **targets}, tuple(unsubscribe)

	def message_id(self, token: str) -> str:
		"""Return the Message-ID of the mail to the recipient with this token."""
		return f"{token}@{self.mail.sender.domain}"

	def build(self, person: frappe._dict, address: str, token: str) -> bytes:
		"""Return the mail to one person, whose fields are `person` (`fields.values_of`)."""
		own, unsubscribe = self.own_values(person.name, address, token)
		addressed = Addressed(address, person.full_name or "", self.message_id(token), unsubscribe)
		return self.mail.build(addressed, {**person, **own}, now_aware())

	def build_test(self, person: frappe._dict, address: str) -> bytes:
		"""Return the mail as somebody looks at it: its links lead where they say, and it unsubscribes nobody."""
		addressed = Addressed(
			address, person.full_name or "", self.message_id(frappe.generate_hash(length=24))
		)
		return self.mail.build(addressed, {**person, **plain_targets(self.content)}, now_aware())


def plain_targets(content: Content) -> dict[str, str]:
	"""Return the addresses of links as they are written, and of the page to unsubscribe that of the site."""
	site = get_url()
	targets = {f"link_{number}": url for number, url in enumerate(content.links, start=1)}
	return {PREFERENCES: site, UNSUBSCRIBE: site, **targets}


def now_aware() -> object:
	"""Return the present moment on the site's clock, with its zone."""
	return frappe.utils.now_datetime().replace(tzinfo=zone_of(None), microsecond=0)


def mailing_of(campaign: Document) -> Mailing:
	"""Return a mail campaign made ready; raises `CampaignError` for one that cannot be sent."""
	account = account_of(campaign)
	content = content_of(campaign)
	email = (account.email_id or "").strip()
	if not email.isascii() or "@" not in email:
		frappe.throw(_("The sender's account has no address by which mails can be sent."), CampaignError)
	mail = compile_mail(
		Sender(email, campaign.sender_name or "", campaign.reply_to or ""),
		template_of(campaign.subject),
		content,
		frappe.generate_hash(length=24),
	)
	return Mailing(mail, content, ClickAddresses(), email if mailbox_of(account.name) else "")


def content_of(campaign: Document) -> Content:
	"""Return what a mail campaign says; raises `CampaignError`."""
	if not (campaign.subject or "").strip() or not (campaign.content or "").strip():
		frappe.throw(_("The campaign needs a subject and a content."), CampaignError)
	footer = Footer("", _("Unsubscribe, or choose what you get"))
	try:
		return prepare(campaign.content, NAMES, campaign.preheader or "", footer)
	except SlotError as error:
		keeping.refuse_place(error)
	except ContentError as error:
		frappe.throw(
			_("The content cannot be sent: {0}").format(frappe.utils.escape_html(str(error)[:200])),
			CampaignError,
		)


def template_of(text: str | None) -> Template:
	"""Return a text with places for fields; raises `CampaignError`."""
	try:
		return read_template(text or "", NAMES)
	except SlotError as error:
		keeping.refuse_place(error)


@dataclass(frozen=True)
class Texting:
	"""An SMS or WhatsApp campaign, ready to be filled: a text, and the parameters of a template."""

	text: Template
	parameters: tuple[Template, ...]

	def fill(self, person: frappe._dict) -> tuple[str, tuple[str, ...]]:
		"""Return text and parameters for one person."""
		return self.text.fill(person), tuple(each.fill(person) for each in self.parameters)


def texting_of(campaign: Document) -> Texting:
	"""Return an SMS or WhatsApp campaign made ready; raises `CampaignError` for one that cannot be sent."""
	if not (campaign.message or "").strip() and not campaign.message_template:
		frappe.throw(_("The campaign needs a message."), CampaignError)
	if not campaign.provider:
		frappe.throw(_("Choose the service by which the messages are sent."), CampaignError)
	parameters = keeping.read_parameters(campaign.message_parameters)
	return Texting(template_of(campaign.message), tuple(map(template_of, parameters)))


def templates_of(campaign: Document) -> list[Template]:
	"""Return all texts of a campaign that have places for fields."""
	if campaign.content and campaign.channel == "Email":
		content = content_of(campaign)
		return [template_of(campaign.subject), template_of(campaign.preheader), content.html]
	texting = texting_of(campaign)
	return [texting.text, *texting.parameters]


def preview(campaign: Document, contact: str) -> dict:
	"""Return a campaign as a person would get it, `{subject, html, text, missing}`; `missing` are fields that are empty and have no fallback."""
	person = values_of([contact])[contact]
	if campaign.channel != "Email":
		texting = texting_of(campaign)
		text, parameters = texting.fill(person)
		return {
			"subject": "",
			"html": "",
			"text": text,
			"parameters": list(parameters),
			"missing": missing_in(campaign, person),
		}
	content = content_of(campaign)
	values = {**person, **plain_targets(content)}
	return {
		"subject": template_of(campaign.subject).fill(values),
		"html": content.html.fill(values, frappe.utils.escape_html),
		"text": content.text.fill(values),
		"missing": missing_in(campaign, person),
	}


def missing_in(campaign: Document, person: frappe._dict) -> list[str]:
	"""Return the fields that are empty for a person and have no fallback."""
	found = [
		name for template in templates_of(campaign) for name in template.missing(person) if name in NAMES
	]
	return list(dict.fromkeys(found))
