"""How the demo's new clients are taken on: the milestones and tasks of its project template."""

from typing import NamedTuple

TITLE, KIND = "Onboarding", "Onboarding"
DESCRIPTION = "From the signature to the first month of live shipments."
LEAD, OPERATIONS, CUSTOMER = "Project Lead", "Operations", "Customer Lead"
OURS, THEIRS = "Our Side", "Customer"  # groups


class Goal(NamedTuple):
	"""A milestone, so many working days after the start."""

	title: str
	offset: int


class Step(NamedTuple):
	"""A task: it begins so many working days after the start, takes so many, and waits for the steps with these numbers, from 1."""

	subject: str
	goal: str
	role: str
	offset: int
	duration: int = 1
	waits_for: tuple[int, ...] = ()
	action: str = "Task"
	checklist: tuple[str, ...] = ()


GOALS = (
	Goal("Kick-off", 2),
	Goal("Systems connected", 12),
	Goal("First live shipments", 20),
	Goal("Handover to support", 30),
)
STEPS = (
	Step("Agree on the kick-off and who takes part", "Kick-off", LEAD, 0),
	Step("Hold the kick-off", "Kick-off", LEAD, 1, 1, (1,), "Meeting"),
	Step(
		"Send product list, weights and packaging", "Systems connected", CUSTOMER, 3, 4, (2,), "Task",
		("Product list", "Weights and sizes", "Packaging rules"),
	),
	Step("Set up account and price list", "Systems connected", OPERATIONS, 3, 3, (2,)),
	Step("Connect the shop", "Systems connected", OPERATIONS, 7, 4, (3, 4), "Task", ("Test key", "Live key", "Returns")),
	Step("Test ten shipments end to end", "First live shipments", OPERATIONS, 13, 3, (5,)),
	Step("Release the tests", "First live shipments", CUSTOMER, 16, 1, (6,), "Decision"),
	Step("Watch the first live shipments", "First live shipments", OPERATIONS, 17, 3, (7,)),
	Step("Review the first weeks with the customer", "Handover to support", LEAD, 26, 1, (8,), "Meeting"),
	Step("Hand over to support", "Handover to support", LEAD, 28, 2, (9,), "Handoff"),
)  # fmt: skip
PROTOCOL = "Kick-off: what was agreed"
AGREED = (
	"Pallets leave from the new warehouse only. The customer names one person for releases. Returns are left out until the first month "
	"is over."
)
# What the protocol brought about: subject, role, first day and length in working days.
FROM_PROTOCOL = (
	("Find out whether the new warehouse takes pallets on Saturdays", OPERATIONS, 4, 2),
	("Name who releases shipments", CUSTOMER, 4, 3),
)
