"""What somebody gets, and choosing it, by the signed link of each mail."""

from collections.abc import Collection, Mapping

import frappe
from frappe import _

from frappe_crm_app.frappe_crm_app.doctype.crm_consent.options import (
	MESSAGING,
	Channel,
	ConsentSource,
	ConsentState,
)
from frappe_crm_app.frappe_crm_app.doctype.crm_subscription.options import SubscriptionStatus
from frappe_crm_app.intake.subscriptions.one_click import person_behind
from frappe_crm_app.kit.exceptions import AudienceError
from frappe_crm_app.kit.masking import masked_email
from frappe_crm_app.kit.set_based import lock_record
from frappe_crm_app.records.audiences.links import Person
from frappe_crm_app.records.audiences.subscribing import LIST, SUBSCRIPTION, end, subscribe
from frappe_crm_app.records.audiences.unsubscribing import unsubscribe
from frappe_crm_app.records.consent.allowing import email_needs_consent
from frappe_crm_app.records.consent.appending import append
from frappe_crm_app.records.consent.standing import standing_of

MOST_LISTS = 200


def get(token: object) -> dict:
	"""Return `{address, lists: [{name, list_name, description, is_subscribed}], channels: {channel: is_allowed}}`.

	`address` is masked: a mail with the link may have been passed on. Lists are the public ones and those that they are on;
	messaging stands there for who has a phone or has said something of it.
	"""
	person = person_behind(token)
	return {
		"address": masked_email(person.address),
		"lists": lists_of(person),
		"channels": {str(channel): is_on for channel, is_on in channels_of(person).items()},
	}


def lists_of(person: Person) -> list[dict]:
	"""Return the lists that somebody may choose."""
	theirs = dict(
		frappe.get_all(
			SUBSCRIPTION, filters={"contact": person.contact}, fields=["mailing_list", "status"], as_list=True
		)
	)
	lists = frappe.get_all(
		LIST,
		or_filters={"is_public": 1, "name": ("in", [*theirs, ""])},
		fields=["name", "list_name", "description"],
		order_by="list_name asc, name asc",
		limit=MOST_LISTS,
	)
	return [
		{**each, "is_subscribed": theirs.get(each.name) == SubscriptionStatus.SUBSCRIBED} for each in lists
	]


def channels_of(person: Person) -> dict[Channel, bool]:
	"""Return whether marketing may come by each channel, as it holds now."""
	said = standing_of([person.contact]).get(person.contact, {})
	mail = said.get(Channel.EMAIL)
	shown = {
		Channel.EMAIL: mail == ConsentState.GIVEN if email_needs_consent() else mail != ConsentState.WITHDRAWN
	}
	has_phone = frappe.db.get_value("CRM Contact", person.contact, "phone")
	return shown | {
		channel: said.get(channel) == ConsentState.GIVEN
		for channel in MESSAGING
		if has_phone or channel in said
	}


def choose(token: object, lists: object, channels: object) -> dict:
	"""Let somebody get just these lists and channels, and return what `get` does; what is chosen as it was writes nothing.

	`lists` are names, `channels` is `{channel: is_allowed}`; what is not named stays as it is. Without mails there are no lists.
	"""
	person = person_behind(token)
	wanted, allowed = read_lists(lists), read_channels(channels)
	lock_record("CRM Contact", person.contact)
	shown = channels_of(person)
	turned_off = shown.get(Channel.EMAIL) and allowed.get(Channel.EMAIL) is False
	if turned_off:
		unsubscribe(person.contact, person.address, source=ConsentSource.PREFERENCE_PAGE)
	elif wanted is not None:
		choose_lists(person, wanted if allowed.get(Channel.EMAIL, True) else set())
	for channel, is_on in allowed.items():
		if channel in shown and shown[channel] != is_on and not (turned_off and channel == Channel.EMAIL):
			say(person, channel, is_on)
	return get(token)


def choose_lists(person: Person, wanted: Collection[str]) -> None:
	"""Subscribe to what is chosen and was not, and leave what was and is not any more."""
	offered = {each["name"]: each["is_subscribed"] for each in lists_of(person)}
	left = [name for name, is_subscribed in offered.items() if is_subscribed and name not in wanted]
	if left:
		unsubscribe(person.contact, person.address, source=ConsentSource.PREFERENCE_PAGE, lists=left)
	for name, is_subscribed in offered.items():
		if name in wanted and not is_subscribed:
			subscribe(
				name,
				person.contact,
				address=person.address,
				source=ConsentSource.PREFERENCE_PAGE,
				is_confirmed=True,
			)


def say(person: Person, channel: Channel, is_on: bool) -> None:
	"""Note what somebody chose for a channel."""
	state = ConsentState.GIVEN if is_on else ConsentState.WITHDRAWN
	held = standing_of([person.contact]).get(person.contact, {})
	if held.get(channel) == state:
		return
	append(
		person.contact,
		channel,
		state,
		source=ConsentSource.PREFERENCE_PAGE,
		wording=_("Chosen on the preference page: {0}").format(_(channel)),
		address=person.address if channel == Channel.EMAIL else "",
	)


def end_all(token: object) -> dict:
	"""Let somebody get nothing more on any channel, and return what `get` does."""
	person = person_behind(token)
	lock_record("CRM Contact", person.contact)
	shown = channels_of(person)
	if shown[Channel.EMAIL] or end(person.contact):
		unsubscribe(person.contact, person.address, source=ConsentSource.PREFERENCE_PAGE)
	for channel in MESSAGING:
		if channel in shown:
			say(person, channel, False)
	return get(token)


def read_lists(lists: object) -> set[str] | None:
	"""Return the names of lists, `None` where nothing is said of them."""
	if lists is None:
		return None
	if (
		not isinstance(lists, list)
		or len(lists) > MOST_LISTS
		or not all(isinstance(each, str) for each in lists)
	):
		refuse()
	return set(lists)


def read_channels(channels: object) -> dict[Channel, bool]:
	"""Return what is said of each channel."""
	if channels is None:
		return {}
	if not isinstance(channels, Mapping) or not channels.keys() <= {str(each) for each in Channel}:
		refuse()
	if not all(each in (0, 1, True, False) and not isinstance(each, str) for each in channels.values()):
		refuse()
	return {Channel(name): bool(value) for name, value in channels.items()}


def refuse() -> None:
	frappe.throw(_("What was chosen could not be read. Please load the page again."), AudienceError)
