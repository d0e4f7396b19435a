"""A project's address: what its participants write there stands in its timeline, and nothing else does."""

import frappe
import pytest

from frappe_crm_app.records.mail.domains import domains
from frappe_crm_app.screens.timeline.api import get_timeline
from frappe_crm_app.visibility.explain import explain
from frappe_crm_app.work.projects.addresses import address_of, signature
from frappe_crm_app.work.projects.api import get_project, renew_address
from tests.factories import make_contact, make_mail, make_mailbox, make_project
from tests.site.work.projects.conftest import Refused

LINK, PROJECT = "CRM Mail Link", "CRM Project"


@pytest.fixture
def box():
	"""The mailbox that people share, which takes mails for projects."""
	return make_mailbox(
		None, "CRM Sales Rep", email_id="crew@ours.example", takes_tags=1, sharing="Everything"
	)


@pytest.fixture
def address(box, project, sale) -> str:
	"""The address of a project in which its buyer takes part."""
	project.append("participants", {"contact": sale.contact.name})
	project.save()
	return get_project(project.name)["address"]


def write(box, address: str, sender: str = "buyer@example.com", folder: str = "Inbox", **values):
	return make_mail(box, folder, sender=sender, to=[address], **values)


def filed_in(stored) -> set[str]:
	return set(frappe.get_all(LINK, {"parent": stored.mail, "link_doctype": PROJECT}, pluck="link_name"))


def linked(stored) -> set[str]:
	return set(frappe.get_all(LINK, {"parent": stored.mail}, pluck="link_doctype"))


def told(project: str) -> list[str]:
	return [entry["headline"] for entry in get_timeline(PROJECT, project, sources='["crm_mail"]')["entries"]]


def test_a_participants_mail_stands_in_the_projects_timeline_once(box, address, project, rep, acting):
	make_deal_of_project_open(project)
	assert address.startswith("crew+project-")
	stored = write(box, address, subject="When do the boats come?")
	assert filed_in(stored) == {project.name}
	acting(rep)
	assert told(project.name) == ["When do the boats come?"]


def make_deal_of_project_open(project) -> None:
	"""Let mails of the buyer be about the project's deal, too."""
	frappe.db.set_value("CRM Sales Deal", project.deal, "outcome", "Open")


def test_whoever_takes_part_may_write_there(box, address, project, rep, make_user):
	colleague, own = make_user("CRM Account Rep"), make_mailbox(rep, email_id="rita@ours.example")
	friend = make_contact(email="friend@example.com", emails=[{"email": "other@example.com"}])
	project.append("participants", {"user": colleague})
	project.append("participants", {"contact": friend.name})
	project.save()
	for sender in (colleague, own.email_account and "rita@ours.example", rep, "other@example.com"):
		assert filed_in(write(box, address, sender)) == {project.name}, sender


def test_others_mails_are_filed_nowhere(box, address, project, make_user):
	elsewhere = make_contact(email="elsewhere@example.com")
	make_project(participants=[{"contact": elsewhere.name}])
	gone = make_user("CRM Sales Rep")
	project.append("participants", {"user": gone})
	project.save()
	frappe.db.set_value("User", gone, "enabled", 0)
	for sender in ("stranger@example.com", "elsewhere@example.com", make_user("CRM Manager"), gone, ""):
		assert filed_in(write(box, address, sender)) == set(), sender


def test_an_address_that_was_not_given_reaches_nothing(box, address, project, sale):
	local, _at, domain = address.partition("@")
	other = make_project(participants=[{"contact": sale.contact.name}])
	forged = [
		f"{local[:-1]}{'a' if local[-1] != 'a' else 'b'}@{domain}",
		f"crew+project-{other.name}-{local.rpartition('-')[2]}@{domain}",
		f"crew+project-{project.name}-{signature(project.name, 1)}@{domain}",
		f"crew+project-{project.name}@{domain}",
		f"crew+project--@{domain}",
		f"crew+project-{'x' * 60}-{'y' * 20}@{domain}",
		f"crew+{project.name}@{domain}",
		f"crew@{domain}",
	]
	for each in forged:
		assert filed_in(write(box, each)) == set(), each


def test_an_address_that_was_renewed_reaches_nothing_any_more(box, address, project, rep, acting):
	acting(rep)
	renewed = renew_address(project.name)
	acting("Administrator")
	assert renewed != address
	assert get_project(project.name)["address"] == renewed
	assert filed_in(write(box, address)) == set()
	assert filed_in(write(box, renewed)) == {project.name}
	project.reload()
	project.address_number = 0
	project.save()
	assert filed_in(write(box, address)) == set()


