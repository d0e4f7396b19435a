"""What to know before a campaign goes out: a list of checks, each with how it stands and a sentence.

`ok`, `warning` and `error` say how bad it is; `unknown` that nobody could be asked. An error does not keep anybody from sending what can be sent.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

import frappe
import requests
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, format_date, get_datetime, get_url, now_datetime
from pypika.functions import Count

from frappe_crm_app.channels.campaigns import batches, dns_records, explaining, fields, rendering, senders
from frappe_crm_app.channels.campaigns.audience import assessed
from frappe_crm_app.channels.campaigns.dns_records import CouldNotAsk, Finding
from frappe_crm_app.channels.campaigns.quiet_hours import predict
from frappe_crm_app.channels.campaigns.releasing import refuse_unready
from frappe_crm_app.channels.campaigns.rows import CAMPAIGN, CONTACT, CUSTOMER, RECIPIENT
from frappe_crm_app.channels.mail.writing.tasks import is_sending
from frappe_crm_app.channels.messaging.texts import parts_of
from frappe_crm_app.frappe_crm_app.doctype.crm_campaign.options import CampaignStatus, Channel
from frappe_crm_app.kit.enums import StrEnum
from frappe_crm_app.kit.exceptions import CampaignError
from frappe_crm_app.kit.sentences import sentence_in
from frappe_crm_app.records.audiences import links
from frappe_crm_app.visibility import policy
from frappe_crm_app.visibility.criteria import all_of

USUAL_RATE = 1000  # mails a minute that a server takes, where no rate is set
MANY_A_WEEK = 3
WEEK, NEAR = timedelta(days=7), timedelta(days=1)
PATIENCE = 3  # seconds
MOST_PARTS = 3
CLIPPED = 100_000  # bytes, from which on Gmail cuts a mail


class Level(StrEnum):
	"""How a check stands."""

	OK = "ok"
	WARNING = "warning"
	ERROR = "error"
	UNKNOWN = "unknown"


def check(campaign: Document) -> list[dict]:
	"""Return `{key, level, title, sentence}` of all checks, in the order in which people look at them."""
	checks: list[Callable[[Document], list[dict]]] = [
		check_sendable,
		check_site,
		check_audience,
		check_fields,
	]
	if campaign.channel == Channel.EMAIL:
		checks += [check_domain, check_unsubscribing, check_size, check_return]
	else:
		checks += [check_parts]
	checks += [check_finish, check_frequency, check_others]
	found: list[dict] = []
	for each in checks:
		found += each(campaign)
	return found


def said(key: str, level: Level, title: str, sentence: str) -> dict:
	"""Return a check as it is answered."""
	return {"key": key, "level": str(level), "title": title, "sentence": sentence}


def check_sendable(campaign: Document) -> list[dict]:
	"""Check that the campaign has all that it needs."""
	messages = len(frappe.local.message_log)
	try:
		refuse_unready(campaign)
	except CampaignError as error:
		del frappe.local.message_log[messages:]
		return [said("sendable", Level.ERROR, _("Completeness"), sentence_in(error))]
	return [said("sendable", Level.OK, _("Completeness"), _("Nothing is missing."))]


def check_site(campaign: Document) -> list[dict]:
	"""Check that nobody has stopped the site from sending."""
	if is_sending():
		return []
	sentence = _("This site sends nothing at present. A campaign that is started waits until it does.")
	return [said("site", Level.ERROR, _("This Site"), sentence)]


def check_audience(campaign: Document) -> list[dict]:
	"""Check that somebody gets it."""
	explained = explaining.explain(campaign)
	level = Level.OK if explained["gets"] else Level.ERROR
	sentence = _("{0} match: {1} get it.").format(explained["matches"], explained["gets"])
	return [said("audience", level, _("Audience"), sentence)]


def is_preparable(campaign: Document) -> bool:
	"""Return whether a campaign's texts can be filled; why not says `check_sendable`."""
	messages = len(frappe.local.message_log)
	try:
		rendering.templates_of(campaign)
	except CampaignError:
		del frappe.local.message_log[messages:]
		return False
	return True


def check_fields(campaign: Document) -> list[dict]:
	"""Count the recipients for whom a field is empty that has no fallback."""
	if not is_preparable(campaign):
		return []
	names = {
		slot.name for each in rendering.templates_of(campaign) for slot in each.slots if not slot.fallback
	}
	found = []
	for name in fields.NAMES:
		if name in names:
			number = count_without(campaign, name)
			if number:
				label = str(fields.FIELDS[name][2])
				sentence = _("{0} get it without a value for {1}, which has no fallback.").format(
					number, label
				)
				found.append(said(f"field:{name}", Level.WARNING, _("Missing Fields"), sentence))
	return found or [
		said("fields", Level.OK, _("Missing Fields"), _("Everybody has a value, or a fallback."))
	]


