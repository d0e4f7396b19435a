"""Sends what steps owe to the outside, under a lease and with no transaction open (`REQUESTS` in `tasks.py`): for a day, at least once.

Each request has a key that stays the same, so that who takes it can tell that it came before.
"""

import json

import frappe
import requests
from frappe import _
from frappe.utils import now_datetime
from frappe.utils.password import get_decrypted_password

from frappe_crm_app.automation.workflow_rules.client import Answer, Refused, post
from frappe_crm_app.automation.workflow_rules.rules import RULE, RUN
from frappe_crm_app.automation.workflow_rules.steps.webhook import not_sent, sent
from frappe_crm_app.frappe_crm_app.doctype.crm_workflow_run.options import ReasonKey, RunStatus
from frappe_crm_app.frappe_crm_app.doctype.crm_workflow_step.options import StepStatus
from frappe_crm_app.kit.outbox.outcomes import GiveUp, TryLater
from frappe_crm_app.kit.outgoing.allowed import allowed_networks

WORTH_TRYING = frozenset({408, 409, 423, 425, 429, *range(500, 600)})


def send(row: frappe._dict) -> dict:
	"""Send the request of one step, and return that it is done."""
	request = json.loads(row.payload)
	secret = secret_of(row.run)
	networks = allowed_networks()
	frappe.db.commit()
	try:
		answer = post(request["url"], request["body"], secret, row.name, networks)
	except Refused as error:
		raise GiveUp(_("This address is not allowed: {0}.").format(str(error))) from error
	except requests.RequestException as error:
		raise TryLater(_("There was no answer ({0}).").format(type(error).__name__)) from error
	return outcome_of(answer) | {"detail": sent(request["url"])}


def outcome_of(answer: Answer) -> dict:
	"""Return the status of a request that was taken; raises what is to become of one that was not."""
	sentence = _("The other side answered {0}.").format(answer.status)
	if 200 <= answer.status < 300:
		return {"status": StepStatus.DONE, "reason": None}
	if answer.status in WORTH_TRYING:
		raise TryLater(sentence, answer.retry_after)
	raise GiveUp(sentence)


def secret_of(run: str) -> str | None:
	"""Return what requests of a run's rule are signed with."""
	rule = frappe.db.get_value(RUN, run, "rule")
	return rule and get_decrypted_password(RULE, rule, "webhook_secret", raise_exception=False)


def fail_run(row: frappe._dict, _reason: str) -> dict:
	"""Say of a run that is over that a request of it was not taken; one under way says so at its end. Return what its step says."""
	run = frappe.qb.DocType(RUN)
	query = frappe.qb.update(run).set(run.status, RunStatus.FAILED).set(run.reason_key, ReasonKey.REFUSED)
	query = query.set(run.reason, _("A request was not taken.")).set(run.modified, now_datetime())
	query.where((run.name == row.run) & (run.status == RunStatus.COMPLETED)).run()
	return {"detail": not_sent(json.loads(row.payload)["url"])}
