"""What a backtest answers: how often, on which records, what the steps would have done, and what history cannot tell."""

from collections.abc import Iterator, Sequence

from frappe import _

from frappe_crm_app.automation.workflow_rules import places
from frappe_crm_app.automation.workflow_rules.definition import Step
from frappe_crm_app.automation.workflow_rules.places import Place
from frappe_crm_app.automation.workflow_rules.proof.backtest import MOST_WALKED, Backtest
from frappe_crm_app.automation.workflow_rules.proof.bulk import what_is_not_told
from frappe_crm_app.automation.workflow_rules.proof.people import MAIL
from frappe_crm_app.automation.workflow_rules.proof.told import since_deleted
from frappe_crm_app.automation.workflow_rules.proof.walking import asks_after_changes
from frappe_crm_app.automation.workflow_rules.wording import as_sentence, step_text
from frappe_crm_app.frappe_crm_app.doctype.crm_workflow_rule.options import TriggerType

MOST_LISTED = 100


def report(test: Backtest) -> dict:
	"""Return all that is told of a backtest; see `api.backtest`."""
	records, hidden = list(listed(test)), hidden_runs(test)
	return {
		"days": test.days,
		"from": test.since,
		"to": test.present.now,
		"would_run": test.runs.total,
		"records": records,
		"more": test.runs.total - hidden - len(records),
		"hidden": hidden,
		"undecided": test.undecided,
		"does": list(does(test)),
		"unknown": list(unknown(test, hidden)),
	}


def listed(test: Backtest) -> Iterator[dict]:
	"""Yield the newest runs of records that the session's user sees."""
	left = MOST_LISTED
	for on, name in test.runs.newest:
		row = test.history.rows[name]
		if row.is_seen and left > 0:
			left -= 1
			yield {"doctype": test.definition.record_type, "name": name, "title": row.title, "on": on}


def hidden_runs(test: Backtest) -> int:
	"""Return how many runs are of records that the session's user does not see."""
	return sum(number for name, number in test.runs.of.items() if not test.history.rows[name].is_seen)


def does(test: Backtest) -> Iterator[dict]:
	"""Yield each step with how often it would have been done, and to how many people a mail had gone."""
	if test.definition.trigger_type == TriggerType.BUTTON:
		return
	for place, step in steps_with_places(test.definition.steps):
		told = {
			"step": step.type.key,
			"place": places.as_text(place),
			"depth": len(place) // 2,
			"label": as_sentence(step_text(step, test.definition.record_type)),
			"count": test.walk.reached[place],
		}
		yield told | ({"people": len(test.walk.mailed[place])} if step.type.key == MAIL.key else {})


def steps_with_places(steps: Sequence[Step], way: Place = ()) -> Iterator[tuple[Place, Step]]:
	"""Yield all steps, those in others included, with where they stand."""
	for number, step in enumerate(steps):
		yield (*way, number), step
		for branch, inner in step.branches.items():
			yield from steps_with_places(inner, (*way, number, branch))


def unknown(test: Backtest, hidden: int) -> Iterator[str]:
	"""Yield what history cannot tell, in sentences."""
	yield from test.source.unknown
	if test.definition.trigger_type == TriggerType.BUTTON:
		return
	yield from test.remarks
	if hidden:
		yield _("{0} of these times it is about records that you do not see.").format(hidden)
	if test.undecided:
		labels = ", ".join(sorted(test.unknown_fields))
		yield _("{0} times more it may have run: what this was then is not known: {1}.").format(
			test.undecided, labels
		)
	if test.definition.trigger_type == TriggerType.EVENT and not test.definition.counts_bulk:
		yield what_is_not_told()
	if test.runs.total > MOST_WALKED:
		yield _("What its steps would have done was worked out for the newest {0} times.").format(MOST_WALKED)
	for what, number in test.walk.untold.items():
		yield _("{0} times it is not known {1}.").format(number, what)
	if asks_after_changes(test.definition):
		yield _("Conditions after a step that changes records are answered as if it had not.")
	yield from since_deleted(test.definition.record_type, test.since)
