"""What the desk calls to make, send and judge campaigns. Who may read or write CRM Campaign may; of people, each sees those that they see."""

import frappe
from frappe import _
from frappe.model.document import Document
from werkzeug.wrappers import Response

from frappe_crm_app.channels.campaigns import (
	email_templates,
	explaining,
	fields,
	figures,
	message_senders,
	preflight,
	releasing,
	rendering,
	senders,
	settling,
	testing,
)
from frappe_crm_app.channels.campaigns import (
	export as exporting,
)
from frappe_crm_app.channels.campaigns.rows import CAMPAIGN, CONTACT, readable_campaign, writable_campaign
from frappe_crm_app.frappe_crm_app.doctype.crm_campaign_recipient.options import Reason, RecipientStatus
from frappe_crm_app.kit.conflicts import repeated_on_conflict
from frappe_crm_app.kit.exceptions import CampaignError
from frappe_crm_app.kit.received import read_texts
from frappe_crm_app.visibility import policy


@frappe.whitelist(methods=["GET"])
def get_campaigns(start: int = 0) -> dict:
	"""Return a page of campaigns, newest first: `{rows: [{name, campaign_name, channel, status, …, figures}], has_more}`."""
	frappe.has_permission(CAMPAIGN, "read", throw=True)
	return figures.campaigns(start)


@frappe.whitelist(methods=["GET"])
def get_campaign(name: str) -> dict:
	"""Return a campaign with its state and results: `{campaign, figures, links, deals, progress}`; see `figures.py`."""
	campaign = readable_campaign(name)
	return {"campaign": shown(campaign), **figures.results(campaign)}


def shown(campaign: Document) -> dict:
	"""Return a campaign's fields, its audience included, without what only the outbox uses."""
	hidden = {"lease_key", "lease_until", "attempts", "next_attempt_on"}
	values = campaign.as_dict(no_nulls=False, convert_dates_to_str=True)
	values["sender_email"] = (
		frappe.db.get_value("Email Account", campaign.sender, "email_id") if campaign.sender else ""
	)
	return {name: value for name, value in values.items() if name not in hidden and not name.startswith("_")}


@frappe.whitelist(methods=["GET"])
def get_choices() -> dict:
	"""Return what a campaign can be made of: `{fields: [{name, label}], senders: [{account, email, title}]}`."""
	frappe.has_permission(CAMPAIGN, "read", throw=True)
	return {"fields": fields.offered(), "senders": senders.senders()}


@frappe.whitelist(methods=["GET"])
def get_email_template(template: str) -> dict:
	"""Return `{subject, content, is_html}` of an Email Template for a campaign to begin with; raises `CampaignError` for what none can fill."""
	frappe.has_permission(CAMPAIGN, "create", throw=True)
	return email_templates.texts_of(template)


@frappe.whitelist(methods=["GET"])
def get_message_numbers() -> dict:
	"""Return by which numbers of ours SMS and WhatsApp go out: `{numbers: [{provider, channel, provider_channel, label}], problem}`."""
	frappe.has_permission(CAMPAIGN, "write", throw=True)
	return message_senders.numbers()


@frappe.whitelist(methods=["GET"])
def get_templates(provider: str, provider_channel: str = "") -> list[dict]:
	"""Return the approved templates of a number: `[{name, language, text, parameters}]`; raises `frappe.ValidationError`."""
	frappe.has_permission(CAMPAIGN, "write", throw=True)
	return message_senders.templates(provider, provider_channel)


@frappe.whitelist(methods=["GET"])
def explain_audience(name: str) -> dict:
	"""Return `{matches, gets, left_out: [{reason, label, count}]}`, as the asker sees the people."""
	return explaining.explain(readable_campaign(name))


@frappe.whitelist(methods=["GET"])
def get_recipients(name: str, status: str = "", reason: str = "", cursor: str = "") -> dict:
	"""Return a page of recipients that the asker sees, `{rows, cursor}`, all or those of a status or a reason; see `explaining.py`."""
	if status and status not in set(RecipientStatus):
		frappe.throw(_("There is no such status."), CampaignError)
	if reason and reason not in set(Reason):
		frappe.throw(_("There is no such reason."), CampaignError)
	return explaining.recipients(readable_campaign(name), status, reason, cursor)


