"""The page on which anybody who has a PDF finds out whether it is a quote of this site, as it was sent or signed."""

import frappe
from frappe import _

from frappe_crm_app.kit.standalone_pages import around_the_page, as_data
from frappe_crm_app.selling.acceptance.seller import site_seller

no_cache = 1
sitemap = 0


def get_context(context: frappe._dict) -> None:
	"""Give the page its words; it knows nothing of any quote."""
	context.update(around_the_page())
	context.seller = site_seller()
	context.texts = as_data(texts())


def texts() -> dict[str, str]:
	"""Return what the page's script says."""
	return {
		"failed": _("That did not work. Please try again."),
		"unknown": _("This site knows no quote like this."),
		"unknown_more": _(
			"The file is not a quote of ours as it was sent or signed: it may have been changed, printed anew, or come from elsewhere."
		),
		"sent": _("This is the quote {0} as it was sent."),
		"signed": _("This is the quote {0} as it was signed."),
		"sent_on": _("Sent on {0}"),
		"accepted": _("Accepted on {0} by {1}"),
		"open": _("It has not been accepted."),
		"intact": _("The record of the acceptance is as it was written."),
		"broken": _(
			"The record of what was done with this quote has been changed since. Please ask the sender."
		),
		"looking": _("Looking …"),
	}
