"""The DocTypes of which not everybody sees every record, as data: through what each is seen, what is one's own, who oversees it.

Policy, explanations, hooks and tests read this table; a new guarded DocType is one entry in it. It is plain data in one place,
not gathered from a hook of Frappe's: `hooks.py` and the unit tests read it where there is no site to ask for hooks, it names the
DocTypes of other tiers without importing them, and who audits the rule reads it at one sitting.
"""

from dataclasses import dataclass

from frappe_crm_app.frappe_crm_app.doctype.crm_record_scope.options import SCOPED_RECORDS
from frappe_crm_app.visibility.roles import CRMRole

CONTACT, CUSTOMER, DEAL = SCOPED_RECORDS
NOTE, LOCATION = "CRM Follow-up Note", "CRM Location"
MESSAGE, QUOTE = "CRM Message", "CRM Quote"
MAIL, MAILBOX, ENTRY, MAIL_FOLDER = "CRM Mail", "CRM Mailbox", "CRM Mailbox Entry", "CRM Mail Folder"
PROJECT, MILESTONE, PLAN_CHANGE = "CRM Project", "CRM Milestone", "CRM Plan Change"
MAILED = (*SCOPED_RECORDS, PROJECT)  # what mails are about
DOCUMENT, EVENT = "CRM Document", "CRM Event"
# What documents are about, and through which they are seen.
IN_DOCUMENTS = (CONTACT, CUSTOMER, DEAL, PROJECT, EVENT, NOTE, QUOTE)
# What may happen to a record is told of these, and rules run for them.
TOLD_OF = (
	*SCOPED_RECORDS, NOTE, LOCATION, "CRM Lead Submission", MAIL, MESSAGE, QUOTE, PROJECT, MILESTONE, DOCUMENT, EVENT,
)  # fmt: skip
ASSIGNMENT = "_assign"  # among the fields of what is one's own: an open ToDo assigns the record to the user
_ = str  # marks a sentence that is translated where it is said


@dataclass(frozen=True)
class Through:
	"""The field that names a record's anchor: the record through which it is seen.

	The anchor is of one of `doctypes`; where these are several, the field `doctype_field` says of which.
	"""

	fieldname: str
	doctypes: tuple[str, ...]
	doctype_field: str = ""


@dataclass(frozen=True)
class Having:
	"""A DocType of which whoever has a record reads the record that it names by `link`, whatever else they reach.

	Only the record's own fields count: one that is seen for another reason lets read nothing, so there is no circle. A follow-up
	about a location counts as any: what it names is what its writer could see (`records/follow_up/reference.py`).
	"""

	doctype: str
	link: str
	own: tuple[str, ...]
	"""What makes it somebody's: fields that name the user, `ASSIGNMENT`."""
	status: str = ""
	"""The status in which alone it counts."""


@dataclass(frozen=True)
class Membership:
	"""The field that names a mailbox (`name` of a mailbox itself) whose people reach the record, and nobody else (`mailboxes.py`)."""

	fieldname: str


@dataclass(frozen=True)
class ThroughRows:
	"""A table of the record, `fieldname` of it, whose rows each name a further anchor of one DocType by their `link`.

	Where rows name records of several DocTypes, `doctype_field` of a row says of which, and each of these has its entry.
	`is_needed` says so where rows name one DocType: a record without such a row is not seen in this way even by who sees all anchors.
	"""

	fieldname: str
	table: str
	link: str
	doctype: str
	doctype_field: str = ""
	is_needed: bool = False


@dataclass(frozen=True)
class TakingPart:
	"""A table of the record whose rows name, by `user`, who takes part in it: they read it, and what hangs on it."""

	table: str
	user: str


