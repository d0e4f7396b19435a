"""The steps of the first hour, as data, and how a checklist is made of them; knows no site."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from frappe_crm_app.kit.enums import StrEnum

_lt = str  # marks a sentence that is translated where it is said


class Step(StrEnum):
	"""The steps, in the order in which they are offered."""

	CURRENCY = "currency"
	COMPANY = "company"
	PIPELINE = "pipeline"
	TRADE = "trade"
	PEOPLE = "people"
	MAIL = "mail"
	FORM = "form"
	CONTACTS = "contacts"
	DEAL = "deal"


@dataclass(frozen=True)
class Words:
	"""What a step is called, and why it is worth doing, in one sentence."""

	title: str
	why: str


WORDS: dict[Step, Words] = {
	Step.CURRENCY: Words(
		_lt("Choose your currency"), _lt("Deals in several currencies are added up in this one.")
	),
	Step.COMPANY: Words(
		_lt("Say who you are"), _lt("Your name and address stand on every quote that you send.")
	),
	Step.PIPELINE: Words(
		_lt("Shape your pipeline"),
		_lt("Deals move through its stages, and only a stage for Won and one for Lost close them."),
	),
	Step.TRADE: Words(
		_lt("Choose your trade"), _lt("A trade brings fields and sales roles of its own, hidden until then.")
	),
	Step.PEOPLE: Words(
		_lt("Invite your people"), _lt("A role says what somebody does, and with which records.")
	),
	Step.MAIL: Words(
		_lt("Connect your mail"),
		_lt("Invitations and reminders go out by it, and what customers write stands with their deals."),
	),
	Step.FORM: Words(
		_lt("Give the lead form an owner"), _lt("Whoever writes from your website is then looked after.")
	),
	Step.CONTACTS: Words(
		_lt("Bring your contacts"), _lt("Import them from a file, or begin with the first one.")
	),
	Step.DEAL: Words(_lt("Win a first deal"), _lt("A deal that moves to Won shows the whole way once.")),
}


@dataclass(frozen=True)
class Entry:
	"""A step as a site stands."""

	step: Step
	is_done: bool
	is_skipped: bool

	@property
	def is_over(self) -> bool:
		"""Whether nothing is left to do in it."""
		return self.is_done or self.is_skipped


def checklist(done: Collection[str], skipped: Collection[str]) -> list[Entry]:
	"""Return the steps in their order; one that is done is not skipped, whatever was said before."""
	return [Entry(step, step in done, step in skipped and step not in done) for step in Step]


def is_complete(entries: Iterable[Entry]) -> bool:
	"""Return whether every step is done or skipped."""
	return all(entry.is_over for entry in entries)
