"""What the board's side panel shows of a record: its fields in sections, its people and its places."""

from collections.abc import Sequence
from dataclasses import dataclass

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.query_builder.functions import Count
from pypika.terms import Criterion, ValueWrapper

from frappe_crm_app.frappe_crm_app.doctype.crm_customer.options import Relationship
from frappe_crm_app.frappe_crm_app.doctype.crm_stage.options import Outcome
from frappe_crm_app.kit.meeting_points import Point
from frappe_crm_app.records.pipeline.kinds import DEALS, KIND_OF_DOCTYPE
from frappe_crm_app.records.trades.choosing import hidden_fields
from frappe_crm_app.screens.board.deal_people import people_of
from frappe_crm_app.screens.board.own_fields import own_fields
from frappe_crm_app.screens.timeline.titles import titles_of_links
from frappe_crm_app.visibility import permlevels as levels
from frappe_crm_app.visibility import policy
from frappe_crm_app.visibility.criteria import NOTHING
from frappe_crm_app.visibility.user_criteria import UserCriteria

HIDDEN = "…"  # instead of the title of a linked record that the user may not see
MOST = 50  # people, and places, that a panel shows
SECTIONS = {
	"CRM Sales Deal": (
		(
			"Details",
			(
				*("title", "value", "currency", "probability", "forecast_category"),
				*("expected_close_date", "deal_owner", "source"),
			),
		),
		("People", ("contact", "customer")),
		("Closed", ("closed_on", "lost_reason", "lost_notes")),
		("Description", ("description",)),
	),
	"CRM Customer": (
		("Details", ("customer_name", "customer_kind", "relationship", "registration", "salesperson")),
		("Reach", ("primary_contact", "email", "phone", "country", "website", "industry")),
		(
			"Follow-up Data",
			(
				*("channel", "account_value", "currency", "account_type", "estimated_close_date"),
				*(
					"monthly_shipments",
					"ecommerce_platform",
					"weight_range",
					"package_content",
					"annotations",
				),
			),
		),
		("Partner", ("partner_url", "partner_rating", "partner_social_network")),
	),
}


@dataclass(frozen=True)
class Part:
	"""The visible people or places of a record, and whether there are more than the session's user may see."""

	rows: list[frappe._dict]
	has_hidden: bool


def details(doctype: str, name: str) -> dict:
	"""Return the panel's contents; see `api.get_details`."""
	if doctype not in KIND_OF_DOCTYPE:
		frappe.throw(_("Only deals and customers stand on a board."))
	frappe.has_permission(doctype, "read", throw=True)
	doc = frappe.get_doc(doctype, name)
	doc.check_permission("read")
	customer = doc.name if doctype == "CRM Customer" else doc.customer
	contact = doc.get("primary_contact") or doc.get("contact")
	return {
		"doctype": doctype,
		"name": name,
		"title": doc.get(KIND_OF_DOCTYPE[doctype].title),
		"stage": doc.stage,
		"can_write": bool(doc.has_permission("write")),
		"can_note": bool(frappe.has_permission("CRM Follow-up Note", "create")),
		"customer": customer,
		"sections": sections(doc),
		"other_sections": doctype == DEALS.doctype and bool(frappe.get_hooks(Point.DEAL_SECTIONS)),
		"people": people_of(doc, UserCriteria()) if doctype == DEALS.doctype else None,
		**people_and_places(customer, contact),
	}


def people_and_places(customer: str | None, contact: str | None) -> dict:
	"""Return contacts and locations, and of which of them there are more than the session's user may see."""
	parts = {"contacts": contacts(customer, contact), "locations": locations(customer, contact)}
	rows = {name: part.rows for name, part in parts.items()}
	return {**rows, "has_hidden": [name for name, part in parts.items() if part.has_hidden]}


def sections(doc: Document) -> list[dict]:
	"""Return `{label, fields}` for each section, with the fields that the session's user may read."""
	can_write = doc.has_permission("write")
	names_by_label = (*SECTIONS[doc.doctype], ("Further Fields", own_fields(doc.doctype)))
	hidden = hidden_fields(doc.doctype)
	listed = [
		(label, fields_of(doc, [name for name in names if name not in hidden], can_write))
		for label, names in names_by_label
	]
	add_titles(listed)
	return [
		{"label": _(label), "fields": fields} for label, fields in listed if fields and is_shown(doc, label)
	]


