"""What comes back after a mail campaign, heard of as mails are stored (`crm_mail_stored`): bounces, complaints, answers, wishes to unsubscribe.

Anybody can write such a mail. It counts where it has a recipient's token, in a Message-ID, an address of VERP or a subject: nobody can guess
one, and who got the mail can say something of their own copy alone.
"""

import re
from collections.abc import Iterable

import frappe
from frappe.utils import now_datetime

from frappe_crm_app.channels.campaigns.rows import CAMPAIGN, RECIPIENT, recipient_of_token
from frappe_crm_app.channels.mail.writing.bounces import mark_address
from frappe_crm_app.frappe_crm_app.doctype.crm_campaign.options import MAILING_LIST, Channel
from frappe_crm_app.frappe_crm_app.doctype.crm_campaign_recipient.options import BounceKind
from frappe_crm_app.frappe_crm_app.doctype.crm_consent.options import ConsentSource
from frappe_crm_app.frappe_crm_app.doctype.crm_mail.options import Direction
from frappe_crm_app.frappe_crm_app.doctype.crm_subscription.options import SubscriptionStatus
from frappe_crm_app.kit.sentences import without_markup
from frappe_crm_app.records.audiences import subscribing, unsubscribing
from frappe_crm_app.records.mail.message import BouncedRecipient, ReadMail

MAIL = "CRM Mail"
WISH = re.compile(r"\s*unsubscribe ([0-9a-f]{24})\s*", re.I)
TAGGED = re.compile(r"\+([0-9a-f]{24})@")
OF_RETURN = ("Delivered-To", "X-Original-To")
MOST_IDS = 50


def heed(mail: str, mailbox: str, read: ReadMail) -> None:
	"""Note what a mail that was just stored says of a campaign (`crm_mail_stored`)."""
	if frappe.db.get_value(MAIL, mail, "direction") == Direction.OUT:
		return
	if read.complaint:
		return heed_complaint(read)
	if read.bounce:
		return heed_bounce(read)
	wish = WISH.fullmatch(read.subject)
	if wish:
		return heed_wish(wish[1].lower())
	if not read.is_automatic:
		heed_answer(read)


def found(tokens: Iterable[str]) -> frappe._dict | None:
	"""Return the first recipient whose token is among these, locked."""
	for token in dict.fromkeys(token.lower() for token in tokens if token):
		recipient = recipient_of_token(token, for_update=True)
		if recipient:
			return recipient
	return None


def token_in(message_id: str) -> str:
	"""Return what would be the token in a Message-ID of ours."""
	return message_id.partition("@")[0]


def tokens_of_return(read: ReadMail) -> list[str]:
	"""Return the tokens in the addresses to which a mail came."""
	addresses = [each.email for each in (*read.to, *read.cc)]
	addresses += [read.headers.get(name, "") for name in OF_RETURN]
	return [token for address in addresses for token in TAGGED.findall(address.lower())]


def heed_bounce(read: ReadMail) -> None:
	"""Note that a campaign did not reach somebody; for good, the address takes no mails at all."""
	recipient = found([*tokens_of_return(read), token_in(read.bounce.original_message_id)])
	if not recipient or recipient.channel != Channel.EMAIL:
		return
	own = [each for each in read.bounce.recipients if each.email == (recipient.address or "").lower()]
	came_back = own[0] if own else read.bounce.recipients[0] if len(read.bounce.recipients) == 1 else None
	if came_back is None or recipient.bounce_kind == BounceKind.HARD:
		return
	kind = BounceKind.HARD if came_back.is_permanent else BounceKind.SOFT
	said = without_markup(came_back.reason or came_back.status)
	note(recipient, bounced_on=now_datetime(), bounce_kind=str(kind), problem=said or None)
	if kind == BounceKind.HARD and recipient.address:
		mark_invalid(recipient.address, came_back.reason or came_back.status)
		if recipient.contact:
			subscribing.end(recipient.contact, SubscriptionStatus.BOUNCED)


def mark_invalid(address: str, said: str) -> None:
	"""Mark an email as one that takes no mails, wherever it is used."""
	mark_address(BouncedRecipient(address, is_permanent=True, reason=said))


def heed_complaint(read: ReadMail) -> None:
	"""Note that somebody called a campaign spam: they get none any more."""
	complaint = read.complaint
	recipient = found([token_in(complaint.original_message_id), *complaint.tokens, *tokens_of_return(read)])
	if not recipient or recipient.complained_on:
		return
	note(recipient, complained_on=now_datetime())
	leave(recipient, ConsentSource.COMPLAINT, None, SubscriptionStatus.COMPLAINED)


def heed_wish(token: str) -> None:
	"""Unsubscribe whoever writes that to the address that List-Unsubscribe names."""
	recipient = found([token])
	if recipient and not recipient.unsubscribed_on:
		leave(recipient, ConsentSource.ONE_CLICK, lists_of(token), SubscriptionStatus.UNSUBSCRIBED)


def leave(
	recipient: frappe._dict, source: ConsentSource, lists: list[str] | None, status: SubscriptionStatus
) -> None:
	"""Let a recipient leave these lists, or all marketing by mail, with the recipient as the proof."""
	if recipient.contact:
		unsubscribing.unsubscribe(
			recipient.contact,
			recipient.address or "",
			source=source,
			lists=lists,
			recipient=recipient.token,
			status=status,
			evidence=(RECIPIENT, recipient.name),
		)


def lists_of(recipient: str) -> list[str] | None:
	"""Return the mailing lists to which the campaign of a recipient went, `None` where it went to others, too (`crm_lists_of_recipient`)."""
	row = recipient_of_token(recipient)
	if not row:
		return None
	filters = {"parenttype": CAMPAIGN, "parent": row.campaign, "is_excluded": 0}
	rows = frappe.get_all("CRM Campaign Audience", filters, ["kind", "audience"], order_by=None)
	is_alone = rows and all(each.kind == MAILING_LIST for each in rows)
	return [each.audience for each in rows] if is_alone else None


def heed_answer(read: ReadMail) -> None:
	"""Note that somebody answered a campaign."""
	ids = (read.in_reply_to, *reversed(read.references))[:MOST_IDS]
	recipient = found(token_in(each) for each in ids)
	if recipient and not recipient.answered_on:
		note(recipient, answered_on=now_datetime())


def note(recipient: frappe._dict, **values: object) -> None:
	"""Store what came of a recipient."""
	frappe.db.set_value(RECIPIENT, recipient.name, values)


def unsubscribed(contact: str, address: str, recipient: str = "", lists: object = None) -> None:
	"""Note that somebody has unsubscribed by the link of a campaign (`crm_unsubscribed`); `recipient` is the token in that link."""
	row = recipient_of_token(recipient, for_update=True)
	if row and row.contact == contact and not row.unsubscribed_on:
		note(row, unsubscribed_on=now_datetime())
