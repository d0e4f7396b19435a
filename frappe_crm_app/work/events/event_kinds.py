"""What may happen to events: by a save, or because somebody is invited or answers."""

from frappe import _lt

from frappe_crm_app.frappe_crm_app.doctype.crm_event.options import EventStatus
from frappe_crm_app.kit.domain_events.changes import is_created, is_updated, turned
from frappe_crm_app.kit.domain_events.kinds import Kind
from frappe_crm_app.visibility.guarded import EVENT
from frappe_crm_app.work.events.answering import ANSWERED, ATTENDED
from frappe_crm_app.work.events.invitations.owing import INVITED

EVENT_KINDS = (
	Kind("event.created", EVENT, _lt("An event is planned"), happened=is_created),
	Kind("event.updated", EVENT, _lt("An event is changed"), happened=is_updated),
	Kind(
		"event.cancelled",
		EVENT,
		_lt("An event is cancelled"),
		("status",),
		turned("status", EventStatus.CANCELLED),
	),
	Kind(INVITED, EVENT, _lt("People are invited to an event"), ("number",)),
	Kind(ANSWERED, EVENT, _lt("Somebody answers an invitation"), ("answer", "contact", "user")),
	Kind(ATTENDED, EVENT, _lt("It is noted who came to an event"), ("number",)),
)
