"""A link of a campaign is opened: by the person, or by a program that looks at mails before people do.

A program's is what comes as HEAD, within seconds of sending, or as one of hits on all links within a minute. It is kept apart: it is no click.
"""

from datetime import timedelta

import frappe
from frappe.utils import get_datetime, now_datetime
from pypika.functions import Count

from frappe_crm_app.channels.campaigns import event_kinds
from frappe_crm_app.channels.campaigns.rows import CLICK, LINK, RECIPIENT, recipient_of_token
from frappe_crm_app.channels.campaigns.signing import position_in
from frappe_crm_app.kit.set_based import insert_records, update_records

SOON = timedelta(seconds=5)  # after sending: nobody reads that fast
TOGETHER = timedelta(seconds=60)
FEWEST_LINKS = 3  # of a mail whose links, opened all together, tell of a program
MOST_CLICKS = 500  # of one recipient that are stored
COLUMNS = (
	"name", "owner", "creation", "modified", "modified_by", "docstatus", "idx", "recipient", "link", "clicked_on", "is_machine",
)  # fmt: skip


def target_of(token: str, link: str) -> tuple[frappe._dict, frappe._dict] | None:
	"""Return the recipient and the link (`name`, `url`) that an address is of, `None` for one that we have not made."""
	position = position_in(token, link) if isinstance(token, str) else None
	if position is None:
		return None
	recipient = recipient_of_token(token, for_update=True)
	if not recipient:
		return None
	found = frappe.db.get_value(
		LINK, {"campaign": recipient.campaign, "position": position}, ["name", "url"], as_dict=True
	)
	return (recipient, found) if found else None


def note(recipient: frappe._dict, link: frappe._dict, is_head: bool) -> None:
	"""Store that a link was opened, and what that says of the recipient, who is locked."""
	if frappe.db.count(CLICK, {"recipient": recipient.name}) >= MOST_CLICKS:
		return
	now = now_datetime()
	is_machine = is_head or is_too_soon(recipient, now)
	insert(recipient.name, link.name, now, is_machine)
	if is_machine:
		return
	if has_opened_all(recipient, now):
		mark_machine(recipient, now)
	elif not recipient.clicked_on:
		frappe.db.set_value(RECIPIENT, recipient.name, "clicked_on", now)
		event_kinds.tell_clicked(recipient.campaign, recipient.contact, link.url)


def is_too_soon(recipient: frappe._dict, now: object) -> bool:
	"""Return whether a mail was handed over just now, or is still being."""
	return not recipient.sent_on or now - get_datetime(recipient.sent_on) < SOON


def insert(recipient: str, link: str, now: object, is_machine: bool) -> None:
	"""Insert a click."""
	user = frappe.session.user
	row = (frappe.generate_hash(length=10), user, now, now, user, 0, 0, recipient, link, now, int(is_machine))
	insert_records(CLICK, COLUMNS, [row])


def has_opened_all(recipient: frappe._dict, now: object) -> bool:
	"""Return whether all links of a mail that has several were opened within a minute."""
	links = frappe.db.count(LINK, {"campaign": recipient.campaign})
	if links < FEWEST_LINKS:
		return False
	click = frappe.qb.DocType(CLICK)
	query = frappe.qb.from_(click).select(Count(click.link).distinct())
	query = query.where((click.recipient == recipient.name) & (click.clicked_on > now - TOGETHER))
	return query.run(pluck=True)[0] >= links


def mark_machine(recipient: frappe._dict, now: object) -> None:
	"""Keep apart the clicks of the last minute; where they were the first, nobody has clicked."""
	click = frappe.qb.DocType(CLICK)
	is_one = (click.recipient == recipient.name) & (click.clicked_on > now - TOGETHER)
	update_records(CLICK).set(click.is_machine, 1).where(is_one).run()
	if recipient.clicked_on and get_datetime(recipient.clicked_on) > now - TOGETHER:
		frappe.db.set_value(RECIPIENT, recipient.name, "clicked_on", None)
