"""Somebody wants no more mails: of some mailing lists, or any that is marketing."""

from collections.abc import Collection

from frappe_crm_app.frappe_crm_app.doctype.crm_consent.options import Channel, ConsentState
from frappe_crm_app.frappe_crm_app.doctype.crm_subscription.options import SubscriptionStatus
from frappe_crm_app.kit.meeting_points import Point, answers, tell
from frappe_crm_app.records.audiences.subscribing import end
from frappe_crm_app.records.consent.appending import append


def unsubscribe(
	contact: str,
	address: str,
	*,
	source: str,
	lists: Collection[str] | None = None,
	recipient: str = "",
	status: str = SubscriptionStatus.UNSUBSCRIBED,
	evidence: tuple[str, str] | None = None,
	wording: str = "",
) -> None:
	"""Let somebody leave these lists or, where it is `None`, all, and withdraw the consent to mails.

	`recipient` is the token of the campaign's recipient whose link, complaint or answer says so; who sent it is told (`crm_unsubscribed`).
	"""
	if lists is None:
		append(
			contact,
			Channel.EMAIL,
			ConsentState.WITHDRAWN,
			source=source,
			address=address,
			evidence=evidence,
			wording=wording,
		)
	end(contact, status, lists)
	tell(
		Point.UNSUBSCRIBED,
		contact=contact,
		address=address,
		recipient=recipient,
		lists=None if lists is None else sorted(lists),
	)


def lists_of_recipient(recipient: str) -> list[str] | None:
	"""Return the lists alone to which the campaign of a recipient went, `None` where it went to others, too, or none is known."""
	if not recipient:
		return None
	told = answers(Point.LISTS_OF_RECIPIENT, lambda ask: ask(recipient))
	return next(iter(told.values()), None) or None
