"""What events tell of messages, in the message log (`channels/messaging/`): answers, and what was sent at respond.io itself."""

from datetime import datetime

from frappe.utils import convert_utc_to_system_timezone, now_datetime

from frappe_crm_app.channels.messaging import receiving
from frappe_crm_app.channels.respondio.payload import Event, EventType
from frappe_crm_app.channels.respondio.sources import channel_of

KEY = "respondio"


def log(event: Event, contact: str | None, note: str) -> None:
	"""Log a message of a contact, which its note tells in timelines."""
	channel = channel_of(event.channel) if event.type in (EventType.RECEIVED, EventType.SENT) else None
	if not (channel and contact):
		return
	heard = receiving.Heard(
		provider=KEY,
		contact=contact,
		channel=channel,
		text=event.detail,
		moment=on_site_clock(event.moment),
		provider_id=event.message_id,
		provider_channel=event.channel_id,
		address=event.sender.phone,
		note=note,
	)
	is_answer = event.type == EventType.RECEIVED
	(receiving.log_answer if is_answer else receiving.log_sent_elsewhere)(heard)


def is_ours(event: Event, contact: str) -> bool:
	"""Return whether we sent a message that respond.io tells of."""
	return receiving.is_echo(KEY, contact, event.message_id, event.detail)


def on_site_clock(moment: datetime | None) -> datetime:
	"""Return when it happened in the site's time zone: now where that was not told, or lies ahead."""
	if not moment:
		return now_datetime()
	return min(convert_utc_to_system_timezone(moment).replace(tzinfo=None), now_datetime())
