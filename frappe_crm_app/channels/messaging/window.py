"""Until when a free text may be sent: WhatsApp takes one only for some hours after the person's last message, else a template."""

from datetime import datetime, timedelta

import frappe
from frappe import _
from frappe.utils import get_datetime, now_datetime
from pypika.functions import Max

from frappe_crm_app.channels.messaging.tasks import MESSAGE
from frappe_crm_app.frappe_crm_app.doctype.crm_message.options import MessageDirection
from frappe_crm_app.kit.messaging_provider import MessagingProvider


def last_received(contact: str, channel: str) -> datetime | None:
	"""Return when the person last wrote by a channel."""
	message = frappe.qb.DocType(MESSAGE)
	query = frappe.qb.from_(message).select(Max(message.sent_on))
	is_theirs = (message.contact == contact) & (message.direction == MessageDirection.IN)
	found = query.where(is_theirs & (message.channel == channel)).run()
	return get_datetime(found[0][0]) if found and found[0][0] else None


def open_until(contact: str, channel: str, provider: MessagingProvider) -> datetime | None:
	"""Return until when a free text may be sent; `None` where it may not now."""
	last = last_received(contact, channel)
	end = last and last + timedelta(hours=provider.free_text_hours[channel])
	return end if end and end > now_datetime() else None


def is_limited(channel: str, provider: MessagingProvider) -> bool:
	"""Return whether free texts are limited at all."""
	return bool(provider.free_text_hours.get(channel))


def is_open(contact: str, channel: str, provider: MessagingProvider) -> bool:
	"""Return whether a free text may be sent now."""
	return not is_limited(channel, provider) or open_until(contact, channel, provider) is not None


def closed_sentence(provider: MessagingProvider, channel: str) -> str:
	"""Return why a free text cannot be sent."""
	return _(
		"{0} takes a free text only within {1} hours of the person's last message. Choose a template instead."
	).format(_(channel), provider.free_text_hours[channel])
