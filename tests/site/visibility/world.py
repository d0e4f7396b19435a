"""Records of every kind, for each reason that somebody might have to see them."""

from dataclasses import dataclass, field

import frappe
from frappe.model.document import Document

from frappe_crm_app.frappe_crm_app.doctype.crm_quote_acceptance.options import AcceptanceKind
from frappe_crm_app.selling.acceptance.records import write
from frappe_crm_app.visibility.guards import can_hold
from tests.factories import (
	insert,
	insert_raw,
	make_click,
	make_consent,
	make_contact,
	make_customer,
	make_deal,
	make_document,
	make_event,
	make_location,
	make_mail,
	make_mailbox,
	make_meeting,
	make_member,
	make_message,
	make_milestone,
	make_note,
	make_project,
	make_quote,
	make_recipient,
	make_run,
	make_snapshot,
	make_step,
	make_submission,
	make_subscription,
	make_sync,
	make_task,
	move,
	written,
)

CUSTOMERS = {
	"own": lambda user: {"salesperson": user},
	"other": lambda user: {},
	"client": lambda user: {"relationship": "Client"},
	"partner": lambda user: {"relationship": "Partner Prospect"},
	"linked": lambda user: {"linked_users": [{"user": user}]},
	"dealt": lambda user: {},
	"private": lambda user: {"relationship": "Client", "profile_visibility": "Private"},
}
SHARING_ROLE = "CRM Partner Manager"
MARK = "Zyxwv"  # a word that stands in every record's title and nowhere else


@dataclass
class World:
	"""`names[kind][reason]` is the record of a kind (DocType, or what else a sort of its records is called) that stands for a reason."""

	reasons: set[str]
	names: dict[str, dict[str, str]] = field(default_factory=dict)

	def add(self, kind: str, reason: str, doc: Document) -> Document:
		self.names.setdefault(kind, {})[reason] = doc.name
		return doc


def make_world(user: str, reasons: set[str]) -> World:
	"""Insert the records as Administrator; only what is "own", "dealt" or "linked" has to do with `user`."""
	world = World(reasons)
	for reason in sorted(reasons):
		add_records(world, reason, user)
	return world


def add_records(world: World, reason: str, user: str) -> None:
	owner = user if reason == "own" else "Administrator"
	title = f"{MARK} {reason}"
	extra = CUSTOMERS[reason](user)
	relation = [{"customer": make_customer(customer_name=f"Ally {reason}").name, "relation": "Partner"}]
	users = [*extra.pop("linked_users", []), {"user": "Administrator"}]
	customer = make_customer(
		**{"salesperson": owner, "customer_name": title, "relations": relation, "linked_users": users} | extra
	)
	world.add("CRM Customer", reason, customer)
	world.add("CRM Customer Relation", reason, customer.relations[0])
	world.add("CRM Customer User", reason, customer.linked_users[0])
	contact = make_contact(
		first_name=MARK,
		last_name=reason,
		email=f"{MARK}.{reason}@example.com",
		emails=[
			{"email": f"{MARK}.{reason}@example.com"},
			{"email": f"{MARK}.{reason}@home.example"},
		],
		phones=[{"phone": f"+1415555{len(world.names):04}"}],
		customer=customer.name,
		contact_owner=owner,
		linked_user=user if reason == "linked" else None,
	)
	world.add("CRM Contact", reason, contact)
	world.add("CRM Contact Affiliation", reason, contact.affiliations[0])
	world.add("CRM Contact Email", reason, contact.emails[1])
	world.add("CRM Contact Phone", reason, contact.phones[0])
	world.add("CRM Message", reason, make_message(contact, status="Failed", text=title))
	people = [{"contact": contact.name, "deal_role": "Decision Maker"}]
	dealer = user if reason == "dealt" else owner
	deal = world.add(
		"CRM Sales Deal",
		reason,
		make_deal(title=title, contact=contact.name, deal_owner=dealer, people=people),
	)
	world.add("CRM Deal Contact", reason, deal.people[0])
	move(deal, "Won")
	# Winning makes a prospect a client; here the reason says what the customer is.
	customer.db_set("relationship", customer.relationship, update_modified=False)
	change = frappe.get_doc("CRM Stage Change", {"reference_name": deal.name})
	world.add("CRM Stage Change", reason, change)
	mail = frappe.get_doc("CRM Won Mail", {"deal": deal.name})
	mail.db_set("status", "Not Sent")  # so that it can be tried again
	world.add("CRM Won Mail", reason, mail)
	world.add("CRM Deal Snapshot", reason, make_snapshot(deal))
	world.add("CRM Lead Submission", reason, make_submission(first_name=title, contact=contact.name))
	world.add("CRM Consent", reason, make_consent(contact))
	world.add("CRM Segment Member", reason, make_member(contact))
	world.add("CRM Subscription", reason, make_subscription(contact))
	recipient = world.add("CRM Campaign Recipient", reason, make_recipient(contact, status="Unsure"))
	world.add("CRM Campaign Click", reason, make_click(recipient))
	world.add("CRM Respondio Sync", reason, make_sync(customer, status="Failed"))
	world.add("CRM Domain Event", reason, make_event(deal))
	world.add("CRM Workflow Run", reason, make_run(deal))
	world.add("CRM Workflow Step", reason, make_step(deal))
	quote = world.add("CRM Quote", reason, make_quote(deal=deal.name, title=title))
	world.add("CRM Quote Line", reason, quote.lines[0])
	world.add("CRM Quote Tax", reason, quote.taxes[0])
	owed = {"quote": quote.name, "kind": "Quote", "address": "ada@example.com", "status": "Not Sent"}
	world.add("CRM Quote Mail", reason, insert("CRM Quote Mail", owed))
	add_acceptance(world, reason, quote)
	world.add("CRM Location", reason, make_location(location_name=title, customer=customer.name))
	world.add("CRM Follow-up Note", reason, make_note(customer, subject=title, content=title))
	world.add("private note", reason, make_note(customer, subject=title, content=title, is_private=1))
	add_mails(world, reason, owner, contact.email)
	add_projects(world, reason, owner, customer)
	add_documents(world, reason, customer, contact)
	add_events(world, reason, owner, customer)


