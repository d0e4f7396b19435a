"""DocTypes and short queries that several modules of campaigns share."""

from collections.abc import Sequence

import frappe
from frappe import _
from frappe.model.document import Document
from pypika.terms import Criterion

from frappe_crm_app.kit.set_based import update_records

CAMPAIGN, RECIPIENT = "CRM Campaign", "CRM Campaign Recipient"
LINK, CLICK = "CRM Campaign Link", "CRM Campaign Click"
CONTACT, CUSTOMER, DEAL = "CRM Contact", "CRM Customer", "CRM Sales Deal"
AT_ONCE = 500  # rows that one statement changes by name


def readable_campaign(name: str) -> Document:
	"""Return a campaign that the session's user may read; raises `frappe.PermissionError` or `frappe.DoesNotExistError`."""
	return checked_campaign(name, "read")


def writable_campaign(name: str) -> Document:
	"""Return a campaign that the session's user may change; raises as `readable_campaign`."""
	return checked_campaign(name, "write")


def checked_campaign(name: str, action: str) -> Document:
	"""Return a campaign for who may do this with it; who reads no campaigns is told the same whether there is one or not."""
	if not frappe.has_permission(CAMPAIGN, action):
		frappe.throw(_("You may not do this with campaigns."), frappe.PermissionError)
	if not isinstance(name, str) or not frappe.db.exists(CAMPAIGN, name):
		frappe.throw(_("There is no such campaign."), frappe.DoesNotExistError)
	campaign = frappe.get_doc(CAMPAIGN, name)
	campaign.check_permission(action)
	return campaign


def lock_campaign(name: str) -> frappe._dict:
	"""Return status and progress of a campaign, locked until the transaction ends."""
	fields = [
		"name",
		"status",
		"sending_state",
		"frozen_on",
		"started_on",
		"send_on",
		"released_by",
		"channel",
	]
	return frappe.db.get_value(CAMPAIGN, name, fields, as_dict=True, for_update=True)


def update_recipients(criterion: Criterion, **values: object) -> None:
	"""Store values of the recipients that meet the criterion."""
	table, query = frappe.qb.DocType(RECIPIENT), update_records(RECIPIENT)
	for fieldname, value in values.items():
		query = query.set(table[fieldname], value)
	query.where(criterion).run()


def update_named(names: Sequence[str], criterion: Criterion | None = None, **values: object) -> None:
	"""Store values of these recipients, of those alone that meet the criterion, if there is one."""
	table = frappe.qb.DocType(RECIPIENT)
	for start in range(0, len(names), AT_ONCE):
		is_one = table.name.isin(list(names[start : start + AT_ONCE]))
		update_recipients(is_one if criterion is None else is_one & criterion, **values)


def recipient_of_token(token: str, for_update: bool = False) -> frappe._dict | None:
	"""Return the recipient whose token this is, `None` for any other text."""
	if not is_token(token):
		return None
	fields = [
		"name", "campaign", "contact", "address", "channel", "status", "token", "sent_on", "bounced_on", "bounce_kind", "clicked_on",
		"answered_on", "unsubscribed_on", "complained_on",
	]  # fmt: skip
	return frappe.db.get_value(RECIPIENT, {"token": token}, fields, as_dict=True, for_update=for_update)


TOKEN_LENGTH = 24  # hexadecimal digits


def is_token(text: object) -> bool:
	"""Return whether a text could be a recipient's token."""
	is_one = isinstance(text, str) and len(text) == TOKEN_LENGTH and text.isascii()
	return is_one and all(letter in "0123456789abcdef" for letter in text)
