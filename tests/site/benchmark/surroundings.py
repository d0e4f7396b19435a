"""What the benchmark does not seed and requests are about: rows of every other table, more of them on a larger site."""

import time
from dataclasses import asdict

import frappe
from frappe.model.document import Document
from frappe.utils import now

from frappe_crm_app.benchmark import seeding
from frappe_crm_app.benchmark.measure import World
from frappe_crm_app.benchmark.rows import DOMAIN, PEOPLE, PREFIX, REP, name_of, owner_of
from frappe_crm_app.benchmark.run import Size
from frappe_crm_app.channels.campaigns.signing import key, signed
from frappe_crm_app.channels.mail.writing.api import save_draft, send_mail
from frappe_crm_app.intake.lead_forms.keys import Purpose, key_for
from frappe_crm_app.intake.lead_forms.tokens import make_token
from frappe_crm_app.kit.messaging_provider import Channel, ProviderChannel, Template
from frappe_crm_app.records.audiences.links import person_token
from frappe_crm_app.records.audiences.subscribing import subscribe
from frappe_crm_app.records.identity.api import merge
from frappe_crm_app.selling.acceptance.links import make as make_link
from frappe_crm_app.selling.quotes.accepting import accept as accept_quote
from frappe_crm_app.selling.quotes.revising import revise
from frappe_crm_app.selling.quotes.sending import send as send_quote
from frappe_crm_app.work.documents.sharing.links import Receiver
from frappe_crm_app.work.documents.sharing.links import find as find_public_link
from frappe_crm_app.work.documents.sharing.links import make as make_public_link
from frappe_crm_app.work.documents.sharing.opening import note_delivery, version_of
from frappe_crm_app.work.events.feeds import keeping as feeds
from frappe_crm_app.work.events.invitations.links import link_for
from frappe_crm_app.work.events.room import keeping as rooms
from frappe_crm_app.work.events.timing import series_of
from frappe_crm_app.work.projects.api import reschedule
from tests.factories import (
	insert,
	insert_raw,
	make_campaign,
	make_contact,
	make_customer,
	make_deal,
	make_document,
	make_form,
	make_list,
	make_mail,
	make_mail_account,
	make_mailbox,
	make_meeting,
	make_message,
	make_milestone,
	make_note,
	make_project,
	make_quote,
	make_recipient,
	make_run,
	make_segment,
	make_step,
	make_submission,
	make_task,
	make_template,
	move,
)
from tests.site.benchmark.mails import mail_rows
from tests.site.benchmark.visiting import WEBHOOK_KEY
from tests.stack.site import new_user

FIRST = name_of(0)
# Another deal of the rep's: the first one is saved, which costs a statement for each of its people.
WITH_PEOPLE = name_of(10)
CONTACT = {"reference_doctype": "CRM Contact", "reference_name": FIRST}
DEAL = {"reference_doctype": "CRM Sales Deal", "reference_name": FIRST}
OF_CUSTOMER = {"parenttype": "CRM Customer", "parent": FIRST}
SHARES = (
	("CRM Contact", "0", {"contact_owner": REP}),
	("CRM Customer", "0", {"salesperson": REP}),
	("CRM Sales Deal", "0", {"deal_owner": REP}),
	("CRM Sales Deal", "", {"expected_close_date": "2026-01-15"}),
	("CRM Contact", "5", {"customer": FIRST}),
	("CRM Sales Deal", "5", {"customer": FIRST, "contact": FIRST}),
	("CRM Sales Deal", WITH_PEOPLE[-8:], {"has_further_people": 1}),
	("CRM Contact", "7", {"phone": "+14155550100"}),
	("CRM Contact", FIRST[-8:], {"phone": "+14155550100"}),
	("CRM Customer", "7", {"domain": DOMAIN}),
	("CRM Follow-up Note", "3", {"project": FIRST, "scheduled_on": "2099-01-05 17:00:00", "status": "Open"}),
	("CRM Customer", FIRST[-8:], {"domain": DOMAIN}),
)
OF_DOCUMENT = {"parenttype": "CRM Document", "parent": FIRST}
OF_EVENT = {"parenttype": "CRM Event", "parent": FIRST}
OF_PROJECT = {"parenttype": "CRM Project", "parent": FIRST}
PEOPLE_LEFT = 10
PNG = bytes.fromhex("89504e470d0a1a0a0000000d49484452") + bytes(40)
NOBODY_LISTENS = "http://127.0.0.1:9/v2"


