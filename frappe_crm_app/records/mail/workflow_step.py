"""A step of workflow rules about mails: the sender becomes a contact, a deal or a follow-up (hook `crm_workflow_steps`)."""

from frappe import _, _lt

from frappe_crm_app.kit.step_inputs import Input, InputKind
from frappe_crm_app.kit.workflow_steps import Context, Done, Reading, StepType, refuse, refuse_unknown_keys
from frappe_crm_app.records.mail.strangers import make_contact, make_deal, make_follow_up
from frappe_crm_app.visibility.guarded import MAIL

LABEL = _lt("Make the sender of a mail a contact")
WAYS = {"contact": make_contact, "deal": make_deal, "follow_up": make_follow_up}
LABELS = (
	("contact", _lt("A contact")),
	("deal", _lt("A contact with a deal")),
	("follow_up", _lt("A contact with a follow-up")),
)


def read(given: dict, reading: Reading) -> str:
	"""Return what is to be made; refuses records that are no mails."""
	refuse_unknown_keys(given, ("makes",), LABEL)
	if reading.record_type != MAIL:
		refuse(_("Only of the sender of a mail a contact is made."))
	makes = given.get("makes", "contact")
	if makes not in WAYS:
		refuse(_("Choose what becomes of the sender."))
	return makes


def run(context: Context, makes: str) -> Done:
	"""Make it, as the rule's owner."""
	made = WAYS[makes](context.name)
	return Done(_("The sender is a contact."), (made.doctype, made.name))


STRANGER = StepType(
	"mail_contact",
	LABEL,
	read,
	run,
	inputs=(Input("makes", _lt("What is made"), InputKind.CHOICE, LABELS, default="contact"),),
	is_for=lambda record_type: record_type == MAIL,
)
