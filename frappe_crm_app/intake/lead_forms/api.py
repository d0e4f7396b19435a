"""Endpoints of public forms: for guests, and for who reviews what they sent."""

import time

import frappe
from frappe import _

from frappe_crm_app.intake.lead_forms import confirmation, review
from frappe_crm_app.intake.lead_forms.forms import REVIEWERS, open_form
from frappe_crm_app.intake.lead_forms.keys import Purpose, key_for
from frappe_crm_app.intake.lead_forms.proof_of_work import make_challenge
from frappe_crm_app.intake.lead_forms.receiving import receive
from frappe_crm_app.intake.lead_forms.tokens import make_token, read_token
from frappe_crm_app.kit.conflicts import repeated_on_conflict
from frappe_crm_app.kit.received import parsed


@frappe.whitelist(allow_guest=True, methods=["POST"])
def get_token(form: str | None = None) -> dict:
	"""Return what a page needs for one submission of a form: `{token, expires_in, challenge}`.

	`expires_in` is in seconds; `challenge` is ALTCHA's where the form asks for a proof of work, else `None`.
	"""
	asked = open_form(form)
	token = make_token(key_for(Purpose.TOKEN), asked.name, time.time())
	return {
		"token": token,
		"expires_in": asked.token_minutes * 60,
		"challenge": challenge_for(token, asked.token_minutes) if asked.proof_of_work else None,
	}


def challenge_for(token: str, minutes: int) -> dict:
	"""Return the challenge that belongs to a token just made."""
	nonce = read_token(key_for(Purpose.TOKEN), token, time.time(), most_seconds=60).nonce
	return make_challenge(key_for(Purpose.PROOF_OF_WORK), nonce, minutes)


@frappe.whitelist(allow_guest=True, methods=["POST"])
def submit(form: str | None = None, answers: str | dict | None = None, token: str | None = None) -> dict:
	"""Store what a stranger sent to a form: `{message, redirect_to}`, the same whatever becomes of it.

	`answers` are texts by the fieldnames of the form's questions; besides, `utm_source`, `utm_medium`, `utm_campaign`, `utm_term`,
	`utm_content`, `gclid`, `fbclid`, `msclkid`, `page_url`, `referrer`, and `altcha` with the proof of work.
	"""
	return receive(form, answers, token)


@frappe.whitelist(allow_guest=True, methods=["POST"])
@repeated_on_conflict
def confirm(key: str | None = None) -> None:
	"""Confirm a submission by the key of the link that was mailed, and go on to the page that says so."""
	confirmation.confirm(key)
	frappe.local.response.update({"type": "redirect", "location": f"/{confirmation.PAGE}?confirmed=1"})


@frappe.whitelist(methods=["POST"])
@repeated_on_conflict
def release(names: str | list) -> dict:
	"""Let quarantined submissions become leads (CRM Manager, CRM Admin): `{done, refused: [{name, reason}]}`."""
	return review.release(checked(names))


@frappe.whitelist(methods=["POST"])
@repeated_on_conflict
def discard(names: str | list) -> dict:
	"""Delete quarantined submissions (CRM Manager, CRM Admin); answers as `release` does."""
	return review.discard(checked(names))


@frappe.whitelist(methods=["POST"])
@repeated_on_conflict
def retry(names: str | list) -> dict:
	"""Process failed submissions again (CRM Manager, CRM Admin); answers as `release` does."""
	return review.retry(checked(names))


def checked(names: str | list) -> list:
	"""Return the names, if the session's user reviews submissions."""
	frappe.only_for(list(REVIEWERS))
	listed = parsed(names)
	if not isinstance(listed, list):
		frappe.throw(_("Give a list of names."))
	return listed
