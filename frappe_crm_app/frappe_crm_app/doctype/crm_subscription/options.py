"""Values of the Select field of CRM Subscription."""

from frappe_crm_app.kit.enums import StrEnum


class SubscriptionStatus(StrEnum):
	"""Where a subscription stands; mails go to Subscribed alone."""

	PENDING = "Pending"
	SUBSCRIBED = "Subscribed"
	UNSUBSCRIBED = "Unsubscribed"
	BOUNCED = "Bounced"
	COMPLAINED = "Complained"


ENDED = (SubscriptionStatus.UNSUBSCRIBED, SubscriptionStatus.BOUNCED, SubscriptionStatus.COMPLAINED)
