"""What may happen to a recipient of a campaign, as rules hear of it."""

from collections.abc import Sequence

from frappe import _lt

from frappe_crm_app.channels.campaigns.rows import RECIPIENT
from frappe_crm_app.kit.domain_events.changes import Change
from frappe_crm_app.kit.domain_events.emitting import emit, emit_many
from frappe_crm_app.kit.domain_events.kinds import Kind

SENT, CLICKED = "campaign.sent", "campaign.clicked"

CAMPAIGN_KINDS = (
	Kind(SENT, RECIPIENT, _lt("A campaign is sent to somebody")),
	Kind(CLICKED, RECIPIENT, _lt("Somebody opens a link of a campaign")),
)


def tell_sent(recipients: Sequence[str]) -> None:
	"""Say that these recipients have the campaign."""
	if recipients:
		emit_many(SENT, RECIPIENT, [Change(name, None, None) for name in recipients])


def tell_clicked(recipient: str) -> None:
	"""Say that somebody opened a link for the first time."""
	emit(CLICKED, (RECIPIENT, recipient))
