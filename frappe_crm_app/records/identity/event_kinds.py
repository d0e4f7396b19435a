"""What may happen to contacts, customers and locations."""

from frappe import _lt

from frappe_crm_app.kit.domain_events.changes import (
	became,
	changed,
	either,
	is_created,
	is_deleted,
	is_updated,
	moved,
)
from frappe_crm_app.kit.domain_events.kinds import Kind

CONTACT, CUSTOMER, LOCATION = "CRM Contact", "CRM Customer", "CRM Location"
TAGGED, MERGED, UNMERGED = "contact.tagged", "merged", "unmerged"
PREFIX = {CONTACT: "contact", CUSTOMER: "customer"}

CONTACT_KINDS = (
	Kind("contact.created", CONTACT, _lt("A contact is created"), happened=is_created),
	Kind("contact.updated", CONTACT, _lt("A contact is changed"), happened=is_updated),
	Kind("contact.deleted", CONTACT, _lt("A contact is deleted"), happened=is_deleted),
	Kind("contact.merged", CONTACT, _lt("Another contact is merged into a contact"), ("removed",)),
	Kind("contact.unmerged", CONTACT, _lt("A merge of contacts is undone"), ("removed",)),
	Kind(
		"contact.status_changed",
		CONTACT,
		_lt("The status of a contact changes"),
		("status",),
		changed("status"),
	),
	Kind(
		"contact.owner_changed",
		CONTACT,
		_lt("A contact is given to somebody else"),
		("contact_owner",),
		changed("contact_owner"),
	),
	Kind(TAGGED, CONTACT, _lt("A contact is tagged"), ("tag",)),
	Kind(
		"contact.opted_out",
		CONTACT,
		_lt("A contact opts out of mails or messages"),
		("email_opt_out", "messaging_opt_out"),
		either(became("email_opt_out", 1), became("messaging_opt_out", 1)),
	),
)
CUSTOMER_KINDS = (
	Kind("customer.created", CUSTOMER, _lt("A customer is created"), happened=is_created),
	Kind("customer.updated", CUSTOMER, _lt("A customer is changed"), happened=is_updated),
	Kind("customer.deleted", CUSTOMER, _lt("A customer is deleted"), happened=is_deleted),
	Kind("customer.merged", CUSTOMER, _lt("Another customer is merged into a customer"), ("removed",)),
	Kind("customer.unmerged", CUSTOMER, _lt("A merge of customers is undone"), ("removed",)),
	Kind(
		"customer.relationship_changed",
		CUSTOMER,
		_lt("The relationship with a customer changes"),
		("relationship",),
		changed("relationship"),
	),
	Kind(
		"customer.stage_changed",
		CUSTOMER,
		_lt("A customer moves to another stage"),
		("stage", "pipeline"),
		moved("stage"),
	),
	Kind(
		"customer.owner_changed",
		CUSTOMER,
		_lt("A customer is given to another salesperson"),
		("salesperson",),
		changed("salesperson"),
	),
)
LOCATION_KINDS = (
	Kind("location.created", LOCATION, _lt("A location is created"), happened=is_created),
	Kind("location.updated", LOCATION, _lt("A location is changed"), happened=is_updated),
)
