"""A mailbox of the rep's with mails, for requests that are about some; half of them are one conversation."""

from frappe.utils import now

from frappe_crm_app.benchmark.rows import DOMAIN, REP, name_of, owner_of

FIRST = name_of(0)


def mail_rows(number: int) -> dict[str, dict]:
	"""Return what each table of mails gets with a number; the mailbox of number 0 is the rep's, and all mails lie there."""
	own = name_of(number)
	thread = FIRST if number % 2 == 0 else own
	of_mail = {"parenttype": "CRM Mail", "parent": own}
	email = f"vine.{number}@{DOMAIN}" if number else f"ada.0@{DOMAIN}"
	return {
		"CRM Mailbox": {
			"title": f"Mailbox {number}", "user": owner_of(number) if number else REP, "status": "Paused", "is_paused": 1,
		},
		"CRM Mailbox Role": {"parenttype": "CRM Mailbox", "parentfield": "shared_with", "parent": own, "role": "CRM Admin"},
		"CRM Mail Folder": {"mailbox": FIRST, "folder_name": f"Folder {number}", "kind": "Other", "is_synced": 1},
		"CRM Mail": {
			"subject": f"Offer {number}", "from_email": email, "from_name": "Ada", "direction": "In", "sent_on": now(),
			"thread": thread, "identity": own, "message_id": f"{own}@{DOMAIN}", "text": "How much?", "snippet": "How much?",
			"customer": FIRST, "is_readable": 1, "delivery_state": "",
		},
		"CRM Mail Participant": {
			**of_mail, "parentfield": "participants", "kind": "From", "email": email, "full_name": "Ada", "idx": 1,
			"contact": None if number else FIRST,
		},
		"CRM Mail Link": {
			**of_mail, "parentfield": "links", "link_doctype": "CRM Contact", "link_name": FIRST,
		},
		"CRM Mailbox Entry": {
			"mailbox": FIRST, "mail": own, "thread": thread, "folder": "Inbox", "sent_on": now(), "sharing": "Nothing",
		},
		"CRM Mail Copy": {"folder": FIRST, "uidvalidity": "1", "uid": number + 1, "mail": own, "entry": own},
	}  # fmt: skip