def count_without(campaign: Document, name: str) -> int:
	"""Return for how many who get it a field is empty, be it that the session's user does not see the customer."""
	row, contact, customer = getting(campaign), frappe.qb.DocType(CONTACT), frappe.qb.DocType(CUSTOMER)
	doctype, fieldname, _label = fields.FIELDS[name]
	column = (contact if doctype == CONTACT else customer)[fieldname]
	is_theirs = all_of(customer.name == contact.customer, policy.criterion(CUSTOMER))
	query = frappe.qb.from_(row).join(contact).on(contact.name == row.contact)
	query = query.left_join(customer).on(is_theirs).select(Count("*"))
	if name in fields.hidden_names():
		return query.run(pluck=True)[0]
	return query.where(column.isnull() | (column == "")).run(pluck=True)[0]


def getting(campaign: Document) -> object:
	"""Return the subquery for `contact` of who gets a campaign, as the session's user sees them."""
	if campaign.frozen_on:
		row = frappe.qb.DocType(RECIPIENT)
		query = frappe.qb.from_(row).select(row.contact).where(row.campaign == campaign.name)
		return explaining.visible(query.where(row.status != "Left Out")).as_("getting")
	inner = assessed(campaign).as_("assessed")
	return frappe.qb.from_(inner).select(inner.contact).where(inner.reason == "").as_("getting")


def check_domain(campaign: Document) -> list[dict]:
	"""Ask for the records by which receivers tell that a mail is the sender's."""
	account = frappe.db.get_value(senders.ACCOUNT, campaign.sender, "email_id") if campaign.sender else ""
	domain = (account or "").rpartition("@")[2].strip().lower()
	if not domain:
		return []
	return [asked("spf", "SPF", dns_records.spf, domain), asked("dkim", "DKIM", dns_records.dkim, domain), asked("dmarc", "DMARC", dns_records.dmarc, domain)]  # fmt: skip


def asked(key: str, title: str, look: Callable[[str, dns_records.Ask], Finding], domain: str) -> dict:
	"""Return what the DNS says of one record."""
	try:
		finding = look(domain, dns_records.ask_dns)
	except CouldNotAsk:
		return said(key, Level.UNKNOWN, title, _("The DNS could not be asked about {0}.").format(domain))
	if finding.is_well:
		return said(key, Level.OK, title, _("{0} has a record: {1}").format(domain, finding.record))
	level = (
		Level.UNKNOWN
		if finding.problem == "unknown selector"
		else Level.ERROR
		if finding.problem == "missing"
		else Level.WARNING
	)
	return said(key, level, title, problem_sentences()[finding.problem].format(domain, title))


def problem_sentences() -> dict[str, str]:
	"""Return what is wrong with a record, with places for the domain and the kind of record."""
	return {
		"missing": _("{0} has no {1} record. Gmail and Yahoo take no mails to many without it."),
		"several": _("{0} has several {1} records, so none counts."),
		"everybody": _("The {1} record of {0} lets everybody send for it."),
		"open": _("The {1} record of {0} does not end with who may not send for it (-all or ~all)."),
		"unknown selector": _("{0} publishes {1} keys, under a name that could not be guessed."),
		"no policy": _("The {1} record of {0} has no policy."),
	}


def check_unsubscribing(campaign: Document) -> list[dict]:
	"""Check that a link to unsubscribe leads back to the person, and that the site can be reached by it."""
	title = _("Unsubscribing")
	contact = frappe.qb.from_(getting(campaign)).select("contact").limit(1).run(pluck=True)
	if not contact:
		return []
	token = links.person_token(contact[0], "")
	if links.contact_of(token) != contact[0]:
		return [said("unsubscribing", Level.ERROR, title, _("The link to unsubscribe leads to nobody."))]
	address = links.one_click_url(token)
	if not address.startswith("https://"):
		sentence = _("The site's address is {0}: mail programs unsubscribe by https only.").format(get_url())
		return [said("unsubscribing", Level.ERROR, title, sentence)]
	return [said("unsubscribing", *round_trip(links.preferences_url(token)))]


def round_trip(address: str) -> tuple[str, str, str]:
	"""Ask for a page of the site as others do, and return level, title and sentence of what came back.

	Only where the configuration names the site: elsewhere the address is that of the request, and whoever asks may have made it up.
	"""
	title = _("Unsubscribing")
	if not (frappe.conf.host_name or frappe.conf.hostname):
		sentence = _("{0} was not asked: the site's configuration names no host_name.")
		return Level.UNKNOWN, title, sentence.format(get_url())
	try:
		status = requests.get(address, timeout=PATIENCE, allow_redirects=True).status_code
	except requests.RequestException:
		return Level.UNKNOWN, title, _("The site could not be reached by {0} from itself.").format(get_url())
	if status != 200:
		return Level.ERROR, title, _("The page to unsubscribe answers with {0}.").format(status)
	return Level.OK, title, _("The link to unsubscribe works.")


