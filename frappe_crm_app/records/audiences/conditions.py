"""The conditions of a segment: on the contact, with its customer one step away, and on a deal of the person's."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import get_system_timezone, now_datetime

from frappe_crm_app.frappe_crm_app.doctype.crm_segment.options import DealMatch, SegmentKind
from frappe_crm_app.kit.conditions.fields import ConditionField, fields_of
from frappe_crm_app.kit.conditions.present import Present
from frappe_crm_app.kit.conditions.trees import EVERYTHING, Group, asks_for_before, read_tree
from frappe_crm_app.kit.exceptions import ConditionError
from frappe_crm_app.kit.received import read_json
from frappe_crm_app.visibility.guarded import CONTACT, DEAL
from frappe_crm_app.visibility.permlevels import hidden_fields

LONGEST = 60_000  # characters of a tree as JSON


@dataclass(frozen=True)
class Conditions:
	"""Whom a segment means: people who fulfil `people` and, where `deal_match` says so, have a deal, or none, that fulfils `deals`."""

	people: Group
	deal_match: DealMatch | None
	deals: Group


def keep_conditions(segment: Document) -> None:
	"""Store the conditions in one form; raises `ConditionError` for what is none, and for a field its author does not read."""
	if segment.kind != SegmentKind.CONDITIONS:
		segment.update({"conditions": None, "deal_match": None, "deal_conditions": None})
		return
	read = read_conditions(segment.as_dict())
	refuse_unread(read.people)
	refuse_unread(read.deals)
	for fieldname in ("conditions", "deal_conditions"):
		segment.set(fieldname, json.dumps(tree_in(segment.get(fieldname)), ensure_ascii=False, indent=1))
	if not read.deal_match:
		segment.deal_conditions = None


def read_conditions(values: Mapping) -> Conditions:
	"""Return the conditions in these values of a segment; raises `ConditionError` for what is none."""
	match = values.get("deal_match") or None
	if match and match not in list(DealMatch):
		frappe.throw(_("Deals are {0} or {1}.").format(_(DealMatch.ANY), _(DealMatch.NONE)), ConditionError)
	deals = tree_of(values.get("deal_conditions"), fields_of(DEAL)) if match else EVERYTHING
	return Conditions(
		tree_of(values.get("conditions"), fields_of(CONTACT)), DealMatch(match) if match else None, deals
	)


def tree_of(given: object, fields: Mapping[str, ConditionField]) -> Group:
	"""Return a tree, given as JSON or read already; nothing is met by everybody."""
	tree = read_tree(tree_in(given), fields)
	if asks_for_before(tree):
		frappe.throw(_("A segment asks how people are, not what has changed."), ConditionError)
	return tree


def tree_in(given: object) -> object:
	"""Return what a text of JSON says, the empty group for nothing."""
	if given is None or given == "":
		return {"all": []}
	if isinstance(given, str) and len(given) > LONGEST:
		frappe.throw(_("Conditions have at most {0} characters.").format(LONGEST), ConditionError)
	return read_json(given)


def refuse_unread(tree: Group) -> None:
	"""Raise `ConditionError` for a field whose values the session's user does not read: a count would tell them."""
	for test in tree.tests():
		is_read = test.field.fieldname not in hidden_fields(test.field.doctype)
		if not is_read or not frappe.has_permission(test.field.doctype, "read"):
			frappe.throw(_("Conditions cannot ask for “{0}” here.").format(test.field.label), ConditionError)


def present() -> Present:
	"""Return now, on the site's calendar: a segment is nobody's in particular."""
	site = ZoneInfo(get_system_timezone())
	return Present(now_datetime(), site, site)
