"""What the form of a CRM Won Mail asks for."""

import frappe
from frappe import _

from frappe_crm_app.channels.won_mail.tasks import OUTBOX
from frappe_crm_app.frappe_crm_app.doctype.crm_won_mail.options import WonMailStatus
from frappe_crm_app.kit.conflicts import repeated_on_conflict
from frappe_crm_app.kit.exceptions import MailStateError

MAIL = "CRM Won Mail"


@frappe.whitelist(methods=["POST"])
@repeated_on_conflict
def retry(name: str) -> None:
	"""Owe a mail that was not sent again, for who sees it and may change its deal; it goes to who owned the deal when it was won.

	Raises `MailStateError` where it was sent, or is still owed.
	"""
	frappe.has_permission(MAIL, "read", name, throw=True)
	mail = (
		frappe.db.get_value(MAIL, name, ["status", "deal"], as_dict=True, for_update=True) if name else None
	)
	if not mail:
		frappe.throw(_("There is no such mail."), frappe.DoesNotExistError)
	frappe.has_permission("CRM Sales Deal", "write", mail.deal, throw=True)
	if mail.status != WonMailStatus.NOT_SENT:
		frappe.throw(_("This is {0}; there is nothing to try again.").format(_(mail.status)), MailStateError)
	OUTBOX.owe_again([name], reason=None)