def add_titles(listed: list[tuple[str, list[dict]]]) -> None:
	"""Say of each link what the linked record is called, as far as the session's user may see it; one statement."""
	titles = titles_of_links(
		(field["options"], field["value"])
		for _label, fields in listed
		for field in fields
		if field["fieldtype"] == "Link" and field["value"]
	)
	for _label, fields in listed:
		for field in fields:
			if field["fieldtype"] == "Link" and field["value"]:
				field["display"] = titles.get((field["options"], field["value"]), HIDDEN)


def is_shown(doc: Document, label: str) -> bool:
	"""Return whether a section says something about this record."""
	if label == "Closed":
		return doc.outcome != Outcome.OPEN
	return label != "Partner" or doc.relationship == Relationship.PARTNER_PROSPECT


def fields_of(doc: Document, names: Sequence[str], can_write: bool) -> list[dict]:
	"""Return the fields as a form would have them, with their values."""
	fields = [doc.meta.get_field(name) for name in names]
	return [
		{
			"fieldname": field.fieldname,
			"label": _(field.label),
			"fieldtype": field.fieldtype,
			"options": field.options,
			"value": doc.get(field.fieldname),
			"can_edit": bool(
				can_write
				and not field.read_only
				and doc.has_permlevel_access_to(field.fieldname, field, "write")
			),
		}
		for field in fields
		if field and doc.has_permlevel_access_to(field.fieldname, field, "read")
	]


def contacts(customer: str | None, contact: str | None) -> Part:
	"""Return the people of the record: its contact, and everybody of its customer, as far as visible."""
	table, affiliation = frappe.qb.DocType("CRM Contact"), frappe.qb.DocType("CRM Contact Affiliation")
	criteria = []
	if contact:
		criteria.append(table.name == contact)
	if customer:
		affiliated = frappe.qb.from_(affiliation).select(affiliation.parent)
		affiliated = affiliated.where(affiliation.customer == customer)
		criteria += [table.customer == customer, table.name.isin(affiliated)]
	fields = ["name", "full_name", "job_title", "email", "phone", "status"]
	return visible_rows("CRM Contact", fields, criteria, "full_name")


def locations(customer: str | None, contact: str | None) -> Part:
	"""Return the places of the record's customer, and of its contact, as far as visible."""
	table = frappe.qb.DocType("CRM Location")
	criteria = [table.customer == customer] if customer else []
	if contact:
		criteria.append(table.contact == contact)
	fields = [
		"name",
		"location_name",
		"location_type",
		"city",
		"country",
		"address_line1",
		"phone",
		"is_primary",
	]
	return visible_rows("CRM Location", fields, criteria, "location_name")


def visible_rows(doctype: str, fields: list[str], criteria: list[Criterion], order_by: str) -> Part:
	"""Return the records that meet one of the criteria and that the session's user may see, in one statement."""
	table = frappe.qb.DocType(doctype)
	fields = [field for field in fields if field not in levels.hidden_fields(doctype)]
	if not criteria:
		return Part([], has_hidden=False)
	may_read, allowed = frappe.has_permission(doctype, "read"), policy.criterion(doctype)
	query = frappe.qb.from_(table).select(*fields).where(Criterion.any(criteria))
	if may_read and allowed is None:
		return Part(query.orderby(order_by).limit(MOST).run(as_dict=True), has_hidden=False)
	everything = frappe.qb.from_(table).select(Count("*").as_("number")).where(Criterion.any(criteria))
	everything = everything.as_("everything")
	seen = query.where(allowed if may_read else NOTHING).orderby(order_by).limit(MOST).as_("seen")
	both = frappe.qb.from_(everything).left_join(seen).on(ValueWrapper(1) == 1)
	rows = both.select(everything.number, seen.star).orderby(seen[order_by]).run(as_dict=True)
	number = rows[0].number
	rows = [row for row in rows if row.pop("number") and row.name]
	return Part(rows, has_hidden=len(rows) < min(number, MOST))
