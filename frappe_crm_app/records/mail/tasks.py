"""Jobs: link mails to contacts that came after them; remove mails whose mailbox was removed. Each is safe to run twice."""

from functools import partial

import frappe

from frappe_crm_app.kit.conflicts import committed
from frappe_crm_app.records.mail.linking import link, mails_of_newcomers
from frappe_crm_app.records.mail.removing import remove_some_left

PACKAGE = "frappe_crm_app.records.mail.tasks"


def enqueue_linking(emails: list[str]) -> None:
	"""Link mails of these addresses, or of whichever contacts have by now, in a job."""
	job_id = f"crm_mail_link_{emails[0] if emails else 'all'}"
	frappe.enqueue(
		f"{PACKAGE}.link_newcomers", queue="default", job_id=job_id, deduplicate=True, emails=emails
	)


def link_newcomers(emails: list[str]) -> None:
	"""Link the mails whose senders or recipients a contact has become."""
	for mail in mails_of_newcomers(emails):
		committed(partial(link, mail))


def enqueue_removing() -> None:
	"""Remove mails that lie in no mailbox any more, in a job after the commit."""
	frappe.enqueue(
		f"{PACKAGE}.remove_left",
		queue="long",
		job_id="crm_mail_remove_left",
		deduplicate=True,
		enqueue_after_commit=True,
	)


def remove_left() -> None:
	"""Remove all of them, in transactions of their own."""
	while committed(remove_some_left):
		pass
