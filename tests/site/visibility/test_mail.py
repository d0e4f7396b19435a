"""Who reads a mail: the people of its mailbox, whom it was given to, and as far as it is shared who sees what it is about. Nobody else."""

from contextlib import suppress

import frappe
import pytest

from frappe_crm_app.records.mail.message import Attachment
from frappe_crm_app.visibility.explain import explain
from tests.factories import make_contact, make_deal, make_mail, make_mail_account, make_mailbox
from tests.site.visibility.conftest import listed

MAIL, ENTRY, MAILBOX = "CRM Mail", "CRM Mailbox Entry", "CRM Mailbox"
GRACE = "grace@navy.example"
OVERSEERS = ("CRM Admin", "CRM Manager", "System Manager")


@pytest.fixture
def colleague(make_user):
	return make_user("CRM Sales Rep")


@pytest.fixture
def contact(colleague):
	return make_contact(email=GRACE, contact_owner=colleague)


def mail_and_entry(mailbox, folder="Inbox", **values):
	stored = make_mail(mailbox, folder, **{"sender": GRACE, **values})
	return frappe.get_doc(MAIL, stored.mail), frappe.get_doc(ENTRY, stored.entry)


@pytest.mark.parametrize("role", [*OVERSEERS, "CRM Sales Rep", "CRM Viewer"])
def test_nobody_oversees_a_private_mail(role, rep, sees, make_user, contact):
	mail, entry = mail_and_entry(make_mailbox(rep))
	other = make_user(role)
	for record in (mail, entry):
		assert not sees(other, record)
	for row in (*mail.participants, *mail.links):
		assert not row.has_permission("read", user=other)
		assert row.name not in listed(row.doctype, other)
	if "CRM" in role:
		assert sees(rep, mail)
		assert sees(rep, entry)


def test_who_has_a_role_that_shares_a_mailbox_reads_it_if_they_have_one_of_the_crm(sees, make_user, rep):
	frappe.get_doc({"doctype": "Role", "role_name": "Night Watch", "desk_access": 1}).insert()
	mail, entry = mail_and_entry(make_mailbox(None, "Night Watch"))
	guard, stranger = make_user("Night Watch", "CRM Sales Rep"), make_user("Night Watch")
	assert (sees(guard, mail), sees(guard, entry)) == (True, True)
	assert not sees(stranger, mail)
	assert not sees(rep, mail)


def test_a_crm_admin_manages_a_shared_mailbox_and_reads_none_of_its_mails(sees, make_user):
	admin, seller = make_user("CRM Admin"), make_user("CRM Partner Manager")
	mailbox = make_mailbox(None, "CRM Partner Manager")
	mail, entry = mail_and_entry(mailbox)
	assert sees(admin, mailbox)
	assert frappe.has_permission(MAILBOX, "write", mailbox.name, user=admin)
	assert not sees(admin, mail)
	assert not sees(admin, entry)
	assert sees(seller, mailbox)
	assert not frappe.has_permission(MAILBOX, "write", mailbox.name, user=seller)


def test_the_admin_changes_nothing_of_a_persons_mailbox(sees, make_user, rep):
	admin, mailbox = make_user("CRM Admin"), make_mailbox(rep)
	assert not sees(admin, mailbox)
	assert not frappe.has_permission(MAILBOX, "write", mailbox.name, user=admin)


@pytest.mark.parametrize(
	("sharing", "folder", "is_read"),
	[
		("Everything", "Inbox", True),
		("Everything", "Archive", True),
		("Everything", "Spam", False),
		("Everything", "Drafts", False),
		("Subject", "Inbox", False),
		("That a mail was exchanged", "Inbox", False),
		("Nothing", "Inbox", False),
	],
)
def test_who_sees_the_contact_reads_what_is_shared_wholly(
	sharing, folder, is_read, rep, colleague, contact, sees, make_user
):
	mail, entry = mail_and_entry(make_mailbox(rep))
	frappe.db.set_value(ENTRY, entry.name, {"sharing": sharing, "folder": folder})
	assert sees(colleague, mail) == is_read
	assert sees(make_user("CRM Viewer"), mail) == is_read
	assert not sees(make_user("CRM Sales Rep"), mail)
	assert not sees(make_user("CRM External"), mail)
	assert not sees(colleague, entry)
	assert sees(rep, mail)


def test_it_is_enough_that_one_mailbox_shares_it(rep, colleague, contact, sees, make_user):
	mail, _entry = mail_and_entry(make_mailbox(rep), identity="a" * 64)
	mail_and_entry(make_mailbox(make_user("CRM Sales Rep"), sharing="Everything"), identity="a" * 64)
	assert sees(colleague, mail)


def test_who_has_a_deal_with_the_contact_reads_it_as_they_read_the_contact(rep, make_user, sees):
	dealer = make_user("CRM Sales Rep")
	contact = make_contact(email=GRACE)
	make_deal(contact=contact.name, deal_owner=dealer)
	mail, _entry = mail_and_entry(make_mailbox(rep, sharing="Everything"))
	assert sees(dealer, mail)


def test_whom_a_mail_is_assigned_to_or_shared_with_reads_it(rep, sees, make_user, acting):
	mail, entry = mail_and_entry(make_mailbox(rep))
	assignee, guest, holder = (make_user("CRM Sales Rep") for _number in range(3))
	acting(rep)
	frappe.share.add(ENTRY, entry.name, guest)
	entry.reload()
	entry.assigned_to = assignee
	entry.save()
	acting("Administrator")
	for user in (assignee, guest):
		assert sees(user, mail)
		assert sees(user, entry)
	assert not sees(holder, mail)


