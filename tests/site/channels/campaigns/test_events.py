"""What others hear of a campaign."""

import frappe

from frappe_crm_app.channels.campaigns import clicks
from frappe_crm_app.channels.campaigns.signing import key, signed
from tests.site.channels.campaigns.conftest import RECIPIENT, contacts_of, row_of, send
from tests.site.channels.campaigns.test_clicks import let_it_be_read
from tests.site.kit.domain_events.conftest import events, listeners  # noqa: F401


def test_who_listens_hears_who_got_it_and_who_clicked(campaign, peer, listeners):  # noqa: F811
	made = campaign(2)
	peer.refused[frappe.db.get_value("CRM Contact", contacts_of(made)[1], "email")] = "550 5.1.1 no"
	listeners.want("campaign.sent", "campaign.clicked")
	send(made)
	let_it_be_read(made)
	got = contacts_of(made)[0]
	row = row_of(made, frappe.db.get_value(RECIPIENT, {"campaign": made.name, "contact": got}))
	for _click in range(2):
		clicks.note(*clicks.target_of(row.token, signed(key(), row.token, 1)), is_head=False)
	told = [(each.kind, each.reference_name, each.changes) for each in events()]
	campaign_of = {"campaign": [None, made.name]}
	assert told == [
		("campaign.sent", got, campaign_of),
		("campaign.clicked", got, {**campaign_of, "url": [None, "https://a.example/"]}),
	]


def test_where_nobody_listens_nothing_is_written(campaign, peer):
	send(campaign(2))
	assert not frappe.get_all("CRM Domain Event", {"kind": ("like", "campaign.%")})
