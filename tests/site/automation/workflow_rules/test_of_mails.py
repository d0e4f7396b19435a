"""Rules about mails: the sender becomes a contact; of a mail that the rule's owner does not read, no rule does anything."""

import frappe
import pytest

from tests.factories import make_mail, make_mailbox
from tests.site.automation.workflow_rules.engine import asked, rule, run_of, runs, steps_of, work_off

JOAN = "joan@far.example"


@pytest.fixture
def admin(make_user):
	return make_user("CRM Admin", "CRM Sales Rep")


@pytest.fixture
def of_admin(admin):
	"""``of_admin(makes, **values)`` -> a rule of a CRM Admin who makes something of the sender of a mail."""

	def make(makes: str, *conditions: dict, **values):
		frappe.set_user(admin)
		try:
			return rule(
				{"step": "mail_contact", "makes": makes},
				record_type="CRM Mail",
				event_kind="mail.received",
				conditions=list(conditions),
				**values,
			)
		finally:
			frappe.set_user("Administrator")

	return make


@pytest.mark.parametrize(
	("makes", "doctype"),
	[("contact", "CRM Contact"), ("deal", "CRM Sales Deal"), ("follow_up", "CRM Follow-up Note")],
)
def test_the_sender_of_a_mail_becomes_what_the_rule_says(makes, doctype, of_admin):
	doc = of_admin(makes, asked("subject", "contains", "cranes"))
	box = make_mailbox(None, "CRM Sales Rep")
	make_mail(box, sender=JOAN, subject="About cranes")
	make_mail(box, sender="other@far.example", subject="About rails")
	work_off()
	contacts = frappe.get_all("CRM Contact", {"email": ("like", "%@far.example")}, pluck="email")
	assert contacts == [JOAN]
	(step,) = steps_of(run_of(doc, status="Completed"))
	assert step.reference_doctype == doctype


def test_a_rule_hears_nothing_of_a_mail_that_its_owner_does_not_read(of_admin, make_user):
	doc = of_admin("contact")
	make_mail(make_mailbox(make_user("CRM Sales Rep")), sender=JOAN)
	work_off()
	assert not frappe.db.exists("CRM Contact", {"email": JOAN})
	assert not runs(doc, status="Completed")
