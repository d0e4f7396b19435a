"""What of a mail is shared, what another default changes, and who can read it as it is and as it would be."""

import frappe
import pytest

from frappe_crm_app.records.mail.readers import who_can_read
from frappe_crm_app.records.mail.sharing import change_default, count_with_default, share
from tests.factories import make_contact, make_mail, make_mailbox

ENTRY = "CRM Mailbox Entry"
GRACE = "grace@navy.example"


@pytest.fixture
def rep(make_user):
	return make_user("CRM Sales Rep")


@pytest.fixture
def colleague(make_user):
	user = make_user("CRM Sales Rep")
	make_contact(email=GRACE, contact_owner=user)
	return user


def sharing_of(stored) -> str:
	return frappe.db.get_value(ENTRY, stored.entry, "sharing")


def test_another_default_is_for_mails_to_come_and_where_asked_for_those_with_the_former_one(rep, acting_as):
	box = make_mailbox(rep, sharing="Subject")
	usual, chosen, spam = make_mail(box), make_mail(box), make_mail(box, "Spam")
	with acting_as(rep):
		share(chosen.entry, "Everything")
		assert count_with_default(box.name) == 1
		assert change_default(box.name, "That a mail was exchanged") == 0
	assert sharing_of(usual) == "Subject"
	with acting_as(rep):
		change_default(box.name, "Subject")
		assert change_default(box.name, "Everything", with_those_here=True) == 1
	assert [sharing_of(each) for each in (usual, chosen, spam)] == ["Everything", "Everything", "Nothing"]
	assert sharing_of(make_mail(box)) == "Everything"


@pytest.mark.parametrize("role", ["CRM Admin", "CRM Manager", "CRM Sales Rep"])
def test_nobody_else_shares_or_asks_who_reads(role, rep, make_user, acting_as):
	box = make_mailbox(rep)
	stored = make_mail(box)
	with acting_as(make_user(role)):
		for attempt in (
			lambda: share(stored.entry, "Everything"),
			lambda: change_default(box.name, "Everything"),
			lambda: count_with_default(box.name),
			lambda: who_can_read(stored.entry),
			lambda: who_can_read("nothing"),
		):
			with pytest.raises(frappe.PermissionError):
				attempt()


def test_a_mail_is_shared_by_one_of_the_words_only(rep, acting_as):
	stored = make_mail(make_mailbox(rep))
	with acting_as(rep), pytest.raises(frappe.ValidationError):
		share(stored.entry, "A little")


def test_who_can_read_a_mail_before_and_after_it_is_shared(rep, colleague, make_user, acting_as):
	bystander, manager = make_user("CRM Sales Rep"), make_user("CRM Manager")
	stored = make_mail(make_mailbox(rep), sender=GRACE)

	def read_by(sharing: str | None = None) -> dict[str, str]:
		with acting_as(rep):
			told = {each["user"]: each["reads"] for each in who_can_read(stored.entry, sharing)}
		return {user: told[user] for user in (rep, colleague, bystander, manager) if user in told}

	assert read_by() == {rep: "Everything"}
	everybody = dict.fromkeys((colleague, manager), "Everything")
	assert read_by("Everything") == {rep: "Everything", **everybody}
	assert read_by("Subject") == {rep: "Everything", **dict.fromkeys(everybody, "Subject")}
	assert read_by() == {rep: "Everything"}
	assert sharing_of(stored) == "Nothing"
	with acting_as(rep):
		share(stored.entry, "That a mail was exchanged")
	assert read_by()[colleague] == "That a mail was exchanged"
