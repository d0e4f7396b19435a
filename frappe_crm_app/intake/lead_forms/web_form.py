"""Frappe's Web Form as the page of a form: what is added to it, and the door that it posts to."""

import json

import frappe
from frappe import _

from frappe_crm_app.frappe_crm_app.doctype.crm_lead_form.options import FormStatus
from frappe_crm_app.intake.lead_forms.answers import HONEYPOT, RefusedAnswers, parsed
from frappe_crm_app.intake.lead_forms.forms import (
	SUBMISSION,
	find_form,
	form_of_page,
	is_preview,
	is_published,
)
from frappe_crm_app.intake.lead_forms.origins import read_origins
from frappe_crm_app.intake.lead_forms.receiving import receive
from frappe_crm_app.kit.exceptions import LeadFormNotFoundError
from frappe_crm_app.kit.overrides import standing_before
from frappe_crm_app.kit.storable_texts import is_storable

FRAPPES = "frappe.website.doctype.web_form.web_form.accept"
NO_ANSWERS = ("doctype", "web_form_name", "token", "name", "owner")  # what Frappe's own script sends along


@frappe.whitelist(allow_guest=True, methods=["POST"])
def accept(web_form: str | None = None, data: str | dict | None = None, **options) -> object:
	"""Take what a Web Form sends: for our DocType by the same way as `api.submit`, for all others as without us."""
	doctype = doctype_of(web_form)
	if not doctype:
		frappe.throw(_("This form does not exist, or is closed."), LeadFormNotFoundError)
	if doctype != SUBMISSION:
		return frappe.call(standing_before(FRAPPES), web_form=web_form, data=data, **options)
	answers, token = answers_and_token(data)
	return receive(form_of_page(web_form), answers, token)


def doctype_of(web_form: str | None) -> str | None:
	"""Return the DocType that a Web Form is about, `None` where there is no such form."""
	is_name = bool(web_form) and is_storable(web_form)
	return frappe.db.get_value("Web Form", web_form, "doc_type") if is_name else None


def answers_and_token(data: str | dict | None) -> tuple[object, object]:
	"""Return the answers without what Frappe's own script sends along, and the token that ours does."""
	try:
		given = parsed(data)
	except RefusedAnswers:
		return data, None
	return {name: value for name, value in given.items() if name not in NO_ANSWERS}, given.get("token")


def add_to_page(context: frappe._dict) -> dict | None:
	"""Make a Web Form's page that of its form (hook `update_website_context`): consent wording, script, styles, who may frame it.

	Raises `frappe.PageDoesNotExistError` where the form is closed, or a draft before a stranger.
	"""
	page = context.get("web_form_doc")
	if not page or page.get("doc_type") != SUBMISSION:
		return None
	form = find_form(form_of_page(page.name))
	if not form or not (is_published(form) or is_preview(form)):
		keep_out_of_cache()
		raise frappe.PageDoesNotExistError
	frappe.local.flags.crm_framed_by = read_origins(form.allowed_origins)
	ask_for_consent(page, form)
	return {
		"web_include_js": [*(context.web_include_js or []), "lead_form.bundle.js"],
		"web_include_css": [*(context.web_include_css or []), "lead_form.bundle.css"],
		"body_class": f"{context.body_class or ''} crm-lead-form".strip(),
		"introduction_text": (context.introduction_text or "") + without_script(),
		"head_include": (context.head_include or "") + settings_for_script(form),
	}


def keep_out_of_cache() -> None:
	"""Have the answer made for this request alone.

	Frappe keeps the addresses it found no page at, for everybody and until something is published: reviewers of a draft would
	find none either, after a stranger has asked. And what it shows there comes from its cache with the status 200.
	"""
	frappe.local.no_cache = True


def ask_for_consent(page: frappe._dict, form: object) -> None:
	"""Word the box of consent as the form does, and leave it out where there is no wording."""
	if not form.consent_text:
		page.web_form_fields = [field for field in page.web_form_fields if field.fieldname != "consent"]
	for field in page.web_form_fields:
		if field.fieldname == "consent":
			field.update({"label": form.consent_text, "reqd": form.consent_required})


def without_script() -> str:
	"""Return what a browser shows that runs no scripts."""
	return "<noscript><p>{}</p></noscript>".format(
		_("This form needs JavaScript. Please switch it on, or write to us in another way.")
	)


def settings_for_script(form: object) -> str:
	"""Return what `lead_form.bundle.js` needs to know, as an element that no browser runs or shows."""
	settings = {
		"form": form.name,
		"honeypot": HONEYPOT,
		"is_draft": form.status == FormStatus.DRAFT,
		"texts": {
			"draft": _("This is a draft. Only you see it, and sending it creates nothing."),
			"leave_empty": _("Leave this empty"),
			"sending": _("Sending …"),
			"missing": _("Please fill in “{0}”."),
			"not_ticked": _("Please tick this box: without it, we may not use what you write."),
			"no_email": _("“{0}” is not an email address."),
			"failed": _("This could not be sent. Please try again."),
		},
	}
	text = json.dumps(settings).replace("<", "\\u003c").replace("&", "\\u0026")
	return f'<script type="application/json" id="crm-lead-form">{text}</script>'
