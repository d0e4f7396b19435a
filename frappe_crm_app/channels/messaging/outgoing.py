"""A row as the service gets it."""

from datetime import datetime, timezone
from zoneinfo import ZoneInfo

import frappe
from frappe.utils import get_datetime, get_system_timezone

from frappe_crm_app.kit.messaging_provider import Channel, Outgoing, Recipient
from frappe_crm_app.kit.received import read_json
from frappe_crm_app.visibility.guarded import CONTACT


def outgoing_of(row: frappe._dict) -> Outgoing:
	"""Return a CRM Message, given by its values, as the service gets it."""
	return Outgoing(
		key=row.name,
		channel=Channel(row.channel),
		recipient=recipient_of(row),
		text=row.text or "",
		provider_channel=row.provider_channel or "",
		template=row.template or "",
		language=row.language or "",
		parameters=tuple(read_json(row.parameters) or ()) if row.parameters else (),
		begun_on=in_utc(row.begun_on),
	)


def recipient_of(row: frappe._dict) -> Recipient:
	"""Return who gets it."""
	fields = ["first_name", "last_name", "email"]
	person = frappe.db.get_value(CONTACT, row.contact, fields, as_dict=True) or frappe._dict()
	return Recipient(
		contact=row.contact,
		phone=row.address or "",
		first_name=person.first_name or "",
		last_name=person.last_name or "",
		email=person.email or "",
	)


def in_utc(moment: object) -> datetime | None:
	"""Return a moment on the site's clock in UTC."""
	if not moment:
		return None
	return get_datetime(moment).replace(tzinfo=ZoneInfo(get_system_timezone())).astimezone(timezone.utc)
