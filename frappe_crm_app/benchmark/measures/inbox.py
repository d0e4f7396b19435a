"""The inbox of a sales rep: its first page, one far down, a conversation, a search. The mails come as they are first asked for."""

from collections.abc import Callable, Iterator

import frappe
from frappe.query_builder.functions import Count, Max
from pypika import Case, Order

from frappe_crm_app.benchmark import mails
from frappe_crm_app.benchmark.mails import ENTRY, MAIL, MAILBOX, PERSON
from frappe_crm_app.benchmark.measure import ROLES_ASKED, Measure, World, may_read
from frappe_crm_app.benchmark.rows import name_of
from frappe_crm_app.screens.inbox.api import get_page, get_thread
from frappe_crm_app.screens.inbox.views import Cursor

PAGE = 50
SHOWN = (
	"subject",
	"snippet",
	"direction",
	"from_email",
	"from_name",
	"has_attachments",
	"is_automatic",
	"customer",
)
RARE = "Offer 5"


def measures(world: World) -> Iterator[Measure]:
	world_with_mails = Mails(world)
	for key, title, ours, floor, told, is_page in (
		(
			"inbox",
			"The inbox, its first page",
			get_page,
			bare_page,
			"the same rows, names and numbers in SQL",
			False,
		),
		(
			"inbox-far-down",
			"The inbox, a page far down",
			lambda: get_page(cursor=far_down(world)),
			lambda: bare_page(far_down_at(world)),
			"the same rows and names in SQL",
			True,
		),
		(
			"inbox-thread",
			"A conversation of the inbox",
			lambda: get_thread(name_of(0)),
			bare_thread,
			"the same in SQL",
			True,
		),
		(
			"inbox-search",
			"A search for words of a mail",
			lambda: get_page(text=RARE),
			bare_search,
			"the newest five thousand mails, read in SQL",
			False,
		),
	):
		yield Measure(
			key,
			title,
			world_with_mails.before(ours),
			world_with_mails.before(floor),
			f"{ROLES_ASKED}; {told}",
			budget=8 if key == "inbox-thread" else 6,
			user=world.rep,
			is_page=is_page,
		)


class Mails:
	"""The mails of a world, written before the first measure that asks for them."""

	def __init__(self, world: World) -> None:
		self.world, self.are_there = world, False

	def before(self, call: Callable) -> Callable[[], object]:
		def called() -> object:
			if not self.are_there:
				mails.add(self.world)
				self.are_there = True
			return call()

		return called


def far_down_at(world: World) -> Cursor:
	"""Return the place in the list of a mail in the middle."""
	number = mails.thread_of(world.contacts // mails.CONTACTS_TO_A_MAIL // 2)
	moment = mails.moment_of(number, world, mails.frame_of(world).today)
	return Cursor(moment, name_of(number))


def far_down(world: World) -> str:
	return far_down_at(world).written()


def bare_page(after: Cursor | None = None) -> None:
	"""Read what the page shows: the newest mail of each conversation, how many it has and whose the last word is, names, unread."""
	may_read(MAILBOX, ENTRY, MAIL)
	mailbox, entry, mail = (frappe.qb.DocType(doctype) for doctype in (MAILBOX, ENTRY, MAIL))
	box = frappe.qb.from_(mailbox).select(mailbox.name).where(mailbox.user == frappe.session.user).run()[0][0]
	query = frappe.qb.from_(entry).join(mail).on(mail.name == entry.mail)
	query = query.select(entry.star, *(mail[column] for column in SHOWN))
	query = query.where((entry.mailbox == box) & (entry.folder == "Inbox"))
	if after:
		query = query.where(after.begins_after(entry))
	found = query.orderby(entry.sent_on, entry.name, order=Order.desc).limit(3 * PAGE + 1).run(as_dict=True)
	rows = list({row.thread: row for row in reversed(found)}.values())[-PAGE:]
	figures(entry, mail, box, [row.thread for row in rows])
	names(rows)
	if not after:
		unread = frappe.qb.from_(entry).select(entry.folder, Count("*")).groupby(entry.folder)
		unread.where((entry.mailbox == box) & (entry.is_read == 0)).run()


def figures(entry: object, mail: object, box: str, threads: list[str]) -> None:
	"""Read how many mails conversations have, and the last of either side."""
	query = frappe.qb.from_(entry).join(mail).on(mail.name == entry.mail).groupby(entry.thread)
	query = query.where(entry.thread.isin(threads) & (entry.mailbox == box))
	theirs = Case().when(mail.direction == "In", entry.sent_on)
	ours = Case().when(mail.direction == "Out", entry.sent_on)
	query.select(entry.thread, Count("*"), Max(theirs), Max(ours)).run()


def names(rows: list[dict]) -> None:
	"""Read to whom the mails were sent, and the names of their customers."""
	person, customer = frappe.qb.DocType(PERSON), frappe.qb.DocType("CRM Customer")
	to = frappe.qb.from_(person).select(person.parent, person.email, person.full_name)
	to.where(person.parent.isin([row.mail for row in rows]) & (person.kind == "To")).run()
	called = frappe.qb.from_(customer).select(customer.name, customer.customer_name)
	called.where(customer.name.isin(sorted({row.customer for row in rows}))).run()


def bare_thread() -> None:
	"""Read the mails of a conversation with their texts, where they lie, their people, what they are about and their files."""
	may_read(MAIL, ENTRY)
	mail, entry = frappe.qb.DocType(MAIL), frappe.qb.DocType(ENTRY)
	rows = frappe.qb.from_(mail).select(mail.star).where(mail.thread == name_of(0)).run(as_dict=True)
	found = [row.name for row in rows]
	frappe.qb.from_(entry).select(entry.star).where(entry.mail.isin(found)).run()
	for doctype in (PERSON, mails.LINK):
		table = frappe.qb.DocType(doctype)
		frappe.qb.from_(table).select(table.star).where(table.parent.isin(found)).run()
	file = frappe.qb.DocType("File")
	files = frappe.qb.from_(file).select(file.name, file.file_name, file.file_url)
	files.where((file.attached_to_doctype == MAIL) & file.attached_to_name.isin(found)).run()
	contact = frappe.qb.DocType("CRM Contact")
	frappe.qb.from_(contact).select(contact.full_name).where(contact.name == name_of(0)).run()


def bare_search() -> None:
	"""Read the newest five thousand mails for two words, in subjects and texts."""
	may_read(MAILBOX, ENTRY, MAIL)
	entry, mail = frappe.qb.DocType(ENTRY), frappe.qb.DocType(MAIL)
	newest = (
		frappe.qb.from_(entry)
		.select(entry.mail)
		.where(entry.mailbox == mails.mailbox_of(frappe.session.user))
	)
	newest = newest.orderby(entry.sent_on, order=Order.desc).limit(5000).as_("newest")
	query = frappe.qb.from_(newest).join(mail).on(mail.name == newest.mail).select(mail.name, mail.subject)
	for word in RARE.split():
		query = query.where(mail.subject.like(f"%{word}%") | mail.text.like(f"%{word}%"))
	query.limit(PAGE + 1).run()
