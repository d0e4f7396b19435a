"""The public endpoint: a link of a campaign, opened by anybody who has its address."""

import frappe
from frappe import _

from frappe_crm_app.channels.campaigns import clicks
from frappe_crm_app.kit.conflicts import repeated_on_conflict


@frappe.whitelist(allow_guest=True, methods=["GET", "HEAD"])
@repeated_on_conflict
def click(t: str = "", l: str = "") -> None:  # noqa: E741 - an address that is in mails already
	"""Lead to the target of a link, and note that it was opened.

	`t` is the recipient's token, `l` the link, signed. Only where both belong together does it lead anywhere, and only to what the campaign's
	content says; any other address is one that does not exist.
	"""
	found = clicks.target_of(t, l)
	if not found:
		frappe.throw(_("This address leads nowhere."), frappe.DoesNotExistError)
	recipient, link = found
	clicks.note(recipient, link, frappe.request.method == "HEAD")
	frappe.local.flags.commit = True  # what a GET writes is rolled back otherwise
	frappe.local.response["type"] = "redirect"
	frappe.local.response["location"] = link.url