@frappe.whitelist(methods=["GET"])
def preview(name: str, contact: str) -> dict:
	"""Return the campaign as this contact would get it, `{subject, html, text, missing}`; raises `frappe.PermissionError`."""
	campaign = readable_campaign(name)
	refuse_unseen(contact)
	return rendering.preview(campaign, contact)


def refuse_unseen(contact: str) -> None:
	"""Raise `frappe.PermissionError` for a contact that the session's user does not see, or that is not there."""
	is_seen = frappe.has_permission(CONTACT, "read") and policy.may(CONTACT, contact)
	# MariaDB finds a name in other letters, too.
	if not is_seen or frappe.db.get_value(CONTACT, contact, "name") != contact:
		frappe.throw(_("There is no such contact that you can see."), frappe.PermissionError)


@frappe.whitelist(methods=["POST"])
def send_test(name: str, addresses: str | list, contact: str | None = None) -> list[dict]:
	"""Send the mail to a few addresses, as the contact, else the asker, would get it: `[{address, is_sent, problem}]`."""
	campaign = writable_campaign(name)
	if contact:
		refuse_unseen(contact)
	return testing.send_test(campaign, read_texts(addresses, testing.refuse_no_address), contact)


@frappe.whitelist(methods=["POST"])
def check(name: str) -> list[dict]:
	"""Return what to know before it goes out: `[{key, level, title, sentence}]` (`preflight.py`); asks the DNS."""
	return preflight.check(writable_campaign(name))


@frappe.whitelist(methods=["POST"])
@repeated_on_conflict
def schedule(name: str, send_on: str) -> dict:
	"""Release a campaign to begin at a moment of the site's clock, and return `{status}`."""
	campaign = writable_campaign(name)
	if not send_on:
		frappe.throw(_("Say when it is to begin."), CampaignError)
	releasing.schedule(campaign, send_on)
	return status_of(name)


@frappe.whitelist(methods=["POST"])
@repeated_on_conflict
def start(name: str) -> dict:
	"""Release a campaign to begin now, and return `{status}`."""
	releasing.schedule(writable_campaign(name), None)
	return status_of(name)


@frappe.whitelist(methods=["POST"])
@repeated_on_conflict
def pause(name: str) -> dict:
	"""Stop a campaign, after the few that are being sent; one that is scheduled becomes a draft."""
	releasing.pause(writable_campaign(name))
	return status_of(name)


@frappe.whitelist(methods=["POST"])
@repeated_on_conflict
def resume(name: str) -> dict:
	"""Go on with a paused campaign."""
	releasing.resume(writable_campaign(name))
	return status_of(name)


@frappe.whitelist(methods=["POST"])
@repeated_on_conflict
def cancel(name: str) -> dict:
	"""End a campaign for good."""
	releasing.cancel(writable_campaign(name))
	return status_of(name)


def status_of(name: str) -> dict:
	"""Return where a campaign stands now."""
	return {"status": frappe.db.get_value(CAMPAIGN, name, "status")}


@frappe.whitelist(methods=["POST"])
@repeated_on_conflict
def settle_unsure(recipient: str, was_sent: bool) -> dict:
	"""Store what somebody found out about an unsure recipient, and return `{status}`."""
	return settling.settle(recipient, was_sent)


@frappe.whitelist(methods=["GET"])
def why_me(contact: str) -> dict:
	"""Return in which campaigns a contact is and why, and what they allow: `{campaigns, consent}` (`explaining.why_me`)."""
	return explaining.why_me(contact)


@frappe.whitelist(methods=["GET"])
def export(name: str) -> Response:
	"""Download the recipients of a campaign that the asker sees, as CSV."""
	campaign = readable_campaign(name)
	frappe.has_permission("CRM Campaign Recipient", "export", throw=True)
	response = Response(exporting.as_csv(campaign).encode("utf-8-sig"), mimetype="text/csv")
	response.headers.set("Content-Disposition", "attachment", filename="recipients.csv")
	return response
