"""Removes the demo and what hangs on it, and nothing else.

What hangs on a demo row goes with it, whoever wrote it: notes, history, comments, versions, files, tags. What stands
for itself, such as a deal that a user made for a demo customer, stays, and that customer with it.
"""

from dataclasses import dataclass, field

import frappe

from frappe_crm_app.demo.documents import remove_documents
from frappe_crm_app.demo.keeping import Row, reasons_to_stay
from frappe_crm_app.demo.links import NOTE_LINKS, REMOVED, Pointers, demo_rows, read_pointers
from frappe_crm_app.demo.load import refresh_dates
from frappe_crm_app.demo.marks import PREFIX, is_demo
from frappe_crm_app.demo.rates import remove_rates
from frappe_crm_app.demo.removing import remove_rows
from frappe_crm_app.demo.seller import remove_seller
from frappe_crm_app.demo.staff import remove_logins
from frappe_crm_app.demo.team import TEAM
from frappe_crm_app.records.follow_up.activity import refresh
from frappe_crm_app.records.mail.domains import forget_own_addresses
from frappe_crm_app.records.removal.dependents import chunks
from frappe_crm_app.visibility.guarded import DOCUMENT

# What is about one record and never keeps it, by the link to that.
HANGING = {
	"CRM Contact": (
		("CRM Message", "contact"),
		("CRM Consent", "contact"),
		("CRM Segment Member", "contact"),
		("CRM Subscription", "contact"),
		("CRM Campaign Recipient", "contact"),
		("CRM Event Mail", "contact"),
		("CRM Room Link", "contact"),
	),
	"CRM Event": (("CRM Event Mail", "event"), ("CRM Room Link", "event")),
	"CRM Room Link": (("CRM Room View", "room_link"),),
	"CRM Mailing List": (("CRM Subscription", "mailing_list"),),
	"CRM Segment": (("CRM Segment Member", "segment"),),
	"CRM Campaign": (("CRM Campaign Recipient", "campaign"), ("CRM Campaign Link", "campaign")),
	"CRM Campaign Recipient": (("CRM Campaign Click", "recipient"),),
	"CRM Project": (("CRM Plan Change", "project"),),
}


@dataclass
class Cleared:
	"""How many rows of each DocType went; what stays, with the row that it stays for; the logins that went or stay."""

	counts: dict[str, int] = field(default_factory=dict)
	kept: dict[Row, Row] = field(default_factory=dict)
	removed_logins: list[str] = field(default_factory=list)
	kept_logins: list[str] = field(default_factory=list)


def has_demo() -> bool:
	"""Return whether there is anything of the demo on the site, be it only what had to be kept."""
	has_logins = bool(
		frappe.get_all("User", filters={"name": ("in", [member.user for member in TEAM])}, limit=1)
	)
	return has_logins or any(
		frappe.db.exists(doctype, {"name": ("like", f"{PREFIX}%")}) for doctype in REMOVED
	)


def clear_demo() -> Cleared:
	"""Remove the demo and say what went and what stays."""
	documents = remove_documents()
	pointers = read_pointers()
	reasons = reasons_to_stay(pointers.roots, pointers.links)
	touched = _others_with_demo_notes()
	cleared = Cleared(kept={row: reason for row, reason in reasons.items() if is_demo(row[1])})
	for doctype in REMOVED:
		names = _names_to_remove(doctype, pointers, reasons)
		_remove(doctype, names)
		cleared.counts[doctype] = len(names)
	cleared.counts[DOCUMENT] = documents
	frappe.db.delete(
		"Deleted Document", {"deleted_doctype": ("in", REMOVED), "deleted_name": ("like", f"{PREFIX}%")}
	)
	remove_rates()
	remove_seller()
	forget_own_addresses()
	_empty_links_to_removed()
	_make_dates_true(touched)
	cleared.removed_logins, cleared.kept_logins = remove_logins(TEAM)
	return cleared


def _names_to_remove(doctype: str, pointers: Pointers, reasons: dict[Row, Row]) -> list[str]:
	"""Return the demo's rows, and users' own that hang on them, save what has a reason to stay."""
	hanging = [name for kind, name in pointers.hanging if kind == doctype]
	return [name for name in (*demo_rows(doctype), *hanging) if (doctype, name) not in reasons]


def _remove(doctype: str, names: list[str]) -> None:
	for chunk in chunks(names):
		_remove_history(doctype, chunk)
	remove_rows(doctype, names)


def _remove_history(doctype: str, names: list[str]) -> None:
	frappe.db.delete("CRM Stage Change", {"reference_doctype": doctype, "reference_name": ("in", names)})
	if doctype == "CRM Sales Deal":
		frappe.db.delete("CRM Won Mail", {"deal": ("in", names)})
		frappe.db.delete("CRM Deal Snapshot", {"deal": ("in", names)})
	if doctype == "CRM Customer":
		frappe.db.delete("CRM Respondio Sync", {"customer": ("in", names)})
	if doctype == "CRM Project":
		remove_rows(
			"CRM Milestone", frappe.get_all("CRM Milestone", {"project": ("in", names)}, pluck="name")
		)
	frappe.db.delete("CRM Document Link", {"link_doctype": doctype, "link_name": ("in", names)})
	for kind, fieldname in HANGING.get(doctype, ()):
		frappe.db.delete(kind, {fieldname: ("in", names)})


def _empty_links_to_removed() -> None:
	"""Let no demo row that stays point to one that went."""
	for fieldname, target in (("primary_contact", "CRM Contact"), ("referred_by", "CRM Customer")):
		customer = frappe.qb.DocType("CRM Customer")
		gone = _is_gone(customer[fieldname], target)
		frappe.qb.update(customer).set(customer[fieldname], None).where(gone).run()
	relation = frappe.qb.DocType("CRM Customer Relation")
	frappe.qb.from_(relation).delete().where(_is_gone(relation.customer, "CRM Customer")).run()


def _is_gone(link: object, target: str) -> object:
	"""Return the condition that `link` names a demo row of `target` that is there no more."""
	left = demo_rows(target)
	is_of_demo = link.like(f"{PREFIX}%")
	return is_of_demo & link.notin(left) if left else is_of_demo


def _others_with_demo_notes() -> list[tuple[str, str]]:
	"""Return link field and name of the site's own records that demo notes were moved to."""
	note = frappe.qb.DocType("CRM Follow-up Note")
	touched = []
	for link_field in NOTE_LINKS:
		query = (
			frappe.qb.from_(note)
			.select(note[link_field])
			.distinct()
			.where(note.name.like(f"{PREFIX}%") & note[link_field].not_like(f"{PREFIX}%"))
		)
		touched += [(link_field, name) for name in query.run(pluck=True) if name]
	return touched


def _make_dates_true(touched: list[tuple[str, str]]) -> None:
	"""Recompute the dates of what has lost notes."""
	refresh_dates()
	for link_field, name in touched:
		refresh(NOTE_LINKS[link_field], link_field, name)
