"""A report that a mail did not arrive marks the address and tells who wrote; one that is forged marks nothing."""

import frappe
import pytest
from frappe.utils import add_days, now_datetime

from frappe_crm_app.records.mail.message import Bounce, BouncedRecipient
from tests.factories import make_contact, make_mail, make_mailbox
from tests.site.channels.mail.writing.conftest import MAIL, told

GRACE, BOB = "grace@navy.example", "bob@navy.example"


@pytest.fixture
def ada(make_user):
	"""Somebody with a mailbox."""
	user = make_user("CRM Sales Rep")
	return frappe._dict(user=user, mailbox=make_mailbox(user, email_id="ada@ours.example"))


def bounce_of(
	message_id: str, *recipients: str, is_permanent: bool = True, reason: str = "550 5.1.1 <no> such user"
) -> Bounce:
	return Bounce(
		tuple(BouncedRecipient(each, "5.1.1", is_permanent, reason) for each in recipients), message_id
	)


def comes_back(mailbox, message_id: str, *recipients: str, **values) -> None:
	bounce = bounce_of(message_id, *(recipients or (GRACE,)), **values)
	make_mail(
		mailbox,
		sender="mailer-daemon@navy.example",
		to=("ada@ours.example",),
		subject="Undelivered",
		bounce=bounce,
	)


def sent_by(mailbox, *to: str, **values) -> str:
	return make_mail(
		mailbox, "Sent", sender="ada@ours.example", to=to or (GRACE,), message_id="one@ours.example", **values
	).mail


def marked(email: str) -> str | None:
	row = frappe.db.get_value(
		"CRM Contact Email", {"email": email}, ["invalid_since", "reason"], as_dict=True
	)
	return row.reason if row and row.invalid_since else None


def test_the_address_is_marked_and_the_writer_told(ada):
	contact = make_contact(email=GRACE)
	mail = sent_by(ada.mailbox)
	comes_back(ada.mailbox, "one@ours.example")
	row = frappe.db.get_value(MAIL, mail, ["delivery_state", "delivery_problem"], as_dict=True)
	assert (row.delivery_state, "550 5.1.1 &lt;no> such user" in row.delivery_problem) == ("Bounced", True)
	assert marked(GRACE) == "550 5.1.1 &lt;no> such user"
	contact.reload()
	assert (contact.email, [each.is_primary for each in contact.emails]) == (GRACE, [1])
	assert ["came back" in each for each in told(ada.user)] == [True]


def test_so_is_a_further_address(ada):
	contact = make_contact(email=BOB)
	contact.append("emails", {"email": GRACE})
	contact.save()
	sent_by(ada.mailbox)
	comes_back(ada.mailbox, "one@ours.example")
	assert (marked(GRACE) is not None, marked(BOB)) == (True, None)


def test_the_same_report_tells_once_and_another_adds_to_it(ada):
	sent_by(ada.mailbox, GRACE, BOB)
	for _time in range(2):
		comes_back(ada.mailbox, "one@ours.example", GRACE)
	assert len(told(ada.user)) == 1
	comes_back(ada.mailbox, "one@ours.example", BOB)
	assert len(told(ada.user)) == 2


def test_a_full_mailbox_tells_and_marks_nothing(ada):
	make_contact(email=GRACE)
	mail = sent_by(ada.mailbox)
	comes_back(ada.mailbox, "one@ours.example", is_permanent=False, reason="452 full")
	assert frappe.db.get_value(MAIL, mail, "delivery_state") == "Bounced"
	assert marked(GRACE) is None
	assert len(told(ada.user)) == 1


def test_who_got_the_mail_with_others_cannot_have_their_addresses_marked(ada):
	make_contact(email=GRACE)
	mail = sent_by(ada.mailbox, GRACE, BOB)
	comes_back(ada.mailbox, "one@ours.example", GRACE)
	comes_back(ada.mailbox, "one@ours.example", GRACE, BOB)
	assert marked(GRACE) is None
	assert frappe.db.get_value(MAIL, mail, "delivery_state") == "Bounced"
	assert len(told(ada.user)) == 2


def test_a_copy_to_one_of_us_makes_no_report_doubtful(ada, make_user):
	make_mailbox(make_user("CRM Sales Rep"), email_id="eve@ours.example")
	make_contact(email=GRACE)
	sent_by(ada.mailbox, GRACE, "eve@ours.example")
	comes_back(ada.mailbox, "one@ours.example", GRACE)
	assert marked(GRACE)


@pytest.mark.parametrize(
	"forgery", ["unknown id", "no id", "not written to", "of another mailbox", "received", "long ago"]
)
def test_a_forged_report_does_nothing(ada, make_user, forgery):
	make_contact(email=GRACE)
	other = make_mailbox(make_user("CRM Sales Rep"), email_id="eve@ours.example")
	to, where, message_id = GRACE, ada.mailbox, "one@ours.example"
	if forgery == "received":
		mail = make_mail(ada.mailbox, sender=BOB, to=(GRACE,), message_id=message_id).mail
	else:
		mail = sent_by(ada.mailbox, BOB if forgery == "not written to" else to)
	if forgery == "long ago":
		frappe.db.set_value(MAIL, mail, "sent_on", add_days(now_datetime(), -15))
	if forgery == "of another mailbox":
		where = other
	message_id = {"unknown id": "two@ours.example", "no id": ""}.get(forgery, message_id)
	before = frappe.db.get_value(MAIL, mail, ["delivery_state", "delivery_problem"])
	comes_back(where, message_id)
	assert frappe.db.get_value(MAIL, mail, ["delivery_state", "delivery_problem"]) == before
	assert marked(GRACE) is None
	assert not told(ada.user)


def test_a_blind_copy_that_comes_back_counts_and_stays_blind(ada):
	mail = sent_by(ada.mailbox, BOB, bcc=(GRACE,))
	comes_back(ada.mailbox, "one@ours.example")
	assert "a blind copy" in frappe.db.get_value(MAIL, mail, "delivery_problem")
	assert GRACE not in frappe.db.get_value(MAIL, mail, "delivery_problem")
	assert GRACE in told(ada.user)[0]
	assert GRACE not in str(frappe.get_all("CRM Mail Participant", {"parent": mail}, ["email"]))
