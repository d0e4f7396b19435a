"""Builders of records with overrides: each returns an inserted document."""

import itertools
from contextlib import nullcontext
from datetime import datetime, timezone

import frappe
from frappe.model.document import Document

from frappe_crm_app.frappe_crm_app.doctype.crm_mail.options import Direction
from frappe_crm_app.frappe_crm_app.doctype.crm_mailbox_entry.options import EntryFolder
from frappe_crm_app.kit.telling import telling_afterwards
from frappe_crm_app.records.audiences.members import add_contacts
from frappe_crm_app.records.audiences.subscribing import subscribe
from frappe_crm_app.records.consent.appending import append
from frappe_crm_app.records.deal_history.snapshots import KEPT, name_of
from frappe_crm_app.records.mail.message import Address, ReadMail
from frappe_crm_app.records.mail.storing import store
from frappe_crm_app.work.documents.uploads import examined
from frappe_crm_app.work.documents.versions import add_version

IS_TOLD = False
_numbers = itertools.count(1)


def make_contact(**values) -> Document:
	number = next(_numbers)
	return insert("CRM Contact", {"first_name": "Ada", "last_name": f"Lovelace {number}", **values})


def make_customer(**values) -> Document:
	return insert("CRM Customer", {"customer_name": f"Customer {next(_numbers)}", **values})


def make_deal(**values) -> Document:
	return insert("CRM Sales Deal", {"title": f"Deal {next(_numbers)}", "value": 1000, **values})


def make_location(**values) -> Document:
	return insert("CRM Location", {"location_name": f"Depot {next(_numbers)}", **values})


def make_note(about: Document, **values) -> Document:
	reference = {"reference_doctype": about.doctype, "reference_name": about.name}
	return insert(
		"CRM Follow-up Note", {"action": "Call", "content": "Asked for a quote", **reference, **values}
	)


def make_project(**values) -> Document:
	return insert("CRM Project", {"title": f"Project {next(_numbers)}", **values})


def make_milestone(project: Document, **values) -> Document:
	return insert(
		"CRM Milestone", {"title": f"Milestone {next(_numbers)}", "project": project.name, **values}
	)


def make_task(project: Document, *waits_for: Document, **values) -> Document:
	waiting = [{"note": each.name} for each in waits_for]
	task = {"action": "Task", "subject": f"Task {next(_numbers)}", "project": project.name}
	return insert("CRM Follow-up Note", {**task, "blocked_by": waiting, **values})


def make_template(*tasks: dict, milestones: tuple[dict, ...] = (), **values) -> Document:
	name = {"template_name": f"Template {next(_numbers)}"}
	return insert("CRM Project Template", {**name, "tasks": tasks, "milestones": milestones, **values})


def make_document(*about: Document, content: bytes = b"Hello", name: str = "hello.txt", **values) -> Document:
	"""Insert a document about these records with one version."""
	links = [{"link_doctype": each.doctype, "link_name": each.name} for each in about]
	document = insert("CRM Document", {"title": f"Document {next(_numbers)}", "links": links, **values})
	add_version(document, examined(name, content))
	return document


def make_mail_account(name: str, **values) -> str:
	"""Store a mail account that signs, without asking the server that it names; return its name."""
	account = frappe.new_doc("Email Account")
	address = {"email_account_name": name, "email_id": f"{name}@example.com", "smtp_server": "127.0.0.1"}
	account.update({"name": name, **address, "enable_outgoing": 1, "add_signature": 1, **values})
	account.db_insert()
	return account.name


def make_mailbox(user: str | None = None, *roles: str, **values) -> Document:
	"""Insert a mailbox of a person, or of the people with these roles, without asking any server; its address is `values["email_id"]`."""
	name = f"Account {next(_numbers)}"
	address = values.pop("email_id", None) or f"box{next(_numbers)}@ours.example"
	account = make_mail_account(name, email_id=address)
	shared_with = [{"role": role} for role in roles]
	return insert(
		"CRM Mailbox",
		{"title": name, "email_account": account, "user": user, "shared_with": shared_with, **values},
	)


def read_mail(**values) -> ReadMail:
	"""Return a mail as if it had been read; people are given by their addresses."""
	number = next(_numbers)
	for key in ("to", "cc", "bcc", "reply_to"):
		values[key] = tuple(Address(email, email.split("@")[0].title()) for email in values.get(key, ()))
	sender = values.pop("sender", "grace@navy.example")
	usual = {
		"identity": f"{number:064x}",
		"message_id": f"{number}@navy.example",
		"subject": f"About cranes {number}",
		"text": "When do they come?",
		"snippet": "When do they come?",
		"sender": Address(sender, sender.split("@")[0].title()) if sender else None,
		"sent_on": datetime.now(timezone.utc),
	}
	return ReadMail(**{**usual, **values})


