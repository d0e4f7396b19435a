"""What saving a campaign keeps true: its rules as steps of `validate`, and that what was sent stays as it was."""

import json

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, escape_html

from frappe_crm_app.channels.campaigns import content, senders
from frappe_crm_app.channels.campaigns.fields import NAMES
from frappe_crm_app.channels.campaigns.quiet_hours import read_time
from frappe_crm_app.channels.campaigns.slots import SlotError, read_template
from frappe_crm_app.frappe_crm_app.doctype.crm_campaign.options import (
	AUDIENCES,
	CampaignStatus,
	Channel,
	FollowsWho,
)
from frappe_crm_app.kit.exceptions import CampaignError, CampaignStateError, HistoryError
from frappe_crm_app.kit.field_values import is_changed

FASTEST = 100_000  # a minute
MOST_PARAMETERS = 20
MOST_AUDIENCES = 50
# Written by the sender alone; what a caller sends for them is ignored.
PROGRESS = (
	"status", "problem", "send_on", "released_by", "frozen_on", "started_on", "finished_on",
	"sending_state", "attempts", "next_attempt_on", "lease_key", "lease_until",
)  # fmt: skip
# What people get, or who: settled once a campaign is released.
SETTLED = (
	"channel", "follows", "follows_who", "sender", "sender_name", "reply_to", "subject", "preheader", "content",
	"message", "message_template", "message_parameters", "provider", "provider_channel",
)  # fmt: skip

TEXTS = ("sender_name", "subject", "preheader", "content", "message", "message_parameters")


def keep_progress(campaign: Document) -> None:
	"""Put back what only sending writes."""
	stored = campaign.get_doc_before_save()
	for fieldname in PROGRESS:
		campaign.set(fieldname, stored.get(fieldname) if stored else None)
	campaign.status = campaign.status or CampaignStatus.DRAFT


def refuse_change_of_what_is_sent(campaign: Document) -> None:
	"""Refuse other content or another audience for a campaign that is no draft."""
	stored = campaign.get_doc_before_save()
	if not stored or stored.status == CampaignStatus.DRAFT:
		return
	changed = next((name for name in SETTLED if is_changed(campaign, name)), None)
	if not changed and audience_of(campaign) != audience_of(stored):
		changed = "audience"
	if changed:
		label = _(campaign.meta.get_label(changed))
		frappe.throw(
			_("{0} cannot be changed any more: the campaign is no draft.").format(label), CampaignStateError
		)


def audience_of(campaign: Document) -> list[tuple]:
	"""Return the rows of a campaign's audience as values."""
	return [(row.kind, row.audience, cint(row.is_excluded)) for row in campaign.audience]


def refuse_bad_audience(campaign: Document) -> None:
	"""Refuse what is no segment or list, one that is there twice, and a campaign that follows none that it can."""
	rows = audience_of(campaign)
	if len(rows) > MOST_AUDIENCES:
		frappe.throw(_("An audience has at most {0} rows.").format(MOST_AUDIENCES), CampaignError)
	for kind, name, _is_excluded in rows:
		if kind not in AUDIENCES:
			frappe.throw(_("An audience is made of segments and mailing lists."), CampaignError)
		if sum((kind, name) == row[:2] for row in rows) > 1:
			frappe.throw(_("The audience names {0} twice.").format(escape_html(name)), CampaignError)
	refuse_bad_follow(campaign)


def refuse_bad_follow(campaign: Document) -> None:
	"""Refuse a campaign that follows itself, or none of its people."""
	if not campaign.follows:
		campaign.follows_who = ""
		return
	if campaign.follows == campaign.name:
		frappe.throw(_("A campaign cannot follow itself."), CampaignError)
	if campaign.follows_who not in set(FollowsWho):
		frappe.throw(_("Say which people of the campaign before get this one."), CampaignError)


