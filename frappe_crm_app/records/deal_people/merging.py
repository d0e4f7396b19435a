"""Two people who become one, and two again, among the people of deals (hooks `crm_merging_rows`, `crm_unmerged`).

That rows point to the kept person, and which of two is put aside, is `identity/repointing.py`.
"""

from collections import defaultdict

import frappe
from frappe.model.document import Document

from frappe_crm_app.kit.set_based import update_records
from frappe_crm_app.records.deal_people.leaving import DEAL, PERSON
from frappe_crm_app.records.identity.repointing import Repointed


def keep_single_person(repointed: Repointed, keeper: Document, removed: Document) -> None:
	"""Let the kept person be what the removed one was in a deal of both: its contact, and in their role where they had none."""
	if keeper.doctype != "CRM Contact":
		return
	rows = frappe.get_all(
		PERSON,
		filters={"contact": ("in", (keeper.name, removed.name))},
		fields=["name", "parent", "contact", "deal_role", "is_primary"],
	)
	leaving = {row.parent: row for row in rows if row.contact == removed.name}
	staying = [row for row in rows if row.contact == keeper.name and row.parent in leaving]
	primary = [row.name for row in staying if leaving[row.parent].is_primary]
	repointed.change(PERSON, "is_primary", primary, 0, 1)
	by_role = defaultdict(list)
	for row in staying:
		if not row.deal_role and leaving[row.parent].deal_role:
			by_role[leaving[row.parent].deal_role].append(row.name)
	for role, names in by_role.items():
		repointed.change(PERSON, "deal_role", names, None, role)


def settle_people(doctype: str, kept: str, removed: str) -> None:
	"""Make people and contact of the deals of both say the same again, whatever was changed since the merge."""
	if doctype != "CRM Contact":
		return
	by_deal = defaultdict(list)
	for row in people_of_deals_of(kept, removed):
		by_deal[row.parent].append(row)
	for rows in by_deal.values():
		settle_deal(rows, {kept, removed})
	if by_deal:
		deal = frappe.qb.DocType(DEAL)
		update_records(DEAL).where(deal.name.isin(sorted(by_deal))).run()
		frappe.clear_document_cache(DEAL)


def people_of_deals_of(*contacts: str) -> list[frappe._dict]:
	"""Return all people of the deals in which these take part, each with the deal's contact as `leader`."""
	row, own, deal = frappe.qb.DocType(PERSON), frappe.qb.DocType(PERSON).as_("own"), frappe.qb.DocType(DEAL)
	theirs = frappe.qb.from_(own).select(own.parent).where(own.contact.isin(contacts))
	query = frappe.qb.from_(row).join(deal).on(deal.name == row.parent)
	query = query.select(row.name, row.parent, row.contact, row.is_primary)
	query = query.select(deal.contact.as_("leader"), deal.has_further_people)
	return query.where(row.parent.isin(theirs)).run(as_dict=True)


def settle_deal(rows: list[frappe._dict], pair: set[str]) -> None:
	"""Mark the row of the deal's contact, which is one of the pair where it has none; drop rows of a deal that has none any more."""
	if not rows[0].has_further_people:
		frappe.db.delete(PERSON, {"name": ("in", [row.name for row in rows])})
		return
	leader = rows[0].leader
	if leader not in [row.contact for row in rows]:
		for row in rows:
			if row.is_primary and row.contact in pair:
				row.contact = leader
				frappe.db.set_value(PERSON, row.name, "contact", leader)
	for row in rows:
		if bool(row.is_primary) != (row.contact == leader):
			frappe.db.set_value(PERSON, row.name, "is_primary", int(row.contact == leader))
