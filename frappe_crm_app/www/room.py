"""The room of a contact without a login. Fetching it changes and counts nothing: preview bots do it, too."""

import frappe
from frappe import _

from frappe_crm_app.frappe_crm_app.doctype.crm_event.options import ANSWERS
from frappe_crm_app.kit.exceptions import RoomError, TooManyRequestsError
from frappe_crm_app.kit.standalone_pages import around_the_page, as_data
from frappe_crm_app.work.events.room.api import opened
from frappe_crm_app.work.events.room.presenting import present

no_cache = 1
sitemap = 0


def get_context(context: frappe._dict) -> None:
	"""Give the page what its link opens, or the sentence that says why there is nothing, with that one's status."""
	context.update(around_the_page())
	context.room = None
	context.answers = [{"value": str(each), "label": _(each)} for each in ANSWERS]
	context.texts = as_data(
		{
			"failed": _("That did not work. Please try again."),
			"commented": _("Thank you. Your comment is with the task."),
			"uploaded": _("Thank you. We have “{0}”."),
		}
	)
	try:
		context.room = present(opened(frappe.form_dict.get("t")))
	except (RoomError, TooManyRequestsError) as refused:
		frappe.clear_messages()
		context.update({"refusal": str(refused), "http_status_code": refused.http_status_code})
