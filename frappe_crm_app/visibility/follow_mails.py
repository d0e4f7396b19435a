"""Frappe's mails to who follows a record: of ours they tell what the follower sees as they are sent, as our timeline does.

Frappe asks whether somebody may read a record as they begin to follow it, and never again. Its jobs have no hook, so their function
`get_message` is replaced in the process of such a job (hook `before_job`).
"""

import frappe
from frappe.desk.form import document_follow

from frappe_crm_app.visibility.guarded import GUARDED
from frappe_crm_app.visibility.link_words import words_for
from frappe_crm_app.visibility.permlevels import hidden_fields
from frappe_crm_app.visibility.satellites import sees
from frappe_crm_app.visibility.versions import hidden_in_rows

JOBS = "frappe.desk.form.document_follow."
frappes_get_message = document_follow.get_message


def before_job(method: str = "", kwargs: dict | None = None, **options) -> None:
	"""Let a job that mails to followers ask us what there is to tell."""
	if JOBS in f"{method} {(kwargs or {}).get('job_type')}":
		document_follow.get_message = get_message


def get_message(doc_name: str, doctype: str, frequency: str, user: str) -> list[dict]:
	"""Frappe's, with what the user sees of a record of ours: nothing, once they do not see it any more."""
	if doctype not in GUARDED:
		return frappes_get_message(doc_name, doctype, frequency, user)
	if not sees(doctype, doc_name, user):
		return []
	told = frappes_get_message(doc_name, doctype, frequency, user)
	before = frappe.session.user
	frappe.set_user(user)
	try:
		return [item for item in told if tell(doctype, item)]
	finally:
		frappe.set_user(before)


def tell(doctype: str, item: dict) -> bool:
	"""Put into what is told of a change the words for links; return whether the session's user may read the field."""
	change = item["data"]
	table = change.get("table_field") or (change.get("to") if item["type"] == "row added" else None)
	hidden = hidden_fields(doctype)
	if table:
		field = frappe.get_meta(doctype).get_field(table)
		if not field or table in hidden:
			return False
		hidden, doctype = hidden_in_rows(doctype, table), field.options
	if not change.get("field"):
		return True
	if change["field"] in hidden:
		return False
	put_words(doctype, change)
	return True


def put_words(doctype: str, change: dict) -> None:
	"""Put the titles of linked records that are seen in the place of names."""
	field = frappe.get_meta(doctype).get_field(change["field"])
	if not field or field.fieldtype != "Link" or field.options not in GUARDED:
		return
	for key in ("from", "to"):
		value = (change.get(key) or "").strip()
		change[key] = value and words_for([(field.options, value)])[field.options, value]