def check_size(campaign: Document) -> list[dict]:
	"""Check that no mail program cuts the mail."""
	size = len((campaign.content or "").encode())
	if size <= CLIPPED:
		return []
	sentence = _(
		"The content has {0} KB. Gmail shows the first 102 KB, and nobody finds the link to unsubscribe."
	)
	return [said("size", Level.WARNING, _("Size"), sentence.format(size // 1000))]


def check_return(campaign: Document) -> list[dict]:
	"""Check that somebody reads what comes back."""
	if not campaign.sender or senders.mailbox_of(campaign.sender):
		return []
	sentence = _(
		"No mailbox of the CRM receives what is sent to the sender: bounces, complaints and answers are not seen."
	)
	return [said("return", Level.WARNING, _("What Comes Back"), sentence)]


def check_parts(campaign: Document) -> list[dict]:
	"""Count the parts of an SMS as the first recipient gets it."""
	contact = frappe.qb.from_(getting(campaign)).select("contact").limit(1).run(pluck=True)
	if campaign.channel != Channel.SMS or not contact or not is_preparable(campaign):
		return []
	parts = parts_of(rendering.texting_of(campaign).fill(fields.values_of(contact)[contact[0]])[0])
	level = Level.OK if parts <= MOST_PARTS else Level.WARNING
	return [
		said(
			"parts", level, _("Parts"), _("A message has {0} parts, each of which is paid for.").format(parts)
		)
	]


def check_finish(campaign: Document) -> list[dict]:
	"""Say when it will be over, by its rate and quiet hours on the site's clock."""
	finish = finish_of(campaign, explaining.explain(campaign)["gets"])
	sentence = _("It will be over about {0}, {1}.").format(format_date(finish), finish.strftime("%H:%M"))
	return [said("finish", Level.OK, _("Predicted Finish"), sentence)]


def finish_of(campaign: Document, number: int) -> datetime:
	"""Return when so many have it."""
	begins = max(get_datetime(campaign.send_on or now_datetime()), now_datetime())
	rate = cint(campaign.rate_per_minute) or USUAL_RATE
	return predict(begins, number / rate, batches.quiet_hours_of(campaign))


def check_frequency(campaign: Document) -> list[dict]:
	"""Count who gets more than enough this week."""
	row, getters = frappe.qb.DocType(RECIPIENT), getting(campaign)
	inner = frappe.qb.from_(row).join(getters).on(getters.contact == row.contact)
	inner = inner.select(row.contact, Count("*").as_("number")).groupby(row.contact)
	is_recent = (
		(row.channel == campaign.channel)
		& (row.sent_on > now_datetime() - WEEK)
		& (row.campaign != campaign.name)
	)
	counted = inner.where(is_recent).having(Count("*") >= MANY_A_WEEK - 1).as_("counted")
	query = frappe.qb.from_(counted).select(counted.number, Count("*")).groupby(counted.number)
	rows = sorted(query.run())
	if not rows:
		return [said("frequency", Level.OK, _("Frequency"), _("Nobody gets a third one this week."))]
	told = _("{0} get their {1}. campaign this week.")
	sentences = [told.format(people, number + 1) for number, people in rows]
	return [said("frequency", Level.WARNING, _("Frequency"), " ".join(sentences))]


def check_others(campaign: Document) -> list[dict]:
	"""Name campaigns that go to the same people within a day."""
	names = near(campaign)
	if not names:
		return []
	number = count_shared(campaign, [row.name for row in names])
	titles = ", ".join(row.campaign_name for row in names[:5])
	sentence = _("Near this one goes: {0}.").format(titles)
	if number:
		sentence += " " + _("{0} people get both.").format(number)
	return [said("others", Level.WARNING if number else Level.OK, _("Other Campaigns"), sentence)]


def near(campaign: Document) -> list[frappe._dict]:
	"""Return the campaigns that run, or are to within a day of this one."""
	moment = get_datetime(campaign.send_on or now_datetime())
	rows = frappe.get_list(
		CAMPAIGN,
		filters={
			"name": ("!=", campaign.name),
			"channel": campaign.channel,
			"status": ("in", [str(CampaignStatus.SCHEDULED), str(CampaignStatus.RUNNING)]),
		},
		fields=["name", "campaign_name", "status", "send_on"],
		order_by="send_on asc, name asc",
		limit_page_length=20,
	)
	running = CampaignStatus.RUNNING
	return [row for row in rows if row.status == running or abs(get_datetime(row.send_on) - moment) <= NEAR]


def count_shared(campaign: Document, others: list[str]) -> int:
	"""Return how many who get a campaign get one of these others, too, of which some are not frozen yet."""
	getters = getting(campaign)
	query = frappe.qb.from_(getters).select(Count(getters.contact).distinct())
	parts = None
	for name in others:
		other = getting(frappe.get_doc(CAMPAIGN, name)).as_("other")
		is_in = getters.contact.isin(frappe.qb.from_(other).select(other.contact))
		parts = is_in if parts is None else parts | is_in
	return query.where(parts).run(pluck=True)[0]
