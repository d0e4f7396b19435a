"""Mails that are written here, about a project or to its address, are filed in it once they are sent."""

import frappe
import pytest

from frappe_crm_app.channels.mail.writing.api import fill_template, prepare_mail, send_mail
from frappe_crm_app.work.projects.addresses import address_of
from tests.factories import insert, make_contact, make_mail, make_mailbox, make_project
from tests.site.channels.mail.writing.conftest import peer, state, work_off, writer  # noqa: F401

LINK, PROJECT = "CRM Mail Link", "CRM Project"


@pytest.fixture
def written(writer):  # noqa: F811
	"""A user who writes, and a project of theirs with a buyer and an address."""
	user, mailbox = writer()
	frappe.set_user("Administrator")
	make_mailbox(None, "CRM Manager", email_id="crew@ours.example", takes_tags=1)
	buyer = make_contact(email="buyer@example.com", contact_owner=user)
	project = make_project(
		title="Delivery", project_owner=user, contact=buyer.name, participants=[{"contact": buyer.name}]
	)
	frappe.db.commit()
	frappe.set_user(user)
	return frappe._dict(user=user, mailbox=mailbox, project=project, address=address_of(project.as_dict()))


def links_of(mail: str) -> set[tuple[str, str]]:
	rows = frappe.get_all(LINK, {"parent": mail}, ["link_doctype", "link_name"])
	return {(row.link_doctype, row.link_name) for row in rows}


def sent(**values) -> str:
	mail = send_mail(to="buyer@example.com", subject="Boats", html="<p>They come.</p>", **values)["mail"]
	work_off(mail)
	assert state(mail) == ("Sent", "Sent")
	return mail


def test_a_mail_about_a_project_is_filed_in_it_and_so_is_its_answer(written):
	begun = prepare_mail(doctype=PROJECT, name=written.project.name)
	assert "buyer@example.com" in begun["to"]
	mail = sent(doctype=PROJECT, name=written.project.name)
	assert (PROJECT, written.project.name) in links_of(mail)
	frappe.set_user("Administrator")
	known_as = frappe.db.get_value("CRM Mail", mail, "message_id")
	answer = make_mail(written.mailbox, sender="buyer@example.com", in_reply_to=known_as)
	assert (PROJECT, written.project.name) in links_of(answer.mail)


@pytest.mark.parametrize("place", ["cc", "bcc"])
def test_a_mail_with_a_copy_to_the_project_is_filed_in_it(written, place):
	assert (PROJECT, written.project.name) in links_of(sent(**{place: written.address}))


def test_a_mail_to_a_closed_project_is_about_it_alone(written):
	frappe.set_user("Administrator")
	written.project.visibility = "Participants"
	written.project.save()
	frappe.db.commit()
	frappe.set_user(written.user)
	assert links_of(sent(cc=written.address)) == {(PROJECT, written.project.name)}


def test_nobody_writes_about_a_project_that_they_do_not_see_nor_files_there(written, writer):  # noqa: F811
	writer()
	with pytest.raises(frappe.PermissionError):
		send_mail(to="buyer@example.com", subject="Boats", doctype=PROJECT, name=written.project.name)
	assert not {record for record in links_of(sent(cc=written.address)) if record[0] == PROJECT}


def test_a_template_knows_the_project(written):
	frappe.set_user("Administrator")
	name = "Boats " + frappe.generate_hash(length=6)
	insert(
		"Email Template", {"name": name, "subject": "{{ project.title }}", "response": "{{ contact.email }}"}
	)
	frappe.db.commit()
	frappe.set_user(written.user)
	filled = fill_template(name, PROJECT, written.project.name)
	assert (filled["subject"], "buyer@example.com" in filled["html"]) == ("Delivery", True)
