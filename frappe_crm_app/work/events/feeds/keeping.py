"""Feeds: each is somebody's, ends with their login, and is found by its token alone, of which only the hash is stored."""

import frappe
from frappe import _
from frappe.utils import get_datetime, get_url, now_datetime

from frappe_crm_app.kit.exceptions import RoomError
from frappe_crm_app.kit.link_tokens import hash_of_token, new_token
from frappe_crm_app.visibility import policy
from frappe_crm_app.visibility.guarded import PROJECT
from frappe_crm_app.visibility.guards import can_hold

FEED = "CRM Calendar Feed"
ADDRESS = "/api/method/frappe_crm_app.work.events.feeds.api.feed"
MOST = 20
SELDOM = 3600  # seconds within which it is not noted again that a feed was fetched


def make(project: str | None) -> dict:
	"""Make a feed of the session's user, of all that is theirs or of one project; return `{name, url}`: the address is never told again."""
	user = frappe.session.user
	if project and not (frappe.has_permission(PROJECT, "read") and policy.may(PROJECT, project)):
		frappe.throw(_("There is no such project that you can see."), frappe.PermissionError)
	if len(mine()) >= MOST:
		frappe.throw(_("You have {0} feeds. End one of them first.").format(MOST))
	token = new_token()
	feed = frappe.new_doc(FEED)
	title = frappe.db.get_value(PROJECT, project, "title") if project else _("My calendar")
	feed.update({"user": user, "project": project, "title": title, "token_hash": hash_of_token(token)})
	feed.insert(ignore_permissions=True)
	return {"name": feed.name, "url": address_of(token)}


def address_of(token: str) -> str:
	"""Return the address that a calendar program is given."""
	return get_url(f"{ADDRESS}?token={token}")


def own(name: str) -> object:
	"""Return a feed of the session's user, locked; raises `frappe.PermissionError`, the same for that of somebody else and for none."""
	found = isinstance(name, str) and frappe.db.get_value(
		FEED, {"name": name, "user": frappe.session.user}, "name", for_update=True
	)
	if not found:
		frappe.throw(_("You have no such feed."), frappe.PermissionError)
	return frappe.get_doc(FEED, name)


def renew(name: str) -> dict:
	"""Give a feed another address, under which alone it is read from now on."""
	feed = own(name)
	if feed.revoked_on:
		frappe.throw(_("This feed was ended. Make a new one."))
	token = new_token()
	feed.db_set("token_hash", hash_of_token(token), notify=True)
	return {"name": feed.name, "url": address_of(token)}


def end(name: str) -> None:
	"""Let a feed be read no more."""
	feed = own(name)
	if not feed.revoked_on:
		feed.db_set("revoked_on", now_datetime(), notify=True)


def mine() -> list[dict]:
	"""Return `{name, title, project, creation, fetched_on}` of the session user's feeds that are not ended, the newest first."""
	feed = frappe.qb.DocType(FEED)
	query = frappe.qb.from_(feed).select(feed.name, feed.title, feed.project, feed.creation, feed.fetched_on)
	is_open = (feed.user == frappe.session.user) & feed.revoked_on.isnull()
	query = query.where(is_open).orderby(feed.creation, feed.name, order=frappe.qb.desc)
	return query.run(as_dict=True)


def find(token: object) -> frappe._dict:
	"""Return the feed of a token; raises `RoomError` for one that never was, was ended or renewed, or whose user cannot log in any more."""
	facts = ["name", "user", "project", "title", "revoked_on", "fetched_on"]
	feed = frappe.db.get_value(FEED, {"token_hash": hash_of_token(token)}, facts, as_dict=True)
	if not feed or feed.revoked_on or not can_hold(feed.user):
		frappe.throw(_("There is no such calendar any more."), RoomError)
	return feed


def is_to_be_noted(feed: frappe._dict) -> bool:
	"""Return whether it was long ago that a feed was fetched."""
	return not feed.fetched_on or (now_datetime() - get_datetime(feed.fetched_on)).total_seconds() > SELDOM
