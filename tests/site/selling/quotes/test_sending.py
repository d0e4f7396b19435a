"""A draft is sent: number, PDF, mails and the deal, all in one transaction."""

import hashlib
import re
from concurrent.futures import ThreadPoolExecutor
from email import message_from_string, policy

import frappe
import pytest
import requests
from frappe.utils import add_days, getdate, nowdate

from frappe_crm_app.kit.exceptions import QuoteError, QuoteStateError
from frappe_crm_app.kit.outbox.tasks import sweep
from frappe_crm_app.selling.acceptance import links
from frappe_crm_app.selling.quotes import sending
from frappe_crm_app.selling.quotes.sending import send
from frappe_crm_app.selling.quotes.stored_pdf import content_of, read_pdf
from frappe_crm_app.selling.quotes.tasks import OUTBOX
from tests.factories import make_contact, make_deal, make_quote

BUYER = "buyer@harbor.example"


def mails_about(quote) -> list:
	"""Return the queued messages about a quote, parsed, each with its `recipients`."""
	mails = []
	about = {"reference_doctype": "CRM Quote", "reference_name": quote.name}
	for queued in frappe.get_all("Email Queue", about, ["name", "message"], order_by="creation asc"):
		mail = message_from_string(queued.message, policy=policy.default)
		mail.recipients = frappe.get_all("Email Queue Recipient", {"parent": queued.name}, pluck="recipient")
		mails.append(mail)
	return mails


def token_in(mail) -> str:
	"""Return the token of the one link to a quote in a mail's HTML."""
	html = mail.get_body(preferencelist=("html",)).get_content()
	(token,) = re.findall(r"/quote\?t=([\w-]+)", html)
	return token


def rows_of(quote) -> list:
	return frappe.get_all(
		"CRM Quote Mail",
		{"quote": quote.name},
		["name", "address", "status", "reason"],
		order_by="address asc",
	)


def year() -> int:
	return getdate(nowdate()).year


def last_number() -> int:
	return frappe.db.get_value("CRM Quote Counter", {"year": str(year())}, "last_number") or 0


def test_a_sent_quote_has_number_pdf_addressee_and_a_mail_that_is_owed():
	before, contact = last_number(), make_contact(first_name="Ada", last_name="King", email=BUYER)
	quote = send(make_quote(contact=contact.name))
	quote.reload()
	assert quote.quote_number == f"Q-{year()}-{before + 1:04d}"
	assert (quote.display_number, quote.status) == (f"{quote.quote_number} v1", "Sent")
	assert (quote.addressee.splitlines()[0], bool(quote.sent_on)) == ("Ada King", True)
	content = content_of(quote.pdf)
	assert content.startswith(b"%PDF")
	assert quote.pdf_sha256 == hashlib.sha256(content).hexdigest()
	assert frappe.db.get_value("File", quote.pdf, ["is_private", "attached_to_name"]) == (1, quote.name)
	assert [(row.address, row.status) for row in rows_of(quote)] == [(BUYER, "Owed")]


def test_each_address_gets_one_mail_with_the_stored_pdf_and_its_own_link(deliver_all):
	quote = send(
		make_quote(),
		addresses=["Ada@x.example", "bob@x.example"],
		subject="Our offer",
		message="Dear all,\nhere it is <3",
	)
	deliver_all(quote)
	deliver_all(quote)
	mails = mails_about(quote)
	assert sorted(mail.recipients[0] for mail in mails) == ["ada@x.example", "bob@x.example"]
	for mail in mails:
		(attachment,) = mail.iter_attachments()
		assert attachment.get_content() == read_pdf(quote)
		assert attachment.get_filename() == f"{quote.quote_number}-v1.pdf"
		html = mail.get_body(preferencelist=("html",)).get_content()
		assert links.find(token_in(mail)).address == mail.recipients[0]
		assert "here it is &lt;3" in html
		plain = mail.get_body(preferencelist=("plain",)).get_content()
		assert "Dear all,\nhere it is <3\n" in plain.replace("\r\n", "\n")
		assert mail["Subject"] == "Our offer"
	assert {row.status for row in rows_of(quote)} == {"Queued"}


def test_no_row_of_ours_keeps_the_link(deliver_all):
	quote = send(make_quote(), addresses=[BUYER])
	deliver_all(quote)
	(mail,) = mails_about(quote)
	for doctype in ("CRM Quote Mail", "CRM Quote Link"):
		assert token_in(mail) not in str(frappe.get_all(doctype, {"quote": quote.name}, ["*"]))


def test_what_was_changed_on_disk_is_not_mailed(deliver_all):
	quote = send(make_quote(), addresses=[BUYER])
	with open(frappe.get_doc("File", quote.pdf).get_full_path(), "ab") as file:
		file.write(b"more")
	deliver_all(quote)
	assert mails_about(quote) == []
	assert "is not what was sent" in rows_of(quote)[0].reason


def test_a_quote_that_was_superseded_before_its_mail_went_is_not_mailed(deliver_all):
	from frappe_crm_app.selling.quotes.revising import revise

	quote = send(make_quote(), addresses=[BUYER])
	send(revise(quote), addresses=[BUYER])
	deliver_all(quote)
	assert mails_about(quote) == []


@pytest.mark.parametrize(
	("addresses", "sentence"),
	[
		(["not an address"], "is no email address"),
		(["a@x.example, b@x.example"], "is no email address"),
		([f"a{number}@x.example" for number in range(11)], "at most 10 addresses"),
		(["a@x.example\nBcc: evil@x.example"], "is no email address"),
	],
)
def test_what_is_no_address_is_refused(addresses, sentence):
	with pytest.raises(QuoteError, match=sentence):
		send(make_quote(), addresses=addresses)


