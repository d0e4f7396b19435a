"""What people call our DocTypes: "Deal", not "CRM Sales Deal"; where they meet another DocType of that label, ours says "(CRM)".

Frappe's own Contact counts where an app is installed that people keep their contacts in with it.
"""

import frappe
from frappe import _
from frappe.utils.caching import site_cache

USERS_OF_CONTACT = ("erpnext", "crm", "helpdesk")
_lt = str  # marks a word that is translated where it is said
LABELS = {
	"CRM Board View": _lt("Board View"),
	"CRM Bulk Change": _lt("Bulk Change"),
	"CRM Calendar Feed": _lt("Calendar Feed"),
	"CRM Campaign": _lt("Campaign"),
	"CRM Campaign Click": _lt("Campaign Click"),
	"CRM Campaign Link": _lt("Campaign Link"),
	"CRM Campaign Recipient": _lt("Campaign Recipient"),
	"CRM Consent": _lt("Consent"),
	"CRM Contact": _lt("Contact"),
	"CRM Contact Import": _lt("Contact Import"),
	"CRM Customer": _lt("Customer"),
	"CRM Deal Lost Reason": _lt("Lost Reason"),
	"CRM Document": _lt("Document"),
	"CRM Document Delivery": _lt("Document Delivery"),
	"CRM Document Folder": _lt("Document Folder"),
	"CRM Document Public Link": _lt("Link to a Document"),
	"CRM Document Version": _lt("Document Version"),
	"CRM Event": _lt("Event"),
	"CRM Event Mail": _lt("Event Mail"),
	"CRM Follow-up Note": _lt("Follow-up"),
	"CRM Lead Form": _lt("Lead Form"),
	"CRM Lead Submission": _lt("Lead Submission"),
	"CRM Location": _lt("Location"),
	"CRM Mailing List": _lt("Mailing List"),
	"CRM Merge": _lt("Merge"),
	"CRM Message": _lt("Message"),
	"CRM Milestone": _lt("Milestone"),
	"CRM Pipeline": _lt("Pipeline"),
	"CRM Plan Change": _lt("Plan Change"),
	"CRM Project Template": _lt("Project Template"),
	"CRM Project": _lt("Project"),
	"CRM Quote Acceptance": _lt("Quote Acceptance"),
	"CRM Quote Certificate": _lt("Signed Quote"),
	"CRM Quote Link": _lt("Link to a Quote"),
	"CRM Quote Mail": _lt("Quote Mail"),
	"CRM Quick Log Entry": _lt("Quick Log Entry"),
	"CRM Quote": _lt("Quote"),
	"CRM Record Scope": _lt("Record Scope"),
	"CRM Respondio Event": _lt("respond.io Event"),
	"CRM Respondio Sync": _lt("respond.io Sync"),
	"CRM Room Link": _lt("Link to a Room"),
	"CRM Room View": _lt("View of a Room"),
	"CRM Sales Deal": _lt("Deal"),
	"CRM Sales Product": _lt("Product"),
	"CRM Sales Role": _lt("Sales Role"),
	"CRM Salesperson": _lt("Salesperson"),
	"CRM Segment": _lt("Segment"),
	"CRM Segment Member": _lt("Segment Member"),
	"CRM Source": _lt("Source"),
	"CRM Stage": _lt("Stage"),
	"CRM Stage Change": _lt("Stage Change"),
	"CRM Subscription": _lt("Subscription"),
	"CRM Tax Class": _lt("Tax Class"),
	"CRM Won Mail": _lt("Won Mail"),
	"CRM Workflow Rule": _lt("Workflow Rule"),
}
# DocTypes that are called alike though not by the very label.
ALSO_CALLED = {"CRM Deal": "Deal"}


def label_of(doctype: str) -> str:
	"""Return what people call records of a DocType, in the user's language."""
	if doctype not in LABELS:
		return _(doctype)
	return _("{0} (CRM)").format(_(LABELS[doctype])) if LABELS[doctype] in taken() else _(LABELS[doctype])


def labels() -> dict[str, str]:
	"""Return the labels of our DocTypes, as `label_of` does."""
	return {doctype: label_of(doctype) for doctype in LABELS}


@site_cache(ttl=600)
def taken() -> frozenset[str]:
	"""Return those of the labels that other DocTypes of this site have."""
	wanted = [*LABELS.values(), *ALSO_CALLED]
	names = set(frappe.get_all("DocType", filters={"name": ("in", wanted)}, pluck="name", order_by=None))
	if set(USERS_OF_CONTACT).isdisjoint(frappe.get_installed_apps()):
		names.discard("Contact")
	return frozenset(ALSO_CALLED.get(name, name) for name in names)
