"""Some recipients at a time: address and consent are read again, quiet hours are kept, and *Sending* is committed before anything goes out."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

import frappe
from frappe.geo import country_info
from frappe.utils import now_datetime
from pypika.functions import Concat, Min

from frappe_crm_app.channels.campaigns import fields
from frappe_crm_app.channels.campaigns.audience import address_of, has_left_lists, reason_of
from frappe_crm_app.channels.campaigns.quiet_hours import QuietHours, read_time
from frappe_crm_app.channels.campaigns.rows import CONTACT, CUSTOMER, RECIPIENT, update_named
from frappe_crm_app.frappe_crm_app.doctype.crm_campaign_recipient.options import Reason, RecipientStatus
from frappe_crm_app.kit.timezones import zone_of

FEW, MANY = 20, 60  # recipients of a batch, of which a crash leaves the fate of each unsure
LONGEST = 0.25  # seconds in which more than a few have to go out


@dataclass
class Batch:
	"""Recipients that are being sent to, each a row with `name`, `contact`, `address`, `token`, and `people`, the fields of their contacts."""

	rows: list[frappe._dict]
	people: dict[str, frappe._dict] = field(default_factory=dict)


def size_after(number: int, seconds: float) -> int:
	"""Return of how many the next batch is, after so many took so long: few, but more to a server that takes them that fast."""
	return max(FEW, min(MANY, int(number * LONGEST / max(seconds, 0.001))))


def due_names(campaign: str, limit: int) -> list[str]:
	"""Return recipients who wait and whose moment has come, in the order of the index, locked: nobody cancels them meanwhile."""
	row = frappe.qb.DocType(RECIPIENT)
	query = frappe.qb.from_(row).select(row.name)
	query = query.where((row.campaign == campaign) & (row.status == RecipientStatus.PENDING))
	query = query.where(row.next_attempt_on <= now_datetime()).orderby(row.next_attempt_on, row.name)
	return query.limit(limit).for_update().run(pluck=True)


def next_moment(campaign: str) -> datetime | None:
	"""Return when the next recipient is due who waits, `None` where nobody does."""
	row = frappe.qb.DocType(RECIPIENT)
	query = frappe.qb.from_(row).select(Min(row.next_attempt_on))
	query = query.where((row.campaign == campaign) & (row.status == RecipientStatus.PENDING))
	return query.run(pluck=True)[0]


def rows_of(names: Sequence[str], channel: str) -> list[frappe._dict]:
	"""Return recipients with what holds of their contacts now: `address`, `reason`, `country`."""
	row, contact, customer = (frappe.qb.DocType(name) for name in (RECIPIENT, CONTACT, CUSTOMER))
	query = frappe.qb.from_(row).join(contact).on(contact.name == row.contact)
	query = query.left_join(customer).on(customer.name == contact.customer)
	reason = reason_of(channel, contact, has_left=has_left_lists(row, contact))
	query = query.select(
		row.name, row.token, row.attempts, contact.name.as_("contact"), row.address.as_("frozen_address"),
		address_of(channel, contact).as_("address"), reason.as_("reason"), customer.country,
	)  # fmt: skip
	return query.where(row.name.isin(list(names))).orderby(row.name).run(as_dict=True)


def take(campaign: frappe._dict, limit: int, domain: str = "") -> tuple[Batch | None, bool]:
	"""Return the next recipients, marked as *Sending* and not committed yet, and whether any were looked at.

	Those who have opted out since, or whose address came back, are left out; those in their quiet hours wait.
	"""
	names = due_names(campaign.name, limit)
	if not names:
		return None, False
	rows = rows_of(names, campaign.channel)
	leave_out_gone(names, rows)
	wanted = awake(leave_out_refused(rows), quiet_hours_of(campaign))
	if wanted:
		mark_sending(wanted, domain)
	people = fields.values_of([row.contact for row in wanted], campaign.released_by)
	return Batch(wanted, people), True


def leave_out_gone(names: Sequence[str], rows: Sequence[frappe._dict]) -> None:
	"""Leave out those whose contact is not there any more."""
	gone = sorted(set(names) - {row.name for row in rows})
	update_named(gone, status=str(RecipientStatus.LEFT_OUT), reason=str(Reason.CONTACT_REMOVED))


def leave_out_refused(rows: Sequence[frappe._dict]) -> list[frappe._dict]:
	"""Leave out those for whom there is a reason now that there was not when the audience was frozen; return the others."""
	refused = defaultdict(list)
	for row in rows:
		if row.reason:
			refused[row.reason].append(row.name)
	for reason, names in refused.items():
		update_named(names, status=str(RecipientStatus.LEFT_OUT), reason=reason)
	return [row for row in rows if not row.reason]


def awake(rows: Sequence[frappe._dict], quiet: QuietHours | None) -> list[frappe._dict]:
	"""Return those who may be written to at this hour; the others wait until they may."""
	if not quiet:
		return list(rows)
	now, site, asleep, found = now_datetime(), zone_of(None), defaultdict(list), []
	for row in rows:
		until = quiet.waits_until(now, zone_of_country(row.country) or site, site)
		if until:
			asleep[until].append(row.name)
		else:
			found.append(row)
	for until, names in asleep.items():
		update_named(names, next_attempt_on=until)
	return found


def quiet_hours_of(campaign: frappe._dict) -> QuietHours | None:
	"""Return the hours in which a campaign writes to nobody."""
	begins, ends = read_time(campaign.quiet_from), read_time(campaign.quiet_until)
	return QuietHours(begins, ends) if begins and ends and begins != ends else None


@lru_cache(maxsize=512)
def zone_of_country(country: str | None) -> ZoneInfo | None:
	"""Return the time zone of a country that has one, `None` for any other."""
	zones = (country_info.get_all().get(country or "") or {}).get("timezones") or []
	return zone_of(zones[0]) if len(zones) == 1 else None


def mark_sending(rows: Sequence[frappe._dict], domain: str) -> None:
	"""Mark recipients as being sent to; a new address of their contact is theirs now."""
	for row in rows:
		if row.address != row.frozen_address:
			update_named([row.name], address=row.address)
	is_pending = frappe.qb.DocType(RECIPIENT).status == RecipientStatus.PENDING
	update_named(
		[row.name for row in rows], is_pending, status=str(RecipientStatus.SENDING), **message_ids(domain)
	)


def message_ids(domain: str) -> dict:
	"""Return the values that give each its Message-ID."""
	return {"message_id": Concat(frappe.qb.DocType(RECIPIENT).token, f"@{domain}")} if domain else {}
