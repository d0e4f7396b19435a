"""What a backtest answers: how often, on which records, what the steps would have done, and what history cannot tell."""

from collections.abc import Iterator, Sequence
from itertools import islice

from frappe import _

from frappe_crm_app.automation.workflow_rules import places
from frappe_crm_app.automation.workflow_rules.definition import Step
from frappe_crm_app.automation.workflow_rules.places import Place
from frappe_crm_app.automation.workflow_rules.proof.backtest import MOST_WALKED, Backtest
from frappe_crm_app.automation.workflow_rules.proof.bulk import what_is_not_told
from frappe_crm_app.automation.workflow_rules.proof.people import MAIL, may_be_hidden
from frappe_crm_app.automation.workflow_rules.proof.told import since_deleted
from frappe_crm_app.automation.workflow_rules.proof.walking import asks_after_changes
from frappe_crm_app.automation.workflow_rules.wording import as_sentence, step_text
from frappe_crm_app.frappe_crm_app.doctype.crm_workflow_rule.options import TriggerType

MOST_LISTED = 100


def report(test: Backtest) -> dict:
	"""Return all that is told of a backtest; see `api.backtest`."""
	records = list(listed(test))
	return {
		"days": test.days,
		"from": test.since,
		"to": test.present.now,
		"would_run": test.runs.total,
		"records": records,
		"more": test.runs.total - len(records),
		"undecided": test.undecided,
		"does": list(does(test)),
		"unknown": list(unknown(test)),
	}


def listed(test: Backtest) -> Iterator[dict]:
	"""Yield the newest runs."""
	for on, name in islice(test.runs.newest, MOST_LISTED):
		title = test.history.rows[name].title
		yield {"doctype": test.definition.record_type, "name": name, "title": title, "on": on}


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


def mails(test: Backtest) -> Iterator[Step]:
	"""Yield the steps that mail somebody."""
	return (step for step in test.definition.all_steps() if step.type.key == MAIL.key)


def unknown(test: Backtest) -> Iterator[str]:
	"""Yield what history cannot tell, in sentences."""
	yield from test.source.unknown
	if test.definition.trigger_type == TriggerType.BUTTON:
		return
	yield from test.remarks
	if test.is_part_hidden:
		yield _("Records that you do not see, or that link to what you do not see, are not counted.")
	if any(may_be_hidden(step.options, test.definition.record_type) for step in mails(test)):
		yield _("People that you do not see are not counted among those that a mail would have gone to.")
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