def add_projects(world: World, reason: str, owner: str, customer: Document) -> None:
	"""Insert a project for the customer, with what hangs on it, and one for participants only, of whom the owner is one."""
	title = f"{MARK} {reason}"
	alike = {field: customer.get(field) for field in ("relationship", "profile_visibility")}
	further = make_customer(customer_name=f"Further {reason}", **alike)
	project = make_project(
		title=title,
		customer=customer.name,
		project_owner=owner,
		customers=[{"customer": further.name}],
		participants=[{"user": "Administrator"}],
	)
	world.add("CRM Project", reason, project)
	world.add("CRM Project Customer", reason, project.customers[0])
	world.add("CRM Project Participant", reason, project.participants[0])
	world.add("CRM Milestone", reason, make_milestone(project, title=title, due_on="2026-02-01"))
	first = make_task(project, subject=title)
	task = make_task(project, first, subject=title, checklist=[{"item": title}])
	world.add("task", reason, task)
	world.add("CRM Task Blocker", reason, task.blocked_by[0])
	world.add("CRM Checklist Item", reason, task.checklist[0])
	change = written("CRM Plan Change", project, {"project": project.name, "summary": title, "moves": "[]"})
	world.add("CRM Plan Change", reason, change)
	closed = make_project(
		title=title,
		customer=customer.name,
		project_owner="Administrator",
		visibility="Participants",
		participants=[{"user": owner if can_hold(owner) else "Administrator"}],
	)
	world.add("closed project", reason, closed)
	world.add("closed task", reason, make_task(closed, subject=title))


def add_documents(world: World, reason: str, customer: Document, contact: Document) -> None:
	"""Insert a document about the customer, with a link for the contact that was opened; and one that is about nothing."""
	title = f"{MARK} {reason}"
	document = make_document(
		customer,
		title=title,
		name=f"{title}.txt",
		assignees=[{"user": "Administrator"}],
		content=title.encode(),
	)
	world.add("CRM Document", reason, document)
	world.add("CRM Document Link", reason, document.links[0])
	world.add("CRM Document Assignee", reason, document.assignees[0])
	version = frappe.get_doc("CRM Document Version", {"document": document.name})
	world.add("CRM Document Version", reason, version)
	of_document = {"document": document.name, "contact": contact.name, "customer": customer.name}
	link = insert_raw(
		"CRM Document Public Link", {**of_document, "label": title, "token_hash": document.name}
	)
	world.add("CRM Document Public Link", reason, link)
	delivery = {**of_document, "version": version.name, "number": 1, "channel": "Link", "address": title}
	world.add("CRM Document Delivery", reason, insert_raw("CRM Document Delivery", delivery))
	world.add("loose document", reason, make_document(title=title))