def test_without_an_address_it_says_so():
	with pytest.raises(QuoteError, match="has no email address"):
		send(make_quote(contact=make_contact().name))


def test_an_empty_and_an_expired_quote_are_not_sent():
	with pytest.raises(QuoteError, match="without lines"):
		send(make_quote(lines=[]), addresses=[BUYER])
	with pytest.raises(QuoteError, match="a day that is over"):
		send(make_quote(valid_until=add_days(nowdate(), -1)), addresses=[BUYER])
	assert send(make_quote(valid_until=nowdate()), addresses=[BUYER]).status == "Sent"


def test_it_is_sent_once():
	quote = send(make_quote(), addresses=[BUYER])
	with pytest.raises(QuoteStateError, match="is not a draft any more: it is Sent"):
		send(quote, addresses=[BUYER])


def test_the_deals_value_follows_where_it_is_switched_on(settings):
	deal = make_deal(value=5, currency="USD")
	send(make_quote(deal=deal.name), addresses=[BUYER])
	assert frappe.db.get_value(deal.doctype, deal.name, "value") == 1000
	settings(quote_sets_deal_value=0)
	other = make_deal(value=5, currency="USD")
	send(make_quote(deal=other.name), addresses=[BUYER])
	assert frappe.db.get_value(deal.doctype, other.name, "value") == 5


def test_a_deal_that_cannot_follow_leaves_its_owner_a_note_and_the_quote_is_sent(make_user):
	frappe.db.set_value("Currency", "KWD", "enabled", 1)
	deal, owner = make_deal(value=5, currency="USD"), make_user("CRM Manager")
	quote = send(make_quote(deal=deal.name, currency="KWD", quote_owner=owner), addresses=[BUYER])
	assert quote.status == "Sent"
	assert frappe.db.get_value(deal.doctype, deal.name, "value") == 5
	note = frappe.get_last_doc("CRM Follow-up Note", {"deal": deal.name})
	assert (note.assigned_to, note.status) == (owner, "Open")
	assert "No rate from KWD" in note.content


def test_a_send_that_fails_takes_no_number_and_leaves_no_file_and_no_mail(committed, monkeypatch):
	quote = make_quote()
	frappe.db.commit()
	before, files = last_number(), frappe.db.count("File")
	monkeypatch.setattr(sending, "owe_mails", lambda *arguments: frappe.throw("no"))
	with pytest.raises(frappe.ValidationError):
		send(quote, addresses=[BUYER])
	frappe.db.rollback()
	assert (last_number(), frappe.db.count("File")) == (before, files)
	assert frappe.db.get_value("CRM Quote", quote.name, "status") == "Draft"
	monkeypatch.undo()
	assert send(quote, addresses=[BUYER]).quote_number.endswith(f"{before + 1:04d}")


def test_senders_at_once_get_each_number_once_without_gaps(committed, api, make_user):
	client, before = api(make_user("CRM Manager")), last_number()
	quotes = [make_quote() for _number in range(8)]
	quotes[3].db_set("valid_until", add_days(nowdate(), -1))  # it is refused, after others have begun
	frappe.db.commit()

	def ask(quote):
		address = f"{client.base_url}/api/method/frappe_crm_app.selling.quotes.api.send"
		return requests.post(
			address, json={"name": quote.name, "addresses": [BUYER]}, headers=client.headers, timeout=120
		)

	with ThreadPoolExecutor(8) as pool:
		answers = list(pool.map(ask, quotes))
	frappe.db.rollback()
	assert sorted(answer.status_code for answer in answers) == [*[200] * 7, 417]
	numbers = [answer.json()["message"]["quote_number"] for answer in answers if answer.status_code == 200]
	assert sorted(numbers) == [f"Q-{year()}-{before + place:04d}" for place in range(1, 8)]


def test_one_quote_that_many_send_at_once_is_sent_once(committed, api, make_user):
	client, quote = api(make_user("CRM Manager")), make_quote()
	frappe.db.commit()

	def ask(_number):
		address = f"{client.base_url}/api/method/frappe_crm_app.selling.quotes.api.send"
		return requests.post(
			address, json={"name": quote.name, "addresses": [BUYER]}, headers=client.headers, timeout=120
		).status_code

	with ThreadPoolExecutor(4) as pool:
		assert sorted(pool.map(ask, range(4))) == [200, 409, 409, 409]
	frappe.db.rollback()
	assert len(rows_of(quote)) == 1


def test_a_crash_between_the_send_and_its_mail_mails_once(committed, worker):
	quote = send(make_quote(), addresses=[BUYER])
	frappe.db.after_commit.reset()  # the process died before it could enqueue
	frappe.db.commit()
	assert OUTBOX.key not in worker.queued()
	sweep()
	worker.run()
	sweep()
	worker.run()
	assert len(mails_about(quote)) == 1


def test_a_job_that_dies_before_its_commit_leaves_the_mail_owed(committed):
	quote = send(make_quote(), addresses=[BUYER])
	frappe.db.commit()
	OUTBOX.carry_out(rows_of(quote)[0].name)
	frappe.db.rollback()  # the job dies here
	assert (mails_about(quote), rows_of(quote)[0].status) == ([], "Owed")
	OUTBOX.carry_out(rows_of(quote)[0].name)
	frappe.db.commit()
	assert (len(mails_about(quote)), rows_of(quote)[0].status) == (1, "Queued")
