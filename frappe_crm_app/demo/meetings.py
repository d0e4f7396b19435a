"""Five events: a launch with few seats, a weekly call, a training that was, a visit that was cancelled, and a fair."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from frappe_crm_app.demo.marks import name_of
from frappe_crm_app.demo.moments import workday_from
from frappe_crm_app.demo.records import Contact, Deal, Event, EventAttendee, EventLink
from frappe_crm_app.demo.setting import Setting

EVENT = "CRM Event"


@dataclass(frozen=True)
class Plan:
	"""One event: in how many days, at which hour, for how long, and what the people who are invited said."""

	title: str
	kind: str
	days: int
	hour: int
	minutes: int
	answers: tuple[str, ...]
	place: str | None = None
	link: str | None = None
	seats: int = 0
	repeats: str = "Never"
	status: str = "Planned"
	description: str | None = None


PLANS = (
	Plan(
		"Open house at the Laredo warehouse", "Visit", 9, 16, 180, ("Yes", "Yes", "Yes", "Maybe", "No", "Invited"),
		place="Laredo, dock 4", seats=2, description="A tour of the new dock, and something to eat.",
	),
	Plan("Weekly shipping call", "Call", 2, 9, 30, ("Yes", "Invited"), link="https://meet.example/shipping", repeats="Weekly"),
	Plan("Training: customs papers", "Training", -6, 10, 120, ("Attended", "Attended", "No-show"), place="Online"),
	Plan("Visit to the plant", "Visit", 4, 11, 90, ("Yes", "Invited"), place="Monterrey", status="Cancelled"),
	Plan("Logistics fair", "Trade Fair", 20, 9, 480, ("Invited", "Invited", "Maybe"), place="Hall 3, stand 12"),
)  # fmt: skip


def events(setting: Setting, deals: tuple[Deal, ...], people: tuple[Contact, ...]) -> tuple[Event, ...]:
	"""Return an event for each plan, about a deal and its customer, to which people with an address are invited."""
	reachable = sorted((each for each in people if each.email), key=lambda each: each.name)
	about = sorted((each for each in deals if each.customer and each.deal_owner), key=lambda each: each.name)
	if not about:
		return ()
	return tuple(
		event(setting, plan, number, about[number % len(about)], reachable[number * 7 :][: len(plan.answers)])
		for number, plan in enumerate(PLANS)
	)


def event(setting: Setting, plan: Plan, number: int, deal: Deal, invited: list[Contact]) -> Event:
	"""Return one event, planned two weeks before this day or its own."""
	day = workday_from(setting.today + timedelta(days=plan.days))
	starts = datetime.combine(day, time(plan.hour))
	planned = min(datetime.combine(setting.today, time(8)), starts) - timedelta(days=14)
	return Event(
		name=name_of(EVENT, number),
		owner=deal.deal_owner,
		creation=planned,
		modified=planned,
		modified_by=deal.deal_owner,
		title=plan.title,
		event_kind=plan.kind,
		status=plan.status,
		event_owner=deal.deal_owner,
		place=plan.place,
		meeting_link=plan.link,
		capacity=plan.seats,
		starts_on=starts,
		ends_on=starts + timedelta(minutes=plan.minutes),
		repeats=plan.repeats,
		description=plan.description,
		links=(EventLink("CRM Customer", deal.customer), EventLink("CRM Sales Deal", deal.name)),
		attendees=attendees(plan, invited, planned),
	)


def attendees(plan: Plan, invited: list[Contact], planned: datetime) -> tuple[EventAttendee, ...]:
	"""Return who is invited; whoever said yes after the last seat was taken waits."""
	rows, taken = [], 0
	for contact, said in zip(invited, plan.answers, strict=False):
		comes = said in ("Yes", "Attended", "No-show")
		waits = comes and 0 < plan.seats <= taken
		taken += comes
		answered = None if said == "Invited" else planned + timedelta(days=1, minutes=len(rows))
		by = "Link" if answered else None
		rows.append(EventAttendee(contact.name, said, "Required", int(waits), answered, by, 1))
	return tuple(rows)