def make_mail(mailbox: Document, folder: str = "Inbox", **values) -> frappe._dict:
	"""Store a mail in a mailbox, `{mail, entry, is_new, is_new_entry}`; it is sent by us where it lies among what was sent."""
	filing = {"folder": EntryFolder(folder), "is_read": False}
	direction = Direction.OUT if folder == "Sent" else Direction.IN
	stored = store(read_mail(**values), b"raw", mailbox=mailbox.name, direction=direction, **filing)
	return frappe._dict(vars(stored))


def make_form(**values) -> Document:
	"""Insert a form without a page of its own, which takes whatever comes however fast; its owner is Administrator."""
	return insert(
		"CRM Lead Form",
		{
			"form_title": f"Form {next(_numbers)}",
			"status": "Published",
			"min_seconds": 0,
			"limit_per_address": 0,
			"limit_overall": 0,
			"lead_owner": "Administrator",
			**values,
		},
	)


def make_submission(**values) -> Document:
	"""Insert a processed submission of the shipped form."""
	doc = frappe.new_doc("CRM Lead Submission")
	form = frappe.db.get_value("CRM Lead Form", {"web_form": "crm-get-in-touch"})
	doc.update(
		{"form": form, "status": "Processed", "answers": "{}", "received_on": frappe.utils.now(), **values}
	)
	doc.full_name = doc.full_name or doc.first_name
	doc.flags.comes_through_form = True
	return doc.insert()


def make_list(**values) -> Document:
	return insert("CRM Mailing List", {"list_name": f"List {next(_numbers)}", **values})


def make_segment(**values) -> Document:
	return insert("CRM Segment", {"title": f"Segment {next(_numbers)}", **values})


def make_consent(contact: Document, channel: str = "Email", state: str = "Given", **values) -> Document:
	append(contact.name, channel, state, **{"source": "API", "wording": "Write to me", **values})
	return frappe.get_last_doc("CRM Consent", {"contact": contact.name, "channel": channel})


def make_member(contact: Document, segment: str | None = None) -> Document:
	segment = segment or make_segment(kind="Chosen").name
	add_contacts(segment, [contact.name])
	return frappe.get_doc("CRM Segment Member", {"segment": segment, "contact": contact.name})


def make_subscription(contact: Document, mailing_list: str | None = None) -> Document:
	"""Subscribe a contact, who has confirmed it."""
	how = {"address": contact.email or "", "source": "API", "is_confirmed": True}
	name = subscribe(mailing_list or make_list().name, contact.name, **how)
	return frappe.get_doc("CRM Subscription", name)


def make_campaign(**values) -> Document:
	return insert(
		"CRM Campaign", {"campaign_name": f"Campaign {next(_numbers)}", "channel": "Email", **values}
	)


def make_recipient(contact: Document, campaign: str | None = None, **values) -> Document:
	"""Insert a recipient of a campaign as freezing writes it."""
	given = {"channel": "Email", "status": "Sent", "token": frappe.generate_hash(length=24), **values}
	about = {"campaign": campaign or make_campaign().name, "contact": contact.name, "address": contact.email}
	return insert_raw("CRM Campaign Recipient", about | given)


def make_click(recipient: Document, **values) -> Document:
	"""Insert a link of a recipient's campaign, and that they have followed it."""
	link = insert_raw("CRM Campaign Link", {"campaign": recipient.campaign, "url": "https://a.example/"})
	given = {"recipient": recipient.name, "link": link.name, "clicked_on": frappe.utils.now()}
	return insert_raw("CRM Campaign Click", given | values)


def insert_raw(doctype: str, values: dict) -> Document:
	"""Insert a record that no document may write."""
	doc = frappe.new_doc(doctype)
	doc.update({"creation": frappe.utils.now(), "modified": frappe.utils.now(), **values})
	doc.set_new_name()
	doc.db_insert()
	return doc


def make_sync(customer: Document, **values) -> Document:
	"""Insert what is owed to respond.io about a customer, as if it had been owed while the sync was on."""
	return insert(
		"CRM Respondio Sync", {"customer": customer.name, "sync_key": f"add:{customer.name}", **values}
	)


def make_message(contact: Document, **values) -> Document:
	"""Insert a message to a contact as `channels/messaging/` writes it."""
	doc = frappe.new_doc("CRM Message")
	given = {
		"channel": "SMS",
		"direction": "Out",
		"status": "Sent",
		"text": "Hello",
		"sent_on": frappe.utils.now(),
	}
	doc.update({"contact": contact.name, "address": contact.phone, **given, **values})
	doc.set_new_name()
	doc.db_insert()
	return doc


def make_snapshot(deal: Document, day: str = "2026-01-31", **values) -> Document:
	"""Insert the row that a deal, as it is, has for a day; only the daily job makes one otherwise."""
	deal = frappe.get_doc(deal.doctype, deal.name)
	doc = frappe.new_doc("CRM Deal Snapshot")
	doc.update({fieldname: deal.get(fieldname) for fieldname in KEPT})
	doc.update({"name": name_of(deal.name, day), "deal": deal.name, "day": day, **values})
	doc.db_insert()
	return doc


