"""Endpoints for who subscribes and unsubscribes. All are open to guests: who holds the link of a mail is who got it."""

from urllib.parse import urlencode

import frappe
from frappe import _

from frappe_crm_app.intake.subscriptions import confirming, preferences
from frappe_crm_app.intake.subscriptions import one_click as clicking
from frappe_crm_app.intake.subscriptions.signing_up import sign_up
from frappe_crm_app.kit.conflicts import repeated_on_conflict
from frappe_crm_app.kit.received import parsed
from frappe_crm_app.records.audiences.links import PREFERENCES_PAGE, UNSUBSCRIBE_PAGE


@frappe.whitelist(allow_guest=True, methods=["POST"])
def subscribe(
	mailing_list: str | None = None,
	email: str | None = None,
	first_name: str | None = None,
	last_name: str | None = None,
	token: str | None = None,
	website: str | None = None,
) -> dict:
	"""Note that somebody wants the mails of a public list: `{message}`, the same whoever it is and whatever becomes of it.

	`token` is that of the list's page; `website` is a field that people do not see.
	"""
	sign_up(mailing_list, email, first_name, last_name, token, website)
	return {"message": _("Thank you. Please look into your mails: we have sent you a link.")}


@frappe.whitelist(allow_guest=True, methods=["POST"])
@repeated_on_conflict
def confirm(key: str | None = None) -> None:
	"""Confirm a subscription by the key of the link that was mailed, and go on to what that person gets."""
	token = confirming.confirm(key)
	go_to(PREFERENCES_PAGE, t=token, confirmed=1)


@frappe.whitelist(allow_guest=True, methods=["POST"])
def get_preferences(token: str | None = None) -> dict:
	"""Return what the person of a link gets: `{address, lists: [{name, list_name, description, is_subscribed}], channels}`."""
	return preferences.get(token)


@frappe.whitelist(allow_guest=True, methods=["POST"])
@repeated_on_conflict
def set_preferences(
	token: str | None = None,
	lists: str | list | None = None,
	channels: str | dict | None = None,
	everything_off: str | int | bool | None = None,
) -> dict:
	"""Let the person of a link get just these lists (names) and channels (`{channel: 0 or 1}`); answers as `get_preferences` does."""
	if frappe.utils.sbool(everything_off) in (True, 1, "1"):
		return preferences.end_all(token)
	return preferences.choose(token, parsed(lists), parsed(channels))


@frappe.whitelist(allow_guest=True, methods=["GET", "POST"])
@repeated_on_conflict
def one_click(t: str | None = None, r: str | None = None, page: str | None = None) -> str | None:
	"""Unsubscribe the person of a link by POST, with nothing but the address that the header of a mail names; a GET shows a page.

	`r` is the token of a campaign's recipient; `page` is sent by the button of that page.
	"""
	if frappe.request.method == "GET":
		return go_to(UNSUBSCRIBE_PAGE, **{name: value for name, value in {"t": t, "r": r}.items() if value})
	clicking.unsubscribe_by_link(t, r)
	return go_to(UNSUBSCRIBE_PAGE, t=t, done=1) if page else _("You get no more of these mails.")


def go_to(page: str, **arguments: object) -> None:
	"""Answer with the way to one of our pages; `urlencode` lets nothing of the arguments out of its place."""
	frappe.local.response.update({"type": "redirect", "location": f"/{page}?{urlencode(arguments)}"})