def rows(number: int, names: dict[str, str]) -> dict[str, dict]:
	"""Return what each table gets with a number; most of it is about the first contact, customer and deal."""
	own = name_of(number)
	return {
		"User": {"name": f"more.{number}@{DOMAIN}", "email": f"more.{number}@{DOMAIN}", "enabled": 1},
		"Has Role": {
			"parenttype": "User", "parentfield": "roles", "parent": f"more.{number}@{DOMAIN}", "role": "CRM Sales Rep",
		},
		"CRM Salesperson": {
			"user": owner_of(number), "full_name": f"Person {number}", "reports_to": FIRST if number else None,
		},
		"CRM Salesperson Role": {
			"parenttype": "CRM Salesperson", "parentfield": "sales_roles", "parent": own, "sales_role": own,
		},
		"CRM Sales Role": {"role_name": f"Role {number}"},
		"CRM Source": {"source_name": f"Source {number}"},
		"CRM Deal Lost Reason": {"reason": f"Reason {number}"},
		"CRM Pipeline": {"pipeline_name": f"More {number}", "tracks": "Deals"},
		"CRM Board View": {"title": f"More {number}", "pipeline": names["<pipeline>"], "filters": '{"owner": "me"}'},
		"CRM Board View Role": {"parenttype": "CRM Board View", "parentfield": "roles", "parent": own, "role": "CRM Sales Rep"},
		"CRM Stage": {"stage_name": f"More {number}", "pipeline": names["<pipeline>"], "position": 100 + number},
		"CRM Lead Form": {"form_title": f"More {number}"},
		"CRM Lead Form Person": {
			"parenttype": "CRM Lead Form", "parentfield": "people", "parent": WITH_PEOPLE, "user": owner_of(number),
		},
		"CRM Lead Submission": {
			"form": names["<form>"], "status": "Quarantined", "contact": FIRST, "first_name": "Ada",
			"full_name": "Ada", "answers": "{}", "received_on": now(), "token_id": own,
		},
		"CRM Segment": {"title": f"More {number}", "kind": "Conditions", "conditions": '{"all": []}'},
		"CRM Segment Member": {"segment": FIRST, "contact": own},
		"CRM Mailing List": {"list_name": f"More {number}"},
		"CRM Mailing List Customer": {
			"parenttype": "CRM Mailing List", "parentfield": "customers", "parent": WITH_PEOPLE, "customer": own,
		},
		"CRM Mailing List Form": {
			"parenttype": "CRM Mailing List", "parentfield": "lead_forms", "parent": WITH_PEOPLE, "lead_form": own,
		},
		"CRM Subscription": {
			"mailing_list": own, "contact": FIRST, "address": f"ada.0@{DOMAIN}", "status": "Subscribed", "requested_on": now(),
		},
		"CRM Consent": {
			"contact": FIRST, "channel": "Email", "state": "Given", "source": "API", "occurred_on": now(), "said_by": REP,
		},
		"CRM Campaign": {"campaign_name": f"More {number}", "channel": "Email", "status": "Finished", "frozen_on": now()},
		"CRM Campaign Audience": {
			"parenttype": "CRM Campaign", "parentfield": "audience", "parent": WITH_PEOPLE, "kind": "CRM Segment", "audience": own,
		},
		"CRM Campaign Recipient": {
			**({"campaign": own, "contact": FIRST} if number % 2 else {"campaign": FIRST, "contact": own}),
			"channel": "Email", "status": "Sent", "address": f"ada.0@{DOMAIN}", "token": own, "sent_on": now(),
		},
		"CRM Campaign Link": {"campaign": FIRST, "position": number, "url": "https://a.example/"},
		"CRM Campaign Click": {"recipient": FIRST, "link": own, "clicked_on": now(), "is_machine": number % 2},
		"CRM Respondio Sync": {"customer": own, "status": "Failed", "sync_key": f"add:{own}"},
		"CRM Respondio Event": {"event_type": "message.received", "event_id": own, "contact": FIRST},
		"CRM Deal Snapshot": {"deal": own, "day": now()[:10], "deal_owner": REP, "outcome": "Open", "stage": names["<stage>"]},
		"CRM Domain Event": {**DEAL, "kind": "deal.created", "changes": "{}", "actor": REP, "occurred_on": now(), "status": "Told"},
		"CRM Event Occasion": {"kind": "deal.rotting", "reference_name": own, "moment": now()},
		"CRM Workflow Rule": {"title": f"Rule {number}", "record_type": "CRM Sales Deal", "trigger_type": "Event"},
		"CRM Workflow Rule Version": {"rule": own, "number": 1, "definition": "{}"},
		"CRM Workflow Run": {
			**DEAL, "rule": FIRST, "version": FIRST, "occasion": own, "status": "Completed", "place": "0",
		},
		"CRM Workflow Step": {**DEAL, "run": FIRST, "step_type": "tag", "place": own, "iteration": 0, "status": "Done"},
		"CRM Tax Class": {"class_name": f"Tax {number}", "rate": 19},
		"CRM Sales Product": {"product_code": f"P-{number}", "product_name": f"Crane {number}", "is_active": 1},
		"CRM Sales Product Price": {
			"parenttype": "CRM Sales Product", "parentfield": "prices", "parent": own, "currency": "USD", "price": 10,
		},
		"CRM Quote": {
			"title": f"Quote {number}", "display_number": f"Quote {number}", "status": "Draft", "version": 1, "is_current": 1,
			"deal": FIRST, "contact": FIRST, "customer": FIRST, "reference_doctype": "CRM Sales Deal", "reference_name": FIRST,
			"currency": "USD", "rounding": "Per Total", "quote_owner": REP, "valid_until": "2099-01-01",
		},
		"CRM Quote Line": {
			"parenttype": "CRM Quote", "parentfield": "lines", "parent": FIRST, "title": "Crane", "quantity": 1,
			"unit_price": 10, "recurrence": "Once", "is_chosen": 1, "idx": number + 1, "position": number + 1,
		},
		"CRM Quote Tax": {"parenttype": "CRM Quote", "parentfield": "taxes", "parent": own, "rate": 19},
		"CRM Quote Mail": {"quote": FIRST, "kind": "Quote", "address": f"ada@{DOMAIN}", "status": "Not Sent"},
		"CRM Quote Acceptance": {
			"quote": FIRST, "sequence": number + 1, "kind": "Question", "occurred_on": now(), "text": "When?", "row_hash": own,
		},
		"CRM Quote Certificate": {"quote": FIRST, "acceptance": FIRST, "status": "Not Made"},
		"CRM Quote Link": {"quote": FIRST, "address": f"ada@{DOMAIN}", "token_hash": own, "expires_on": "2099-01-01"},
		"CRM Quote Counter": {"year": str(1900 + number), "last_number": 1},
		"CRM Won Mail": {"deal": own, "deal_owner": REP, "won_on": now(), "status": "Not Sent"},
		"CRM Message": {
			"contact": FIRST if number < 40 else own, "channel": "SMS", "direction": "Out", "status": ("Owed", "Sent")[number > 0],
			"text": "Hello", "sent_by": owner_of(1), "next_attempt_on": "2099-01-01 10:00:00", "sent_on": now(),
		},
		"CRM Location": {"location_name": f"Depot {number}", "customer": FIRST, "latitude": 1, "longitude": 1},
		"CRM Stage Change": {
			**DEAL, "pipeline": names["<pipeline>"], "to_stage": names["<stage>"], "changed_by": REP, "changed_on": now(),
		},
		"CRM Project": {"title": f"Project {number}", "status": "Active", "project_owner": REP, "customer": FIRST, "visibility": "Customer and Deal"},
		"CRM Project Customer": {**OF_PROJECT, "parentfield": "customers", "customer": name_of(number + 1)},
		"CRM Project Participant": {
			**OF_PROJECT, "parentfield": "participants", "contact": own, "project_role": f"Role {number}", "participant_group": "Guests",
		},
		"CRM Milestone": {"title": f"Milestone {number}", "project": FIRST, "due_on": "2026-01-15", "position": number},
		"CRM Event": {
			"title": f"Event {number}", "event_kind": "Meeting", "status": "Planned", "event_owner": REP, "starts_on": "2026-01-15 10:00:00",
			"ends_on": "2026-01-15 11:00:00", "series_ends_on": "2026-01-15 11:00:00", "time_zone": "Europe/Berlin",
			"local_starts_on": "2026-01-15T10:00", "local_ends_on": "2026-01-15T11:00", "repeats": "Never",
		},
		"CRM Event Link": {**OF_EVENT, "parentfield": "links", "link_doctype": "CRM Customer", "link_name": FIRST},
		"CRM Event Attendee": {**OF_EVENT, "parentfield": "attendees", "contact": own, "status": "Invited", "role": "Required"},
		"CRM Event Mail": {"event": FIRST, "kind": "Invitation", "contact": own, "status": "Not Sent", "next_attempt_on": now()},
		"CRM Room Link": {"event": FIRST, "project": FIRST, "contact": own, "expires_on": "2099-01-01", "token_hash": own},
		"CRM Room View": {"room_link": FIRST, "action": "Looked"},
		"CRM Quick Log Entry": {"user": owner_of(1) if number else REP, "client_key": f"Entry {number}", "digest": own, "answer": "{}"},
		"CRM Calendar Feed": {"user": owner_of(1) if number else REP, "title": f"Feed {number}", "token_hash": f"feed {own}"},
		"CRM Plan Change": {"project": FIRST, "summary": "Moves 1 task", "moves": "[]"},
		"CRM Project Template": {"template_name": f"{PREFIX}{number}"},
		"CRM Task Blocker": {"parenttype": "CRM Follow-up Note", "parentfield": "blocked_by", "parent": name_of(number + 1), "note": FIRST},
		"CRM Checklist Item": {"parenttype": "CRM Follow-up Note", "parentfield": "checklist", "parent": own, "item": "Boat"},
		"CRM Document": {
			"title": f"Document {number}", "kind": "Contract", "folder": FIRST, "tags": "crane", "version": 1, "file_name": "a.txt",
			"content_type": "text/plain", "versioned_by": REP, "versioned_on": now(),
		},
		"CRM Document Link": {"parenttype": "CRM Document", "parentfield": "links", "parent": own, "link_doctype": "CRM Customer", "link_name": FIRST},
		"CRM Document Assignee": {**OF_DOCUMENT, "parentfield": "assignees", "user": REP},
		"CRM Document Version": {"document": FIRST, "number": number + 1, "file_name": "a.txt", "content_type": "text/plain", "sha256": own, "text_state": "None"},
		"CRM Document Folder": {"folder_name": f"Folder {number}"},
		"CRM Document Public Link": {"document": FIRST, "contact": FIRST, "label": "Ada", "token_hash": own, "expires_on": "2099-01-01"},
		"CRM Document Delivery": {"document": FIRST, "number": 1, "channel": "Mail", "contact": FIRST, "address": f"ada@{DOMAIN}", "delivered_on": now()},
		"CRM Customer Relation": {
			**OF_CUSTOMER, "parentfield": "relations", "customer": name_of(number + 1), "relation": "Partner",
		},
		"CRM Customer User": {**OF_CUSTOMER, "parentfield": "linked_users", "user": owner_of(number)},
		"CRM Deal Contact": {
			"parenttype": "CRM Sales Deal", "parentfield": "people", "parent": FIRST, "contact": own, "deal_role": "User",
			"is_primary": int(number == 0),
		},
		"CRM Merge": {
			"record_type": "CRM Contact", "kept": FIRST, "kept_title": "Ada", "removed": own, "merged_on": now(),
			"removed_data": "{}", "moved": "{}", "kept_before": "{}",
		},
		"CRM Bulk Change": {"action": "Reassign", "status": "Completed", "records": "[]", "refusals": "[]"},
		"CRM Contact Import": {"file": names["<file name>"], "status": "Completed", "mapping": "{}", "running_key": own},
		"CRM Contact Import Row": {
			"contact_import": FIRST, "file_row": number + 2, "contact": own, "outcome": ("Created", "Skipped", "Kept")[number % 3],
		},
		"Comment": {**CONTACT, "comment_type": "Comment", "content": "Hello", "comment_email": REP},
		"Communication": {
			**CONTACT, "subject": "Offer", "content": "Dear", "communication_type": "Communication",
			"communication_medium": "Email", "communication_date": now(),
		},
		"Version": {"ref_doctype": "CRM Contact", "docname": FIRST, "data": '{"changed": [["job_title", "a", "b"]]}'},
		"File": {
			"file_name": f"{own}.txt", "file_url": f"/private/files/{own}.txt", "is_private": 1,
			"attached_to_doctype": "CRM Customer", "attached_to_name": FIRST,
		},
		"ToDo": {
			"reference_type": "CRM Contact", "reference_name": FIRST, "allocated_to": owner_of(number), "status": "Open",
			"description": "Call",
		},
		"DocShare": {"share_doctype": "CRM Contact", "share_name": FIRST, "user": owner_of(number), "read": 1},
		"Tag Link": {"document_type": "CRM Contact", "document_name": own, "tag": "Boats"},
		"Notification Log": {"for_user": REP, "document_type": "CRM Contact", "document_name": own, "subject": "Hello"},
	} | mail_rows(number)  # fmt: skip


