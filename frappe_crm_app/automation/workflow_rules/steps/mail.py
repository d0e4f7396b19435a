"""A mail, put into Frappe's Email Queue in the transaction of the run."""

from dataclasses import dataclass

import frappe
from frappe import _, _lt
from frappe.utils import escape_html, validate_email_address

from frappe_crm_app.automation.workflow_rules.people import Way, Who, read_who, users_of
from frappe_crm_app.automation.workflow_rules.steps.linked import linked_record, read_target
from frappe_crm_app.automation.workflow_rules.texts import filled, read_template
from frappe_crm_app.kit.step_inputs import Input, InputKind
from frappe_crm_app.kit.workflow_steps import (
	Context,
	Done,
	Reading,
	Record,
	StepType,
	refuse,
	refuse_unknown_keys,
	shown,
)

LABEL = _lt("Send a mail")
TO_CONTACT, ADDRESS = "contact", "address"


@dataclass(frozen=True)
class Mail:
	"""What is mailed, an Email Template or a text, and to whom: people of ours, the contact, or an address."""

	who: Who | None
	is_to_contact: bool
	address: str | None
	template: str | None
	subject: str
	text: str


def read(given: dict, reading: Reading) -> Mail:
	"""Return what is to be mailed."""
	refuse_unknown_keys(given, ("to", "template", "subject", "text"), LABEL)
	to, template = given.get("to"), given.get("template")
	if template and not (isinstance(template, str) and frappe.db.exists("Email Template", template)):
		refuse(_("There is no Email Template “{0}”.").format(shown(template)))
	address = to.get(ADDRESS) if isinstance(to, dict) and set(to) == {ADDRESS} else None
	if isinstance(to, dict) and ADDRESS in to and not validate_email_address(str(address)):
		refuse(_("“{0}” is no address to mail to.").format(shown(address)))
	is_to_contact = to == TO_CONTACT and bool(read_target(TO_CONTACT, reading))
	is_ours = not address and not is_to_contact
	return Mail(
		who=read_who(to, str(LABEL), (Way.OWNER, Way.USER, Way.ROLE)) if is_ours else None,
		is_to_contact=is_to_contact,
		address=address,
		template=template or None,
		subject=read_template(given.get("subject"), reading, _("Subject"), not template),
		text=read_template(given.get("text"), reading, _("Text"), not template),
	)


def run(context: Context, mail: Mail) -> Done:
	"""Queue the mail."""
	about, addresses = recipients(context, mail)
	if not addresses:
		return Done(_("Nobody could be mailed."), about)
	queued = frappe.sendmail(
		recipients=addresses,
		reference_doctype=context.doctype,
		reference_name=context.name,
		add_unsubscribe_link=0,
		**message(context, mail),
	)
	return Done(_("Mailed to {0}.").format(len(addresses)) if queued else _("Nobody wants mails."), about)


def recipients(context: Context, mail: Mail) -> tuple[Record, list[str]]:
	"""Return the record that this is about, and the addresses."""
	if mail.address:
		return context.record, [mail.address]
	if mail.is_to_contact:
		contact = linked_record(context, TO_CONTACT)
		fields = ["email", "email_opt_out"]
		row = frappe.db.get_value(*contact, fields, as_dict=True) if contact else None
		is_wanted = row and row.email and not row.email_opt_out
		return contact or context.record, [row.email] if is_wanted else []
	users = users_of(mail.who, context)
	found = frappe.get_all("User", {"name": ("in", users or [""])}, pluck="email", order_by="name asc")
	return context.record, [address for address in found if address and validate_email_address(address)]


def message(context: Context, mail: Mail) -> dict[str, str]:
	"""Return subject and message; an Email Template gets the record's values, and the record as `doc`."""
	if mail.template:
		doc = context.doc()
		facts = {**doc.as_dict(), "doc": doc}
		formatted = frappe.get_cached_doc("Email Template", mail.template).get_formatted_email(facts)
		return {"subject": formatted["subject"], "message": formatted["message"]}
	text = escape_html(filled(mail.text, context)).replace("\n", "<br>")
	return {"subject": filled(mail.subject, context)[:140], "message": text}


WITHOUT_TEMPLATE = {"template": ("",)}
INPUTS = (
	Input(
		"to",
		_lt("To"),
		InputKind.PEOPLE,
		(Way.OWNER, TO_CONTACT, Way.USER, Way.ROLE, ADDRESS),
		is_needed=True,
		default=str(Way.OWNER),
	),
	Input(
		"template", _lt("Email Template"), InputKind.LINK, ("Email Template",), hint=_lt("Or write it here.")
	),
	Input(
		"subject",
		_lt("Subject"),
		InputKind.TEXT,
		is_needed=True,
		takes_fields=True,
		shown_if=WITHOUT_TEMPLATE,
	),
	Input(
		"text", _lt("Text"), InputKind.LONG_TEXT, is_needed=True, takes_fields=True, shown_if=WITHOUT_TEMPLATE
	),
)
MAIL = StepType("mail", LABEL, read, run, inputs=INPUTS)
