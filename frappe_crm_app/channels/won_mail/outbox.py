"""Writes down that a mail is owed, in the transaction that wins the deal."""

import frappe
from frappe.model.document import Document
from frappe.utils import now_datetime

from frappe_crm_app.channels.won_mail.tasks import OUTBOX
from frappe_crm_app.frappe_crm_app.doctype.crm_won_mail.options import WonMailStatus
from frappe_crm_app.kit.current_docs import current_doc
from frappe_crm_app.records.pipeline.outcomes import has_just_been_won, is_history


def owe_won_mail(deal: Document, _event: str | None = None) -> None:
	"""Owe the deal's owner a mail where this save is the win, unless CRM Desk Settings says that nobody is mailed.

	A deal that was won before it was entered is history, of which nobody is mailed unless the settings say so.
	"""
	settings = current_doc("CRM Desk Settings") if has_just_been_won(deal) else None
	if not settings or not settings.send_won_mail or (is_history(deal) and not settings.mail_won_history):
		return
	mail = frappe.new_doc("CRM Won Mail")
	mail.update(
		{
			"deal": deal.name,
			"deal_owner": deal.deal_owner,
			"won_on": now_datetime(),
			"status": WonMailStatus.OWED,
			"next_attempt_on": now_datetime(),
		}
	)
	mail.insert(ignore_permissions=True)
	OUTBOX.enqueue()


def forget_deal(deal: Document, _event: str | None = None) -> None:
	"""Remove what is owed about a deal that is being deleted."""
	frappe.db.delete("CRM Won Mail", {"deal": deal.name})
