"""What may happen to a subscription. It happens to the contact: rules write to and note on people."""

from frappe import _lt

from frappe_crm_app.kit.domain_events.kinds import Kind

CONFIRMED, ENDED_KIND = "subscription.confirmed", "subscription.ended"

SUBSCRIPTION_KINDS = (
	Kind(CONFIRMED, "CRM Contact", _lt("A contact is subscribed to a mailing list"), ("mailing_list",)),
	Kind(
		ENDED_KIND,
		"CRM Contact",
		_lt("A contact's subscription to a mailing list ends"),
		("mailing_list", "status"),
	),
)
