"""What a step does in plain words, as a phrase: "wait 3 days", "mail the contact: “Hello”"."""

from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlsplit

import frappe
from frappe import _
from frappe.utils import get_fullname

from frappe_crm_app.automation.workflow_rules.condition_wording import conditions_text
from frappe_crm_app.automation.workflow_rules.definition import Step
from frappe_crm_app.automation.workflow_rules.people import Way, Who
from frappe_crm_app.automation.workflow_rules.steps.fields import CHANGE, Change
from frappe_crm_app.automation.workflow_rules.steps.linked import DOCTYPES, ITSELF, doctype_of_subject
from frappe_crm_app.automation.workflow_rules.steps.mail import Mail
from frappe_crm_app.automation.workflow_rules.steps.note import Note
from frappe_crm_app.automation.workflow_rules.steps.notify import Notification
from frappe_crm_app.automation.workflow_rules.steps.stage import Move
from frappe_crm_app.automation.workflow_rules.steps.tag import Tagging
from frappe_crm_app.automation.workflow_rules.steps.waiting import Wait, WaitForEvent
from frappe_crm_app.automation.workflow_rules.steps.webhook import Webhook
from frappe_crm_app.kit.conditions.trees import Group
from frappe_crm_app.kit.domain_events.kinds import all_kinds
from frappe_crm_app.kit.phrases import plural
from frappe_crm_app.visibility.labels import label_of

LONGEST = 60  # characters of a text that is quoted


def step_text(step: Step, record_type: str = "") -> str:
	"""Return what a step does; of another capability's, what it is called. `record_type` is that of the rule."""
	if step.type.key == CHANGE.key:
		return change_text(step.options, record_type)
	if say := SAID.get(step.type.key):
		return say(step.options)
	label = str(step.type.label)
	return label[:1].lower() + label[1:]


def mail_text(mail: Mail) -> str:
	to = mail.address or (_("the contact") if mail.is_to_contact else who_text(mail.who))
	if mail.template:
		return _("mail “{0}” to {1}").format(mail.template, to)
	return _("mail {0}: {1}").format(to, quoted(mail.subject))


def note_text(note: Note) -> str:
	action, who, subject = _(str(note.action)), who_text(note.who), quoted(note.subject)
	if note.working_days is None:
		return _("write down for {0} ({1}): {2}").format(who, action, subject)
	if not note.working_days:
		return _("write a follow-up for {0} ({1}), due the same day: {2}").format(who, action, subject)
	return plural(
		note.working_days,
		"write a follow-up for {1} ({2}), due the next working day: {3}",
		"write a follow-up for {1} ({2}), due in {0} working days: {3}",
		who,
		action,
		subject,
	)


def notify_text(wanted: Notification) -> str:
	return _("notify {0} in the desk: {1}").format(who_text(wanted.who), quoted(wanted.text))


def change_text(change: Change, record_type: str) -> str:
	doctype = doctype_of_subject(record_type) if change.of == ITSELF else DOCTYPES[change.of]
	fields = change.fields
	labels = (
		", ".join(_(frappe.get_meta(doctype).get_label(field)) for field in fields)
		if doctype
		else ", ".join(fields)
	)
	if doctype == record_type:
		return _("change {0}").format(labels)
	return _("change {0} of the {1}").format(labels, label_of(doctype))


def stage_text(move: Move) -> str:
	name = frappe.get_cached_value("CRM Stage", move.stage, "stage_name") or move.stage
	return _("move it to {0}").format(name)


def assign_text(who: Who) -> str:
	return _("give it to {0}").format(who_text(who))


def tag_text(tagging: Tagging) -> str:
	return (_("take off the tag “{0}”") if tagging.is_taken_off else _("tag it “{0}”")).format(tagging.tag)


def wait_text(wait: Wait) -> str:
	if wait.working_hours:
		return plural(wait.working_hours, "wait one working hour", "wait {0} working hours")
	if not wait.until:
		return _("wait {0}").format(time_text(wait.time))
	if not wait.time:
		return _("wait until {0}").format(wait.until.label)
	sentence = _("wait until {0} after {1}") if wait.time > timedelta() else _("wait until {0} before {1}")
	return sentence.format(time_text(abs(wait.time)), wait.until.label)


def wait_for_event_text(wait: WaitForEvent) -> str:
	kind = all_kinds().get(wait.kind)
	label = str(kind.label) if kind else wait.kind
	return _("wait for this, at most {0}: {1}").format(time_text(wait.time), label)


def if_text(tree: Group) -> str:
	return _("if {0}").format(asked_text(tree))


def repeat_text(repetition: object) -> str:
	return _("repeat at most {0} times, until {1}").format(repetition.most, asked_text(repetition.until))


def stop_text(reason: str) -> str:
	return _("stop: {0}").format(reason.rstrip(". ")) if reason else _("stop")


def webhook_text(webhook: Webhook) -> str:
	return _("call {0}").format(urlsplit(webhook.url).hostname)


def asked_text(tree: Group) -> str:
	"""Return conditions within a step."""
	return conditions_text(tree) if tree.members else _("in any case")


def who_text(who: Who | None) -> str:
	"""Return whom a step means."""
	if who is None or who.way == Way.OWNER:
		return _("the owner")
	if who.way == Way.ROLE:
		return _("everybody with the role {0}").format(_(who.names[0]))
	names = ", ".join(map(get_fullname, who.names))
	return _("{0} in turns").format(names) if who.way == Way.TURNS else names


def time_text(time: timedelta) -> str:
	"""Return a time in the largest units that it fills."""
	days, minutes = time.days, time.seconds // 60
	hours, minutes = divmod(minutes, 60)
	parts = (
		days and plural(days, "one day", "{0} days"),
		hours and plural(hours, "one hour", "{0} hours"),
		minutes and plural(minutes, "one minute", "{0} minutes"),
	)
	return " ".join(filter(None, parts))


def quoted(text: str) -> str:
	"""Return a text in quotes, shortened."""
	line = " ".join(text.split())
	return f"“{line if len(line) <= LONGEST else line[: LONGEST - 1] + '…'}”"


SAID: dict[str, Callable[[object], str]] = {
	"mail": mail_text,
	"note": note_text,
	"notify": notify_text,
	"stage": stage_text,
	"assign": assign_text,
	"tag": tag_text,
	"wait": wait_text,
	"wait_for_event": wait_for_event_text,
	"if": if_text,
	"repeat": repeat_text,
	"stop": stop_text,
	"webhook": webhook_text,
}