def test_the_address_of_a_project_that_is_deleted_reaches_nothing(box, address, project):
	stored = write(box, address)
	frappe.delete_doc(PROJECT, project.name)
	assert filed_in(stored) == set()
	assert filed_in(write(box, address)) == set()


def test_a_blind_copy_is_filed_too(box, address, project):
	stored = make_mail(
		box, sender="buyer@example.com", to=["somebody@example.com"], headers={"Delivered-To": f"<{address}>"}
	)
	assert filed_in(stored) == {project.name}


def test_answers_follow_their_thread_as_far_as_who_writes_takes_part(box, address, project, make_user):
	first = write(box, address, message_id="first@example.com")
	ours = write(
		box, "buyer@example.com", "crew@ours.example", "Sent", message_id="ours@ours.example",
		in_reply_to="first@example.com",
	)  # fmt: skip
	assert filed_in(ours) == {project.name}
	theirs = write(box, "crew@ours.example", in_reply_to="ours@ours.example")
	assert filed_in(theirs) == {project.name}
	others = write(box, "crew@ours.example", "new@example.com", in_reply_to="ours@ours.example")
	assert filed_in(others) == set()
	assert filed_in(first) == {project.name}


def test_what_people_took_off_a_project_stays_off(box, address, project):
	from frappe_crm_app.records.mail.relinking import relink

	first = write(box, address, message_id="first@example.com")
	relink(first.mail, PROJECT, [])
	assert filed_in(write(box, address, in_reply_to="first@example.com")) == set()


def test_what_we_write_there_is_filed_if_its_writer_sees_the_project(box, address, project, rep, make_user):
	seeing, other = make_mailbox(rep), make_mailbox(make_user("CRM Sales Rep"))
	assert filed_in(write(seeing, address, "rita@ours.example", "Sent")) == {project.name}
	assert filed_in(write(other, address, "otto@ours.example", "Sent")) == set()


def test_a_mail_to_a_closed_project_is_about_it_alone(box, address, project, sale, make_user, acting):
	colleague = make_user("CRM Account Rep")
	frappe.db.set_value("CRM Customer", sale.customer.name, "relationship", "Client")
	assert "CRM Contact" in linked(write(box, address))
	project.visibility = "Participants"
	project.save()
	stored = write(box, address, subject="Only for us")
	assert linked(stored) == {PROJECT}
	assert frappe.db.get_value("CRM Mail", stored.mail, "customer") is None
	acting(colleague)
	assert not frappe.has_permission("CRM Mail", "read", stored.mail)
	acting("Administrator")
	project.append("participants", {"user": colleague})
	project.save()
	acting(colleague)
	assert frappe.has_permission("CRM Mail", "read", stored.mail)
	mail = frappe.get_doc("CRM Mail", stored.mail)
	assert explain(mail, colleague)["summary"] == "Through the Project: They take part in it."


def test_a_timeline_tells_what_the_mailbox_shares(address, project, rep, acting):
	private = make_mailbox(None, "CRM Manager", sharing="Nothing")
	write(private, address, subject="Private")
	acting(rep)
	assert told(project.name) == []


def test_who_takes_part_or_changes_it_is_told_the_address(
	committed, box, address, project, rep, make_user, get, post
):
	viewer, guest = make_user("CRM Viewer"), make_user("CRM External")
	project.append("participants", {"user": guest})
	project.save()
	frappe.db.commit()
	assert get(rep, "get_project", project=project.name)["address"] == address
	assert get(guest, "get_project", project=project.name)["address"] == address
	assert get(viewer, "get_project", project=project.name)["address"] is None
	with pytest.raises(Refused):
		post(viewer, "renew_address", project=project.name)
	assert post(rep, "renew_address", project=project.name) != address


def test_without_a_mailbox_that_takes_tags_projects_have_no_address(project):
	make_mailbox(None, "CRM Sales Rep", email_id="post@ours.example")
	assert get_project(project.name)["address"] is None
	with pytest.raises(frappe.ValidationError, match="have no addresses here"):
		renew_address(project.name)


def test_an_address_too_long_to_be_one_is_not_given(project):
	make_mailbox(None, "CRM Sales Rep", email_id=f"{'x' * 40}@ours.example", takes_tags=1)
	assert address_of(project.as_dict()) is None


def test_one_persons_mailbox_takes_no_mails_for_projects(rep):
	with pytest.raises(frappe.ValidationError, match="people share"):
		make_mailbox(rep, takes_tags=1)


def test_the_address_is_one_of_ours_while_its_mailbox_takes_tags(box, address):
	assert domains().is_own(address)
	box.takes_tags = 0
	box.save()
	assert not domains().is_own(address)
	assert domains().is_own("crew@ours.example")