def refuse_no_texts(campaign: Document) -> None:
	"""Refuse what is no text where one belongs: a caller may send anything as JSON."""
	for fieldname in TEXTS:
		if not isinstance(campaign.get(fieldname), str | None):
			label = _(campaign.meta.get_label(fieldname))
			frappe.throw(_("{0} must be a text.").format(label), CampaignError)


def refuse_bad_content(campaign: Document) -> None:
	"""Refuse places for fields that there are not, HTML that cannot be sent, and times, rates and parameters that are none."""
	try:
		for fieldname in ("subject", "preheader", "message", "sender_name"):
			read_template(campaign.get(fieldname) or "", NAMES if fieldname != "sender_name" else ())
		content.prepare(campaign.content or "", NAMES, campaign.preheader or "")
	except SlotError as error:
		refuse_place(error)
	except content.ContentError as error:
		frappe.throw(
			_("The content cannot be sent: {0}").format(escape_html(str(error)[:200])), CampaignError
		)
	refuse_bad_times(campaign)
	refuse_bad_parameters(campaign)


def refuse_place(error: SlotError) -> None:
	"""Raise `CampaignError` about a place that cannot be filled."""
	place = escape_html(error.place)
	if error.is_unknown:
		sentence = _("{0} is no field that can stand in a campaign. There are: {1}.")
		frappe.throw(sentence.format(place, ", ".join(NAMES)), CampaignError)
	example = '{{ first_name or "there" }}'
	frappe.throw(
		_("“{0}” is no place for a field. Write it as {1}.").format(place, escape_html(example)),
		CampaignError,
	)


def refuse_bad_times(campaign: Document) -> None:
	"""Refuse quiet hours with one end, and a rate that is none."""
	try:
		times = [read_time(campaign.get(fieldname)) for fieldname in ("quiet_from", "quiet_until")]
	except ValueError:
		frappe.throw(_("Write quiet hours as times of day, such as 21:00."), CampaignError)
	if (times[0] is None) != (times[1] is None):
		frappe.throw(_("Quiet hours need a beginning and an end."), CampaignError)
	for fieldname, moment in zip(("quiet_from", "quiet_until"), times, strict=True):
		campaign.set(fieldname, moment and moment.isoformat())
	if not 0 <= cint(campaign.rate_per_minute) <= FASTEST:
		frappe.throw(_("The rate is a number of up to {0} a minute.").format(FASTEST), CampaignError)


def refuse_bad_parameters(campaign: Document) -> None:
	"""Refuse parameters of a template that are no list of texts."""
	try:
		parameters = read_parameters(campaign.message_parameters)
		for each in parameters:
			read_template(each, NAMES)
	except SlotError as error:
		refuse_place(error)
	except (ValueError, RecursionError):
		frappe.throw(_("The parameters of a template are a list of texts."), CampaignError)


def read_parameters(stored: str | None) -> list[str]:
	"""Return the parameters of a message's template; raises `ValueError` for what is no list of texts."""
	given = json.loads(stored) if stored else []
	if not isinstance(given, list) or len(given) > MOST_PARAMETERS:
		raise ValueError(stored)
	if not all(isinstance(each, str) for each in given):
		raise ValueError(stored)
	return given


def refuse_foreign_sender(campaign: Document) -> None:
	"""Refuse an account by which whoever saves sends no campaigns."""
	if campaign.channel == Channel.EMAIL and campaign.sender and is_changed(campaign, "sender"):
		senders.refuse_other_sender(campaign.sender)


def make_text(campaign: Document) -> None:
	"""Have the content as plain text, as it is sent beside the HTML."""
	campaign.text_content = content.plain_text(campaign.content or "") or None


def refuse_removing_evidence(campaign: Document) -> None:
	"""Refuse to delete a campaign that went to people: who got what is evidence."""
	if campaign.frozen_on:
		frappe.throw(
			_("This campaign has recipients, whose consent and mails it proves: it cannot be deleted."),
			HistoryError,
		)


def refuse_writing(_row: Document) -> None:
	"""Refuse to write a recipient, link or click as a document."""
	frappe.throw(_("What campaigns did is only written by sending them."), HistoryError)