class Surroundings:
	"""The site while it is counted: `names` is what the placeholders of requests stand for."""

	def __init__(self):
		self.world: World = seeding.make_frame()
		self.names = {
			"<admin>": new_user("CRM Admin"), "<system manager>": new_user("CRM Admin", "System Manager"),
			"<pipeline>": self.world.pipeline, "<stage>": self.world.stages[0], "<next stage>": self.world.stages[1],
			"<scope>": frappe.get_all("CRM Record Scope", pluck="name", order_by="name", limit=1)[0],
			"<shipped form>": frappe.db.get_value("CRM Lead Form", {"web_form": "crm-get-in-touch"}),
		}  # fmt: skip
		retire_most()
		self.add_file()
		self.number = 0
		turn_sync_on()
		self.add_subjects()

	def add_file(self) -> None:
		"""Upload a file of the rep's, of people who are not on the site."""
		lines = [
			"First Name,Last Name,Email",
			*(f"Ada,King {number},king.{number}@{DOMAIN}" for number in range(20)),
		]
		values = {"file_name": f"{PREFIX}people.csv", "is_private": 1, "content": "\n".join(lines)}
		frappe.set_user(REP)
		file = insert("File", values)
		frappe.set_user("Administrator")
		self.names |= {"<file>": file.file_url, "<file name>": file.name}

	def add_subjects(self) -> None:
		"""Insert what is changed, merged, deleted or restored, with as much around it on every site."""
		people = [make_contact(contact_owner=REP) for _number in range(3)]
		self.names |= {f"<contact {number}>": contact.name for number, contact in enumerate(people)}
		frappe.delete_doc("CRM Contact", make_contact().name)
		self.names["<deleted>"] = frappe.get_all("Deleted Document", order_by="creation desc", pluck="name")[
			0
		]
		kept, removed = make_contact(contact_owner=REP), make_contact(contact_owner=REP)
		self.names["<merge>"] = merge(kept.name, removed.name, "CRM Contact")["merge"]
		self.add_quotes()
		self.add_projects()
		self.add_documents()
		self.add_events()
		self.add_held()
		self.add_audience()
		self.add_campaigns(people[0])
		self.add_form()
		self.add_button()
		self.add_written_mails()
		for status in ("Unsure", "Failed"):
			self.names[f"<{status.lower()} message>"] = make_message(people[0], status=status).name

	def add_quotes(self) -> None:
		"""Add quotes for a contact of the rep's: a draft, one to send, one that was sent, and its revision."""
		frappe.set_user(REP)
		contact = make_contact(contact_owner=REP, email=f"buyer@{DOMAIN}").name
		draft, unsent, sent = (make_quote(contact=contact) for _number in range(3))
		send_quote(sent)
		self.names |= {"<quote>": draft.name, "<unsent quote>": unsent.name, "<sent quote>": sent.name}
		self.add_link(sent)
		revised = make_quote(contact=contact)
		send_quote(revised)
		self.names["<revision>"] = revise(revised)
		lines = [{"title": "Care", "quantity": 1, "unit_price": 80, "recurrence": "Monthly"}]
		accepted = make_quote(contact=contact, lines=lines)
		send_quote(accepted)
		self.names["<accepted quote>"] = accept_quote(accepted, [], said_by="Ada").name
		frappe.set_user("Administrator")

	def add_link(self, sent: Document) -> None:
		"""Give somebody a link to a quote that was sent, which asks for no code, and to one that does."""
		asking = make_quote(contact=sent.contact, needs_code=1)
		for placeholder, quote in (("<quote link>", sent), ("<asking link>", asking)):
			quote = quote if quote is sent else send_quote(asking)
			self.names[placeholder] = make_link(quote, f"buyer@{DOMAIN}").partition("t=")[2]

	def add_projects(self) -> None:
		"""Give the rep a project with a plan that moves, one that is undone, a template, and a won deal without a project."""
		deal = make_deal(deal_owner=REP)
		project = make_project(
			project_owner=REP,
			customer=make_customer(salesperson=REP).name,
			participants=[{"user": REP, "participant_group": "Crew"}],
		)
		make_mailbox(None, "CRM Viewer", takes_tags=1)
		milestone = make_milestone(project, due_on="2099-01-08")
		first = make_task(project, scheduled_on="2099-01-05 17:00:00", milestone=milestone.name)
		make_task(project, first, scheduled_on="2099-01-06 17:00:00")
		template = make_template(
			{"subject": "Call"}, {"subject": "Meet", "waits_for": "1"}, milestones=({"title": "Go"},)
		)
		frappe.set_user(REP)
		change = reschedule(project.name, first.name, "2099-01-07")["change"]
		frappe.set_user("Administrator")
		self.names |= {
			"<project>": project.name, "<task>": first.name, "<change>": change, "<template>": template.name,
			"<won deal>": move(deal, "Won").name,
		}  # fmt: skip

	def add_documents(self) -> None:
		"""Give the rep a document with a version, public links, to open, opened and to revoke, and a file on a customer to adopt."""
		customer = make_customer(salesperson=REP)
		document = make_document(customer, content=PNG, name="plan.png")
		frappe.set_user(REP)
		links = [make_public_link(document, Receiver(), None, None) for _number in range(3)]
		viewed = links[2]["url"].partition("t=")[2]
		link = find_public_link(viewed)
		note_delivery(link, version_of(link))
		file = insert(
			"File",
			{
				"file_name": "old.png",
				"is_private": 1,
				"content": PNG,
				"attached_to_doctype": "CRM Customer",
				"attached_to_name": customer.name,
			},
		)
		frappe.set_user("Administrator")
		self.names |= {
			"<document>": document.name, "<version>": frappe.db.get_value("CRM Document Version", {"document": document.name}),
			"<public link>": links[0]["name"], "<viewed link>": viewed, "<document link>": links[1]["url"].partition("t=")[2], "<old file>": file.name,
			"<linked customer>": make_customer(salesperson=REP).name, "<document's customer>": customer.name,
		}  # fmt: skip

	def add_events(self) -> None:
		"""Give the rep an event and a series, feeds, and a contact a room and an invitation."""
		frappe.set_user(REP)
		guest = make_contact(contact_owner=REP, email=f"guest@{DOMAIN}")
		project = frappe.get_doc("CRM Project", self.names["<project>"])
		project.append("participants", {"contact": guest.name})
		project.save()
		event = make_meeting(guest, REP, about=(project,), event_owner=REP, starts_on="2099-01-06 10:00:00")
		series = make_meeting(event_owner=REP, starts_on="2099-01-06 10:00:00", repeats="Daily")
		feed, ended, read = (feeds.make(None) for _number in range(3))
		room = rooms.make(guest.name, project.name, None)
		self.names |= {
			"<guest>": guest.name, "<event>": event.name, "<series>": series.name, "<feed>": feed["name"],
			"<ended feed>": ended["name"], "<feed token>": read["url"].partition("token=")[2],
			"<day>": next(iter(series_of(series).all_starts())).isoformat(timespec="minutes"),
			"<room>": room["url"].partition("t=")[2], "<rsvp>": link_for(event.name, event.attendees[0]).partition("t=")[2],
			"<room task>": make_task(project, contact_assigned=guest.name).name,
			"<ended link>": rooms.make(guest.name, None, event.name)["name"],
		}  # fmt: skip
		frappe.set_user("Administrator")

	def add_written_mails(self) -> None:
		"""Give the rep a mailbox with a mail to answer, a draft, one to discard, and a mail that is about to be sent."""
		answered = make_mail(make_mailbox(REP), sender=f"ada@{DOMAIN}")
		template = {
			"name": f"{PREFIX}offer",
			"subject": "Offer to {{ customer }}",
			"response": "Dear {{ contact.first_name }}",
		}
		frappe.delete_doc_if_exists(
			"Email Template", template["name"]
		)  # a run that was ended leaves it behind
		frappe.get_doc({"doctype": "Email Template", **template}).insert()
		frappe.set_user(REP)
		draft, discarded = (save_draft(to=f"ada@{DOMAIN}", subject="Offer")["draft"] for _number in range(2))
		owed = send_mail(to=f"ada@{DOMAIN}", subject="Offer")["mail"]
		frappe.set_user("Administrator")
		self.names |= {
			"<mail>": answered.mail,
			"<draft>": draft,
			"<unwanted draft>": discarded,
			"<owed mail>": owed,
		}

	def add_held(self) -> None:
		"""Give somebody a contact, a customer, a deal and an open note, which are handed over."""
		holder = self.names["<holder>"] = new_user("CRM Sales Rep")
		customer = make_customer(salesperson=holder)
		contact = make_contact(contact_owner=holder, customer=customer.name)
		make_deal(deal_owner=holder, contact=contact.name)
		make_note(contact, assigned_to=holder, scheduled_on=now())

	def add_button(self) -> None:
		"""Add a rule that somebody begins by a button of a deal, and one that has failed for another deal."""
		what = {
			"record_type": "CRM Sales Deal",
			"trigger_type": "Button",
			"steps": '[{"step": "tag", "tag": "Boats"}]',
		}
		self.names["<button>"] = insert(
			"CRM Workflow Rule", {**what, "title": "Tag it", "is_enabled": 1}
		).name
		deal, rule = make_deal(), insert("CRM Workflow Rule", {**what, "title": "Tag others"}).name
		run = self.names["<failed run>"] = make_run(deal, rule=rule, status="Failed").name
		make_step(deal, run=run, status="Failed")

	def add_form(self) -> None:
		"""Add a form, what a page gets to send to it, and submissions in each state that somebody acts on."""
		form = self.names["<form>"] = make_form().name
		self.names["<token>"] = make_token(key_for(Purpose.TOKEN), form, time.time())
		for status in ("Quarantined", "Failed", "Awaiting Confirmation"):
			submission = make_submission(form=form, status=status, first_name="Ada", email=f"ada@{DOMAIN}")
			self.names[f"<{status}>"] = submission.name
		key = key_for(Purpose.CONFIRMATION)
		self.names["<key>"] = make_token(key, self.names["<Awaiting Confirmation>"], time.time())

	def add_audience(self) -> None:
		"""Add a segment, a public list, and the links by which somebody subscribes and leaves."""
		email = f"reader@{DOMAIN}"
		reader = make_contact(email=email)
		segment, news = make_segment(kind="Chosen").name, make_list(is_public=1).name
		waiting = subscribe(news, None, address=f"stranger@{DOMAIN}", source="Form")
		self.names |= {
			"<segment>": segment,
			"<list>": news,
			"<reader>": reader.name,
			"<page token>": make_token(key_for(Purpose.SUBSCRIBING), news, time.time() - 60),
			"<subscription key>": make_token(key_for(Purpose.SUBSCRIPTION), waiting, time.time()),
			"<person token>": person_token(reader.name, email),
		}

	def add_campaigns(self, contact: Document) -> None:
		"""Add a campaign in each state that somebody changes, and a person of whom it is unsure whether they got it."""
		written = {
			"sender": make_mail_account(f"{PREFIX}news"),
			"subject": "News",
			"content": '<a href="https://a.example/">News</a>',
			"audience": [{"kind": "CRM Segment", "audience": self.names["<segment>"]}],
		}
		for status in ("Draft", "Scheduled", "Running", "Paused"):
			name = self.names[f"<{status} campaign>"] = make_campaign(**written).name
			frappe.db.set_value("CRM Campaign", name, "status", status)
		recipient = make_recipient(contact, self.names["<Running campaign>"], status="Unsure")
		insert_raw(
			"CRM Campaign Link", {"campaign": recipient.campaign, "position": 1, "url": "https://a.example/"}
		)
		self.names |= {
			"<recipient>": recipient.name,
			"<recipient token>": recipient.token,
			"<link>": signed(key(), recipient.token, 1),
		}

	def grow(self, size: Size, number: int) -> None:
		"""Bring the site to this size, and to `number` rows of every other table."""
		self.world = seeding.grow(self.world, size.contacts, size.deals, size.notes, lambda *_progress: None)
		for each in range(self.number, number):
			for doctype, values in rows(each, self.names).items():
				insert_row(doctype, {"name": name_of(each), **values})
		self.number = number
		give_shares()
		frappe.db.commit()