def test_who_reads_a_mail_reads_its_files_and_nobody_else(rep, colleague, contact, make_user):
	offer = Attachment("offer.pdf", "application/pdf", b"%PDF the same in both")
	shared, _entry = mail_and_entry(make_mailbox(rep, sharing="Everything"), attachments=(offer,))
	private, _entry = mail_and_entry(make_mailbox(rep), attachments=(offer,))
	manager = make_user("CRM Manager")
	file_of = {
		mail.name: frappe.get_doc("File", {"attached_to_name": mail.name}) for mail in (shared, private)
	}
	for mail, user, is_read in (
		(shared, rep, True),
		(private, rep, True),
		(shared, colleague, True),
		(private, colleague, False),
		(shared, manager, True),
		(private, manager, False),
	):
		file = file_of[mail.name]
		assert bool(frappe.has_permission("File", "read", file, user=user)) == is_read
		frappe.set_user(user)
		listed = frappe.get_list("File", {"name": file.name}, pluck="name")
		frappe.set_user("Administrator")
		assert bool(listed) == is_read


@pytest.mark.parametrize("fieldname", ["mailbox", "mail", "thread", "bcc", "sent_on"])
def test_what_an_entry_is_no_save_changes(fieldname, rep, make_user, acting):
	_mail, entry = mail_and_entry(make_mailbox(rep))
	_other, others = mail_and_entry(make_mailbox(make_user("CRM Sales Rep")))
	before = frappe.db.get_value(ENTRY, entry.name, fieldname)
	acting(rep)
	entry.reload()
	entry.set(fieldname, others.get(fieldname) or "x@x.example")
	with suppress(frappe.ValidationError, frappe.PermissionError):
		entry.save()
	assert frappe.db.get_value(ENTRY, entry.name, fieldname) == before


def test_only_the_people_of_the_mailbox_share_a_mail(rep, make_user, acting):
	_mail, entry = mail_and_entry(make_mailbox(rep))
	assignee = make_user("CRM Sales Rep")
	entry.update({"assigned_to": assignee})
	entry.save()
	acting(assignee)
	entry.reload()
	entry.is_read = 1
	entry.save()
	entry.sharing = "Everything"
	with pytest.raises(frappe.PermissionError):
		entry.save()


@pytest.mark.parametrize("role", ["CRM Admin", "CRM Manager", "CRM Sales Rep"])
def test_nobody_makes_themselves_a_mailbox_of_somebody_elses_account(role, make_user, acting):
	user, account = make_user(role), make_mail_account(f"Account of the boss {role}")
	acting(user)
	mailbox = frappe.new_doc(MAILBOX, title="Mine", email_account=account, user=user)
	with pytest.raises(frappe.PermissionError):
		mailbox.insert()


def test_a_mailbox_is_one_persons_or_shared_and_stays_so(rep, acting, make_user):
	with pytest.raises(frappe.ValidationError):
		make_mailbox(rep, "CRM Sales Rep")
	with pytest.raises(frappe.ValidationError):
		make_mailbox(None)
	shared = make_mailbox(None, "CRM Sales Rep")
	admin = make_user("CRM Admin")
	acting(admin)
	shared.reload()
	shared.update({"user": admin, "shared_with": []})
	with pytest.raises(frappe.ValidationError):
		shared.save()


def test_nothing_of_a_mail_is_in_versions_the_search_or_the_bin(rep, make_user):
	mailbox = make_mailbox(rep)
	mail, entry = mail_and_entry(mailbox, subject="Zyxwvut secret")
	entry.update({"folder": "Archive"})
	entry.save()
	assert not frappe.get_all("Version", {"ref_doctype": ("in", (MAIL, ENTRY, MAILBOX))})
	assert not frappe.db.sql("select name from __global_search where doctype like 'CRM Mail%%'")
	# Where somebody else writes such rows nevertheless:
	for doctype, values in (
		("Version", {"ref_doctype": MAIL, "docname": mail.name, "data": "{}"}),
		("Deleted Document", {"deleted_doctype": MAIL, "deleted_name": mail.name, "data": "{}"}),
	):
		row = frappe.get_doc({"doctype": doctype, **values}).insert(
			ignore_permissions=True, ignore_links=True
		)
		overseer = make_user("CRM Admin", "System Manager")
		assert not frappe.has_permission(doctype, "read", row, user=overseer)
		frappe.set_user(overseer)
		assert row.name not in frappe.get_list(doctype, pluck="name", limit_page_length=0)
		frappe.set_user("Administrator")


@pytest.mark.parametrize("sharing", ["Nothing", "Everything"])
def test_an_explanation_says_what_is_done(sharing, rep, colleague, contact, make_user):
	mail, entry = mail_and_entry(make_mailbox(rep, sharing=sharing))
	said = {user: explain(mail, user) for user in (rep, colleague, make_user("CRM Admin"))}
	assert said[rep]["summary"] == "It is in their mailbox."
	is_shared = sharing == "Everything"
	for user in list(said)[1:]:
		assert said[user]["visible"] == is_shared
		assert ("Contact" in said[user]["summary"]) == is_shared
	assert explain(entry, colleague)["summary"] == "It is in a mailbox of others."