@dataclass(frozen=True)
class GuardedDocType:
	"""On what grounds a record of a DocType is seen and written. A ground of a new kind is one more field here."""

	through: tuple[Through, ...] = ()
	own: tuple[str, ...] = ()
	"""What makes it one's own, whatever it hangs on: fields that name the user, `ASSIGNMENT`. Of SCOPED_RECORDS, whose it is first."""
	through_rows: tuple[ThroughRows, ...] = ()
	"""Tables whose rows name further anchors."""
	taking_part: TakingPart | None = None
	is_own_only_alone: bool = False
	"""Whether it is one's own only while it has no anchor."""
	private_field: str = ""
	"""The check box that closes it to whoever only sees its anchor; managers are not kept out."""
	private_sentence: str = _("It is private to whoever wrote it or is assigned to it.")
	"""For explanations, whom that leaves."""
	overseen: str = ""
	"""For explanations, why a manager sees every one; empty where managers see what they reach."""
	needed: str = "read"
	"""What one must be able to do with the anchors to add one, to write one, or to hang it elsewhere."""
	steward: CRMRole | None = None
	"""The role for which seeing the anchors is enough."""
	also: tuple[Through, ...] = ()
	"""What it tells of besides: who does not see each record that these name does not see it either."""
	passes_shares: bool = True
	"""Whether a share of the anchor opens it, and a share of it what hangs on it."""
	having: tuple[Having, ...] = ()
	"""What one may have that lets read it, but do nothing else with it."""
	membership: Membership | None = None
	"""Through which mailbox it is private: no manager oversees it, and no share of the mailbox's settings opens it."""
	is_personal: bool = False
	"""Whether it is whose it is, and nobody else's: no manager oversees it."""
	is_mail: bool = False
	"""Whether it is a mail, which is read with an entry of it, or with what it is linked to, where an entry shares all of it."""
	parent: str = ""
	"""Of table rows, the DocType of their record: they are seen and written as that is, whatever else stands here."""


def having(link: str) -> tuple[Having, ...]:
	"""Return what lets read the contact, or the customer, that it names: a deal, won and lost ones too, and an open follow-up."""
	return (
		Having(DEAL, link, own=("deal_owner", ASSIGNMENT)),
		Having(NOTE, link, own=("owner", "assigned_to", ASSIGNMENT), status="Open"),
	)


def linked_by_rows(table: str, doctypes: tuple[str, ...]) -> tuple[ThroughRows, ...]:
	"""Return the ways through a table `links`, of which each row names a record of any of these DocTypes."""
	return tuple(ThroughRows("links", table, "link_name", doctype, "link_doctype") for doctype in doctypes)


# What the conditions of a rule asked: whether it ran tells of that.
ASKED = (
	Through("asked_contact", (CONTACT,)),
	Through("asked_customer", (CUSTOMER,)),
	Through("asked_deal", (DEAL,)),
)
# To whom a document went.
RECEIVERS = (Through("contact", (CONTACT,)), Through("customer", (CUSTOMER,)))