def make_event(about: Document, **values) -> Document:
	"""Insert a domain event as `kit/domain_events/` writes it, told already, whoever listens."""
	event = frappe.new_doc("CRM Domain Event")
	stamp = frappe.utils.now_datetime()
	event.update(
		{"kind": "deal.created", "occurred_on": stamp, "actor": frappe.session.user, "status": "Told"}
	)
	event.update(
		{"reference_doctype": about.doctype, "reference_name": about.name, "changes": "{}", **values}
	)
	event.set_new_name()
	event.db_insert()
	return event


def make_run(about: Document, **values) -> Document:
	"""Insert what a rule did about a record, as `automation/workflow_rules/` writes it; there need be no such rule."""
	return written(
		"CRM Workflow Run", about, {"rule": "none", "version": "none", "status": "Completed", **values}
	)


def make_step(about: Document, **values) -> Document:
	"""Insert what a step of a rule did to a record; there need be no such run."""
	return written(
		"CRM Workflow Step", about, {"run": "none", "step_type": "tag", "status": "Done", **values}
	)


def written(doctype: str, about: Document, values: dict) -> Document:
	"""Insert a row about a record past what saving asks."""
	doc = frappe.new_doc(doctype)
	unique = (
		{"occasion": str(next(_numbers))} if doctype == "CRM Workflow Run" else {"iteration": next(_numbers)}
	)
	doc.update({"reference_doctype": about.doctype, "reference_name": about.name, **unique, **values})
	doc.set_new_name()
	doc.db_insert()
	return doc


def make_pipeline(*stage_names: str, tracks: str = "Deals", **values) -> Document:
	"""Insert a pipeline with open stages of these names."""
	pipeline = insert(
		"CRM Pipeline", {"pipeline_name": f"Pipeline {next(_numbers)}", "tracks": tracks, **values}
	)
	for stage_name in stage_names:
		make_stage(pipeline, stage_name=stage_name)
	return pipeline


def make_stage(pipeline: Document, **values) -> Document:
	"""Insert a stage; `required=[...]` names the fields it asks for."""
	required = [{"fieldname": fieldname} for fieldname in values.pop("required", [])]
	return insert("CRM Stage", {"pipeline": pipeline.name, "required_fields": required, **values})


def insert(doctype: str, values: dict) -> Document:
	"""Insert a record; whose it is, is not told of it, unless a test is about that (`IS_TOLD`)."""
	doc = frappe.new_doc(doctype)
	doc.update(values)
	with nullcontext() if IS_TOLD else telling_afterwards():
		return doc.insert()


def stage(stage_name: str, pipeline_name: str = "Sales") -> str:
	"""Return the name of a shipped stage."""
	pipeline = frappe.db.get_value("CRM Pipeline", {"pipeline_name": pipeline_name})
	return frappe.db.get_value("CRM Stage", {"pipeline": pipeline, "stage_name": stage_name})


def lost_reason(reason: str = "Price") -> str:
	return frappe.db.get_value("CRM Deal Lost Reason", {"reason": reason})


def move(deal: Document, stage_name: str, **values) -> Document:
	"""Move a deal of the shipped pipeline as a save does, and return it fresh."""
	deal = frappe.get_doc(deal.doctype, deal.name)
	deal.update({"stage": stage(stage_name), **values})
	deal.save()
	return deal


def make_tax_class(rate: float = 19, **values) -> Document:
	return insert("CRM Tax Class", {"class_name": f"Tax {next(_numbers)}", "rate": rate, **values})


def make_product(price: float | None = 100, currency: str = "USD", **values) -> Document:
	"""Insert a product with a price in one currency, or with none."""
	number = next(_numbers)
	prices = [] if price is None else [{"currency": currency, "price": price}]
	names = {"product_code": f"P-{number}", "product_name": f"Crane {number}"}
	return insert("CRM Sales Product", {**names, "prices": prices, **values})


def make_quote(**values) -> Document:
	"""Insert a draft of one line of 1,000 with 19 % tax, for a contact with an address unless it is for somebody else."""
	if not any(values.get(field) for field in ("deal", "contact", "customer")):
		values["contact"] = make_contact(email=f"buyer{next(_numbers)}@example.com").name
	line = {"title": "Crane", "quantity": 1, "unit_price": 1000, "tax_rate": 19}
	usual = {"title": f"Quote {next(_numbers)}", "currency": "USD", "lines": [line]}
	return insert("CRM Quote", {**usual, **values})


def make_meeting(*attendees: Document | str, about: tuple[Document, ...] = (), **values) -> Document:
	"""Insert an event to which these contacts, or users by name, are invited."""
	people = [{"user": each} if isinstance(each, str) else {"contact": each.name} for each in attendees]
	links = [{"link_doctype": each.doctype, "link_name": each.name} for each in about]
	facts = {
		"title": f"Event {next(_numbers)}",
		"starts_on": "2027-06-07 10:00:00",
		"time_zone": "Europe/Berlin",
	}
	return insert("CRM Event", {**facts, "attendees": people, "links": links, **values})
