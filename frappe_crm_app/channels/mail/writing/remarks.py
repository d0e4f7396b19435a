"""What one should know before one writes to somebody: mails to them came back, or they want none that goes to many.

A mail that one person writes to another is allowed whatever was opted out of: the opt-out is about mails to many. It is said all the same.
"""

from collections.abc import Collection

import frappe
from frappe import _
from frappe.utils import format_date

from frappe_crm_app.records.identity.holders import EMAIL_ROW, holders_of_emails
from frappe_crm_app.visibility import policy
from frappe_crm_app.visibility.guarded import CONTACT


def remarks_on(emails: Collection[str]) -> list[str]:
	"""Return sentences about these addresses, of contacts whom the session's user sees."""
	holders = holders_of_emails(emails) if emails else {}
	if not holders or not frappe.has_permission(CONTACT, "read"):
		return []
	contact, row = frappe.qb.DocType(CONTACT), frappe.qb.DocType(EMAIL_ROW)
	query = (
		frappe.qb.from_(contact)
		.left_join(row)
		.on((row.parent == contact.name) & row.invalid_since.isnotnull())
	)
	query = query.where(contact.name.isin(sorted(set(holders.values()))))
	allowed = policy.criterion(CONTACT)
	query = query if allowed is None else query.where(allowed)
	query = query.select(
		contact.full_name, contact.email_opt_out, contact.email, row.email.as_("invalid"), row.invalid_since
	)
	rows = query.orderby(contact.name, row.idx).run(as_dict=True)
	came_back = [row for row in rows if row.invalid in holders]
	opted_out = {row.full_name for row in rows if row.email_opt_out}
	return [
		*(
			_("Mails to {0} come back since {1}.").format(row.invalid, format_date(row.invalid_since))
			for row in came_back
		),
		*(
			_("{0} wants no mails that go to many; one that you write yourself is allowed.").format(each)
			for each in sorted(opted_out)
		),
	]