def retire_most() -> None:
	"""Disable most of the benchmark's people: a question about every person of the CRM takes a while for two hundred."""
	retired = [owner_of(number) for number in range(PEOPLE_LEFT, PEOPLE)]
	frappe.db.set_value("User", {"name": ("in", retired)}, "enabled", 0)


def give_shares() -> None:
	"""Make a tenth of everything the rep's, hang another on the first customer, let a third look like the first record."""
	for doctype, ending, values in SHARES:
		frappe.db.set_value(doctype, {"name": ("like", f"{PREFIX}%{ending}")}, values, update_modified=False)


def insert_row(doctype: str, values: dict) -> None:
	"""Insert a row past its rules, and past the time they take."""
	doc = frappe.new_doc(doctype)
	doc.update({"owner": REP, "creation": now(), "modified": now(), "modified_by": REP, **values})
	doc.db_insert()


def turn_sync_on() -> None:
	"""Let saves owe respond.io, where nobody listens, what they owe."""
	settings = frappe.get_doc("CRM Respondio Settings")
	keys = [{"label": "Webhook", "signing_key": WEBHOOK_KEY}]
	settings.update(
		{
			"enabled": 1,
			"sends_messages": 1,
			"token": "a-token",
			"base_url": NOBODY_LISTENS,
			"webhook_keys": keys,
		}
	)
	settings.save()
	# What respond.io would say, kept: nobody listens there.
	channel, template = ProviderChannel("1", Channel.SMS, "Office"), Template("offer", "en", "Hello", 0)
	for what, said in {"channels_respondio": channel, "templates_respondio_1": template}.items():
		frappe.cache.set_value(f"crm_messaging_{what}", [asdict(said)])
