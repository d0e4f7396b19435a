"""Makes rows of what the boxes and the wording of contacts say that have none yet (patch, example data)."""

import frappe

from frappe_crm_app.frappe_crm_app.doctype.crm_consent.options import Channel, ConsentSource, ConsentState
from frappe_crm_app.records.consent.appending import Said, append_many
from frappe_crm_app.records.consent.boxes import CHANNELS_OF, CONTACT
from frappe_crm_app.records.consent.standing import CONSENT

CHUNK = 5000
FIELDS = (
	"name",
	"email",
	"phone",
	"email_opt_out",
	"messaging_opt_out",
	"consent_text",
	"consent_on",
	"creation",
	"modified",
)


def fill_missing() -> int:
	"""Note what the contacts say that have no row, and return how many rows were made; running it again makes none."""
	done, last = 0, ""
	while rows := saying_something(last):
		done += append_many([said for row in rows for said in said_by(row)], has_boxes=True)
		last = rows[-1].name
	return done


def saying_something(after: str) -> list[frappe._dict]:
	"""Return the next contacts with a box ticked or a wording, without a row."""
	contact, row = frappe.qb.DocType(CONTACT), frappe.qb.DocType(CONSENT)
	noted = frappe.qb.from_(row).select(row.contact).where(row.contact == contact.name)
	says = (contact.email_opt_out == 1) | (contact.messaging_opt_out == 1)
	says |= contact.consent_text.isnotnull() & (contact.consent_text != "")
	query = frappe.qb.from_(contact).select(*(contact[each] for each in FIELDS))
	query = query.where(says & (contact.name > after) & contact.name.notin(noted))
	return query.orderby(contact.name).limit(CHUNK).run(as_dict=True)


def said_by(contact: frappe._dict) -> list[Said]:
	"""Return what a contact says: of a withdrawal the moment is not known, but that it was before the last change."""
	said = []
	if contact.consent_text:
		given = {"wording": contact.consent_text, "address": contact.email or ""}
		moment = contact.consent_on or contact.creation
		said.append(
			Said(
				contact.name,
				Channel.EMAIL,
				ConsentState.GIVEN,
				ConsentSource.FORM,
				**given,
				occurred_on=moment,
			)
		)
	for fieldname, channels in CHANNELS_OF.items():
		for channel in channels if contact[fieldname] else ():
			address = contact.email if channel == Channel.EMAIL else contact.phone
			moment = max(contact.modified, contact.consent_on or contact.modified)
			said.append(
				Said(
					contact.name,
					channel,
					ConsentState.WITHDRAWN,
					ConsentSource.DESK,
					address=address or "",
					occurred_on=moment,
				)
			)
	return said
