"""A document knows where it went: by mails that carried it, whoever attached it how, and nobody learns more than they see."""

import frappe
import pytest

from frappe_crm_app.channels.mail.writing.api import send_mail
from frappe_crm_app.work.documents.uploads import examined
from frappe_crm_app.work.documents.versions import add_version
from tests.factories import make_contact, make_customer, make_document
from tests.site.channels.mail.writing.conftest import peer, work_off, writer  # noqa: F401
from tests.site.work.documents.conftest import PNG

DOCUMENT, DELIVERY = "CRM Document", "CRM Document Delivery"


def deliveries(document: str) -> list[tuple]:
	fields = ["number", "channel", "address", "contact", "customer"]
	rows = frappe.get_all(DELIVERY, {"document": document}, fields, order_by="address asc", as_list=True)
	return [tuple(row) for row in rows]


def file_of(document: str, number: int = 1) -> str:
	return frappe.db.get_value("CRM Document Version", {"document": document, "number": number}, "file")


@pytest.fixture
def sale(writer):  # noqa: F811
	user, _mailbox = writer()
	frappe.set_user("Administrator")
	customer = make_customer(salesperson=user)
	buyer = make_contact(contact_owner=user, customer=customer.name, email="buyer@example.com")
	document = make_document(customer, content=PNG, name="offer.png", title="Offer")
	frappe.db.commit()
	frappe.set_user(user)
	yield frappe._dict(user=user, customer=customer, buyer=buyer, document=document)
	frappe.set_user("Administrator")


def write(*files: str, **values) -> str:
	mail = send_mail(
		**{
			"to": "buyer@example.com",
			"subject": "The offer",
			"html": "<p>Here</p>",
			"files": list(files),
			**values,
		}
	)
	frappe.db.commit()
	work_off(mail["mail"])
	return mail["mail"]


def test_a_mail_that_carried_a_version_is_known(sale, ask):
	mail = write(file_of(sale.document.name), cc="other@example.com", bcc="blind@example.com")
	whom = (sale.buyer.name, sale.customer.name)
	assert deliveries(sale.document.name) == [
		(1, "Mail", "buyer@example.com", *whom),
		(1, "Mail", "other@example.com", None, None),
	]
	assert frappe.db.get_value(DELIVERY, {"document": sale.document.name}, "mail") == mail
	frappe.set_user("Administrator")
	document = frappe.get_doc(DOCUMENT, sale.document.name)
	for _time in range(3):
		add_version(document, examined("offer.txt", b"Offer %d" % _time))
	frappe.db.commit()
	has = ask(sale.user, "get_document", document=document.name).json()["message"]["has"]
	told = {(each["title"], each["of_customer"], each["number"], each["is_behind"]) for each in has}
	buyer = frappe.db.get_value("CRM Contact", sale.buyer.name, "full_name")
	assert told == {(buyer, sale.customer.customer_name, 1, 1), ("other@example.com", None, 1, 1)}


def test_a_file_that_was_saved_and_attached_by_hand_is_known_too(sale):
	file = frappe.new_doc("File")
	file.update({"file_name": "renamed.png", "content": PNG, "is_private": 1})
	write(file.insert().name)
	assert [row[:3] for row in deliveries(sale.document.name)] == [(1, "Mail", "buyer@example.com")]


def test_an_equal_file_of_who_does_not_see_the_document_tells_nothing(sale):
	frappe.set_user("Administrator")
	hidden = make_document(content=b"Secret plan", name="plan.txt")
	frappe.db.commit()
	frappe.set_user(sale.user)
	file = frappe.new_doc("File")
	file.update({"file_name": "plan.txt", "content": b"Secret plan", "is_private": 1})
	write(file.insert().name)
	assert deliveries(hidden.name) == []


def test_a_mail_that_was_not_sent_delivered_nothing(sale, peer):  # noqa: F811
	mail = send_mail(
		to="buyer@example.com", subject="x", html="<p>x</p>", files=[file_of(sale.document.name)]
	)
	frappe.db.commit()
	assert deliveries(sale.document.name) == []
	assert mail["mail"]


def test_who_does_not_see_the_receiver_does_not_see_that_they_have_it(sale, make_user, ask):
	write(file_of(sale.document.name))
	frappe.set_user("Administrator")
	colleague = make_user("CRM Account Rep")
	frappe.share.add(DOCUMENT, sale.document.name, colleague)
	frappe.db.commit()
	answer = ask(colleague, "get_document", document=sale.document.name)
	assert answer.ok
	assert answer.json()["message"]["has"] == []
	assert "buyer@example.com" not in answer.text


def test_a_contact_that_is_deleted_is_forgotten(sale):
	write(file_of(sale.document.name))
	frappe.set_user("Administrator")
	frappe.delete_doc("CRM Contact", sale.buyer.name)
	assert deliveries(sale.document.name) == [(1, "Mail", None, None, sale.customer.name)]