def add_events(world: World, reason: str, owner: str, customer: Document) -> None:
	"""Insert an event for the customer, with what hangs on it, and one that is about nothing, to which the owner is invited."""
	title = f"{MARK} {reason}"
	guest = make_contact()  # one without a login: who has one takes part with it
	event = make_meeting(guest, about=(customer,), title=title, event_owner=owner)
	world.add("CRM Event", reason, event)
	world.add("CRM Event Attendee", reason, event.attendees[0])
	world.add("CRM Event Link", reason, event.links[0])
	owed = {"event": event.name, "kind": "Invitation", "contact": guest.name, "status": "Not Sent"}
	world.add("CRM Event Mail", reason, insert("CRM Event Mail", owed))
	link = insert("CRM Room Link", {"event": event.name, "contact": guest.name, "token_hash": event.name})
	world.add("CRM Room Link", reason, link)
	view = {"room_link": link.name, "action": "Looked", "subject": title}
	world.add("CRM Room View", reason, insert("CRM Room View", view))
	feed = {"user": owner, "title": title, "token_hash": f"feed {event.name}"}
	world.add("CRM Calendar Feed", reason, insert("CRM Calendar Feed", feed))
	sent = {"user": owner, "client_key": event.name, "digest": title, "answer": "{}"}
	world.add("CRM Quick Log Entry", reason, insert("CRM Quick Log Entry", sent))
	world.add(
		"other event",
		reason,
		make_meeting(owner if can_hold(owner) else "Administrator", title=title, event_owner="Administrator"),
	)


def add_acceptance(world: World, reason: str, quote: Document) -> None:
	"""Insert what somebody with a link to the quote did, as the quote's page does."""
	link = insert(
		"CRM Quote Link", {"quote": quote.name, "address": "ada@example.com", "token_hash": quote.name}
	)
	row = write(AcceptanceKind.QUESTION, quote, link, text="How much?")
	world.add("CRM Quote Link", reason, link)
	world.add("CRM Quote Acceptance", reason, row)
	owed = {"quote": quote.name, "acceptance": row.name, "status": "Not Made"}
	world.add("CRM Quote Certificate", reason, insert("CRM Quote Certificate", owed))


def add_mails(world: World, reason: str, owner: str, email: str) -> None:
	"""Insert a mail of the contact in a mailbox, and one of which all is shared in a mailbox of people with a role."""
	title = f"{MARK} {reason}"
	mailbox = world.add("CRM Mailbox", reason, make_mailbox(owner, title=f"{title} box"))
	shared = make_mailbox(None, SHARING_ROLE, title=title, sharing="Everything")
	world.add("shared mailbox", reason, shared)
	world.add("CRM Mailbox Role", reason, shared.shared_with[0])
	stored = make_mail(mailbox, subject=title, sender=email)
	mail = world.add("CRM Mail", reason, frappe.get_doc("CRM Mail", stored.mail))
	world.add("CRM Mail Participant", reason, mail.participants[0])
	world.add("CRM Mail Link", reason, mail.links[0])
	world.add("CRM Mailbox Entry", reason, frappe.get_doc("CRM Mailbox Entry", stored.entry))
	folder = insert("CRM Mail Folder", {"mailbox": mailbox.name, "folder_name": title})
	world.add("CRM Mail Folder", reason, folder)
	world.add("CRM Mail Copy", reason, insert("CRM Mail Copy", {"folder": folder.name, "uid": 1}))
	world.add("mail event", reason, make_event(mail, kind="mail.received"))
	told = make_mail(shared, subject=title, sender=email)
	world.add("shared mail", reason, frappe.get_doc("CRM Mail", told.mail))


KINDS = {
	"loose document": "CRM Document",
	"closed project": "CRM Project",
	"closed task": "CRM Follow-up Note",
	"other event": "CRM Event",
	"task": "CRM Follow-up Note",
	"private note": "CRM Follow-up Note",
	"shared mailbox": "CRM Mailbox",
	"shared mail": "CRM Mail",
	"mail event": "CRM Domain Event",
}


def doctype_of(kind: str) -> str:
	return KINDS.get(kind, kind)
