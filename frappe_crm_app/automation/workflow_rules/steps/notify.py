"""A notification in the desk, to those who see the record."""

from dataclasses import dataclass

import frappe
from frappe import _, _lt
from frappe.utils import escape_html

from frappe_crm_app.automation.workflow_rules.people import Way, Who, read_who, users_of
from frappe_crm_app.automation.workflow_rules.texts import filled, read_template
from frappe_crm_app.kit.step_inputs import Input, InputKind
from frappe_crm_app.kit.telling import notify
from frappe_crm_app.kit.workflow_steps import (
	Context,
	Done,
	Reading,
	StepType,
	refuse_unknown_keys,
)

LABEL = _lt("Notify in the desk")


@dataclass(frozen=True)
class Notification:
	"""What is said, to whom."""

	who: Who
	text: str


def read(given: dict, reading: Reading) -> Notification:
	"""Return what is to be said."""
	refuse_unknown_keys(given, ("to", "text"), LABEL)
	who = read_who(given.get("to"), str(LABEL), (Way.OWNER, Way.USER, Way.ROLE))
	return Notification(who, read_template(given.get("text"), reading, _("Text")))


def run(context: Context, wanted: Notification) -> Done:
	"""Leave each of them a notification."""
	users = [user for user in users_of(wanted.who, context) if sees(user, context)]
	sentence = escape_html(filled(wanted.text, context))
	for user in users:
		notify(user, sentence, *context.record, by=context.owner)
	return Done(_("Notified: {0}.").format(len(users)))


def sees(user: str, context: Context) -> bool:
	"""Return whether the user may read the record of which they are told."""
	return bool(frappe.has_permission(context.doctype, "read", context.name, user=user))


INPUTS = (
	Input(
		"to",
		_lt("Whom"),
		InputKind.PEOPLE,
		(Way.OWNER, Way.USER, Way.ROLE),
		is_needed=True,
		default=str(Way.OWNER),
	),
	Input("text", _lt("Text"), InputKind.TEXT, is_needed=True, takes_fields=True),
)
NOTIFY = StepType("notify", LABEL, read, run, inputs=INPUTS)
