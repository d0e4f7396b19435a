"""What kind of channel respond.io means by the `source` of one of its channels (no frappe)."""

from frappe_crm_app.kit.messaging_provider import Channel

SMS_SOURCES = ("twilio", "message_bird", "nexmo", "sms")
MAIL_SOURCES = ("mail", "smtp")


def channel_of(source: str) -> Channel | None:
	"""Return the channel that a source is, `None` for mail, which is no messaging."""
	source = source.lower()
	if "whatsapp" in source:
		return Channel.WHATSAPP
	if any(word in source for word in SMS_SOURCES):
		return Channel.SMS
	return None if any(word in source for word in MAIL_SOURCES) else Channel.CHAT