# Contacts, customers and deals are also seen by the scopes of roles (`grounds.py`).
GUARDED: dict[str, GuardedDocType] = {
	CONTACT: GuardedDocType(own=("contact_owner", "owner", ASSIGNMENT), having=having("contact")),
	CUSTOMER: GuardedDocType(own=("salesperson", "owner", ASSIGNMENT), having=having("customer")),
	DEAL: GuardedDocType(own=("deal_owner", "owner", ASSIGNMENT)),
	NOTE: GuardedDocType(
		(Through("reference_name", (*SCOPED_RECORDS, LOCATION, PROJECT), "reference_doctype"),),
		own=("owner", "assigned_to", ASSIGNMENT),
		private_field="is_private",
	),
	LOCATION: GuardedDocType(
		(Through("customer", (CUSTOMER,)), Through("contact", (CONTACT,))),
		own=("owner",),
		is_own_only_alone=True,
		needed="write",
		steward=CRMRole.LOCATION_MANAGER,
		passes_shares=False,
	),
	PROJECT: GuardedDocType(
		(Through("customer", (CUSTOMER,)), Through("deal", (DEAL,))),
		own=("project_owner", "owner", ASSIGNMENT),
		through_rows=(ThroughRows("customers", "CRM Project Customer", "customer", CUSTOMER),),
		taking_part=TakingPart("CRM Project Participant", "user"),
		private_field="is_for_participants",
		private_sentence=_("It is for its owner and whoever takes part in it."),
	),
	MILESTONE: GuardedDocType((Through("project", (PROJECT,)),), needed="write"),
	PLAN_CHANGE: GuardedDocType((Through("project", (PROJECT,)),)),
	DOCUMENT: GuardedDocType(
		own=("owner", ASSIGNMENT),
		through_rows=(
			*linked_by_rows("CRM Document Link", IN_DOCUMENTS),
			ThroughRows("assignees", "CRM Document Assignee", "customer", CUSTOMER, is_needed=True),
		),
		taking_part=TakingPart("CRM Document Assignee", "user"),
		overseen=_("Managers see all documents."),
	),
	"CRM Document Version": GuardedDocType((Through("document", (DOCUMENT,)),)),
	"CRM Document Public Link": GuardedDocType((Through("document", (DOCUMENT,)),), also=RECEIVERS),
	"CRM Document Delivery": GuardedDocType((Through("document", (DOCUMENT,)),), also=RECEIVERS),
	EVENT: GuardedDocType(
		own=("event_owner", "owner", ASSIGNMENT),
		through_rows=linked_by_rows("CRM Event Link", (*SCOPED_RECORDS, PROJECT)),
		taking_part=TakingPart("CRM Event Attendee", "user"),
		overseen=_("Managers see all events."),
	),
	"CRM Event Mail": GuardedDocType((Through("event", (EVENT,)),)),
	"CRM Calendar Feed": GuardedDocType(own=("user",), is_personal=True),
	"CRM Quick Log Entry": GuardedDocType(own=("user",), is_personal=True),
	"CRM Room Link": GuardedDocType((Through("project", (PROJECT,)), Through("event", (EVENT,)))),
	"CRM Room View": GuardedDocType((Through("room_link", ("CRM Room Link",)),)),
	"CRM Stage Change": GuardedDocType((Through("reference_name", (CUSTOMER, DEAL), "reference_doctype"),)),
	"CRM Won Mail": GuardedDocType((Through("deal", (DEAL,)),)),
	"CRM Deal Snapshot": GuardedDocType((Through("deal", (DEAL,)),)),
	# Through its deal; without one through its contact, else its customer (`selling/quotes/drafting.py`).
	QUOTE: GuardedDocType(
		(Through("reference_name", SCOPED_RECORDS, "reference_doctype"),),
		needed="write",
	),
	"CRM Quote Mail": GuardedDocType((Through("quote", (QUOTE,)),)),
	"CRM Quote Acceptance": GuardedDocType((Through("quote", (QUOTE,)),)),
	"CRM Quote Certificate": GuardedDocType((Through("quote", (QUOTE,)),)),
	"CRM Quote Link": GuardedDocType((Through("quote", (QUOTE,)),)),
	MAILBOX: GuardedDocType(membership=Membership("name"), passes_shares=False),
	MAIL_FOLDER: GuardedDocType(membership=Membership("mailbox"), passes_shares=False),
	ENTRY: GuardedDocType(membership=Membership("mailbox"), own=("assigned_to", ASSIGNMENT)),
	MAIL: GuardedDocType(is_mail=True),
	MESSAGE: GuardedDocType((Through("contact", (CONTACT,)),)),
	"CRM Mail Copy": GuardedDocType((Through("folder", (MAIL_FOLDER,)),)),
	"CRM Domain Event": GuardedDocType((Through("reference_name", TOLD_OF, "reference_doctype"),)),
	"CRM Workflow Run": GuardedDocType(
		(Through("reference_name", TOLD_OF, "reference_doctype"),),
		also=ASKED,
	),
	# Through what it was done to, which not everybody sees who sees the run.
	"CRM Workflow Step": GuardedDocType(
		(Through("reference_name", TOLD_OF, "reference_doctype"),),
		also=ASKED,
	),
	"CRM Lead Submission": GuardedDocType(
		(Through("contact", (CONTACT,)),), overseen=_("Managers see all submissions.")
	),
	"CRM Campaign Recipient": GuardedDocType((Through("contact", (CONTACT,)),)),
	"CRM Campaign Click": GuardedDocType((Through("recipient", ("CRM Campaign Recipient",)),)),
	"CRM Consent": GuardedDocType((Through("contact", (CONTACT,)),)),
	"CRM Segment Member": GuardedDocType((Through("contact", (CONTACT,)),)),
	"CRM Subscription": GuardedDocType(
		(Through("contact", (CONTACT,)),), overseen=_("Managers see all subscriptions.")
	),
	"CRM Respondio Sync": GuardedDocType((Through("customer", (CUSTOMER,)), Through("contact", (CONTACT,)))),
	"CRM Contact Affiliation": GuardedDocType(parent=CONTACT),
	"CRM Contact Email": GuardedDocType(parent=CONTACT),
	"CRM Contact Phone": GuardedDocType(parent=CONTACT),
	"CRM Customer Relation": GuardedDocType(parent=CUSTOMER),
	"CRM Customer User": GuardedDocType(parent=CUSTOMER),
	"CRM Deal Contact": GuardedDocType(parent=DEAL),
	"CRM Checklist Item": GuardedDocType(parent=NOTE),
	"CRM Task Blocker": GuardedDocType(parent=NOTE),
	"CRM Event Attendee": GuardedDocType(parent=EVENT),
	"CRM Event Link": GuardedDocType(parent=EVENT),
	"CRM Project Customer": GuardedDocType(parent=PROJECT),
	"CRM Project Participant": GuardedDocType(parent=PROJECT),
	"CRM Document Link": GuardedDocType(parent=DOCUMENT),
	"CRM Document Assignee": GuardedDocType(parent=DOCUMENT),
	"CRM Mail Link": GuardedDocType(parent=MAIL),
	"CRM Mail Participant": GuardedDocType(parent=MAIL),
	"CRM Mailbox Role": GuardedDocType(parent=MAILBOX),
	"CRM Quote Line": GuardedDocType(parent=QUOTE),
	"CRM Quote Tax": GuardedDocType(parent=QUOTE),
}
# The contacts and customers of what one has, each with what counts as having it.
PEOPLE = {doctype: guarded.having for doctype, guarded in GUARDED.items() if guarded.having}
OWNER_FIELD = {doctype: GUARDED[doctype].own[0] for doctype in SCOPED_RECORDS}


