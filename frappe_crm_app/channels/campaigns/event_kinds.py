"""What may happen by a campaign. It happens to the contact: rules write to people and note on them."""

from collections.abc import Sequence

from frappe import _lt

from frappe_crm_app.channels.campaigns.rows import CONTACT
from frappe_crm_app.kit.domain_events.changes import Change
from frappe_crm_app.kit.domain_events.emitting import emit_many
from frappe_crm_app.kit.domain_events.kinds import Kind

SENT, CLICKED = "campaign.sent", "campaign.clicked"

CAMPAIGN_KINDS = (
	Kind(SENT, CONTACT, _lt("A contact gets a campaign"), ("campaign",)),
	Kind(CLICKED, CONTACT, _lt("A contact opens a link of a campaign"), ("campaign", "url")),
)


def tell_sent(campaign: str, contacts: Sequence[str]) -> None:
	"""Say that these contacts have a campaign."""
	if contacts:
		emit_many(SENT, CONTACT, [Change(contact, {}, {"campaign": campaign}) for contact in contacts])


def tell_clicked(campaign: str, contact: str | None, url: str) -> None:
	"""Say that somebody opened a link of a campaign for the first time, and which."""
	if contact:
		emit_many(CLICKED, CONTACT, [Change(contact, {}, {"campaign": campaign, "url": url})])
