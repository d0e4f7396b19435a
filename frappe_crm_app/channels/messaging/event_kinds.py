"""What may happen to messages."""

from frappe import _lt

from frappe_crm_app.kit.domain_events.kinds import Kind

MESSAGE = "CRM Message"
RECEIVED, SENT, FAILED = "message.received", "message.sent", "message.failed"

MESSAGE_KINDS = (
	Kind(RECEIVED, MESSAGE, _lt("A message is received"), ("channel",)),
	Kind(SENT, MESSAGE, _lt("A message is sent"), ("channel",)),
	Kind(FAILED, MESSAGE, _lt("A message could not be sent"), ("channel", "reason")),
)