def anchor_doctypes(guarded: GuardedDocType) -> set[str]:
	"""Return the DocTypes through whose records those of a DocType are seen."""
	parents = {guarded.parent} if guarded.parent else set()
	by_rows = {way.doctype for way in guarded.through_rows}
	return parents | by_rows | {doctype for way in guarded.through for doctype in way.doctypes}


def is_somebodys_own(doctype: str) -> bool:
	"""Return whether all records of a DocType are those of a mailbox, or one's own in any other way: nobody oversees any of them."""
	guarded = GUARDED[doctype]
	anchors = anchor_doctypes(guarded)
	is_private = guarded.is_mail or guarded.is_personal or guarded.membership is not None
	return is_private or (bool(anchors) and all(is_somebodys_own(anchor) for anchor in anchors))


SOMEBODYS_OWN = frozenset(doctype for doctype in GUARDED if is_somebodys_own(doctype))
# Of events and runs some are about mails, so that nobody sees all of these either.
NOBODYS_WHOLLY = SOMEBODYS_OWN | {
	doctype for doctype, guarded in GUARDED.items() if not SOMEBODYS_OWN.isdisjoint(anchor_doctypes(guarded))
}


def anchors_of(doc: object) -> list[tuple[str, str]]:
	"""Return DocType and name of the records through which a record, a `Document`, is seen."""
	guarded = GUARDED[doc.doctype]
	anchors = [(guarded.parent, doc.get("parent"))] if guarded.parent and doc.get("parent") else []
	for way in guarded.through:
		doctype = doc.get(way.doctype_field) if way.doctype_field else way.doctypes[0]
		name = doc.get(way.fieldname)
		if name and doctype in way.doctypes:
			anchors.append((doctype, name))
	for way in guarded.through_rows:
		rows = doc.get(way.fieldname) or ()
		names = [row.get(way.link) for row in rows if is_of(way, row)]
		anchors += [(way.doctype, name) for name in names if name]
	return anchors


def is_of(way: ThroughRows, row: object) -> bool:
	"""Return whether a table's row names a record of the DocType of this way."""
	return not way.doctype_field or row.get(way.doctype_field) == way.doctype


def passes_shares(anchor: str, doctype: str) -> bool:
	"""Return whether a share of a record of `anchor` opens the records of `doctype` that hang on it."""
	return GUARDED[anchor].passes_shares and GUARDED[doctype].passes_shares
