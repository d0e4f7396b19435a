"""Endpoints of Frappe that show, count or find records without asking who may see them, answered as they should be.

Each replaces Frappe's function of the same name over HTTP (hook `override_whitelisted_methods`), does what that does for
all DocTypes but those of `guarded.py`, and for these asks `policy.py`. Frappe 16 has mended some, and lacks others. Those that need
only a question before Frappe's function are the table at the end.
"""

from collections.abc import Callable
from dataclasses import dataclass
from inspect import Parameter, Signature, signature

import frappe
from frappe import _

from frappe_crm_app.kit.conflicts import repeated_on_conflict
from frappe_crm_app.kit.overrides import standing_before
from frappe_crm_app.visibility import global_search, versions
from frappe_crm_app.visibility.guarded import GUARDED
from frappe_crm_app.visibility.link_titles import add_titles, hidden_title, restricted_title
from frappe_crm_app.visibility.satellites import is_ours, sees
from frappe_crm_app.visibility.user_names import tell_names_in_document, tell_names_in_rows
from frappe_crm_app.visibility.visible import is_restricted, visible_rows
from frappe_crm_app.visibility.web_form_options import limit_options


@frappe.whitelist()
def get(doctype: str, name: str | None = None, filters: str | dict | list | None = None, **options) -> dict:
	"""`frappe.client.get`: looks for filters only among what the user sees, so that its refusals tell nothing."""
	if not name and filters and is_restricted(doctype):
		name = name_found(doctype, frappe.parse_json(filters), options.get("parent"))
	return frappe.call(
		standing_before("frappe.client.get"), doctype=doctype, name=name, filters=filters, **options
	)


def name_found(doctype: str, filters: dict | list, parent: str | None) -> str:
	"""Return the name of the first record that matches and the user sees; raises `frappe.PermissionError` for none."""
	names = frappe.get_list(doctype, filters=filters, parent_doctype=parent, pluck="name", limit=1)
	if not names:
		frappe.throw(_("There is no such record that you can see."), frappe.PermissionError)
	return names[0]


@frappe.whitelist()
def validate_link(doctype: str, docname: str, fields: str | list | None = None) -> dict:
	"""`frappe.client.validate_link` of Frappe 15: a record that the user cannot see is not there."""
	if is_restricted(doctype) and not sees(doctype, docname):
		return {"name": None}
	return frappe.call(
		standing_before("frappe.client.validate_link"), doctype=doctype, docname=docname, fields=fields
	)


@frappe.whitelist(methods=["GET", "POST"])
def validate_link_and_fetch(doctype: str, docname: str, **options) -> dict:
	"""`frappe.client.validate_link_and_fetch` of Frappe 16: likewise, and the query is no way round the user's permissions."""
	safe = safe_options(doctype, options)
	if is_restricted(doctype) and not sees(doctype, docname):
		return {}
	path = "frappe.client.validate_link_and_fetch"
	return frappe.call(standing_before(path), doctype=doctype, docname=docname, **safe)


@frappe.whitelist()
def getdoc(doctype: str, name: str, **options) -> None:
	"""`frappe.desk.form.load.getdoc`, without the titles of linked records that the user cannot see."""
	frappe.call(standing_before("frappe.desk.form.load.getdoc"), doctype=doctype, name=name, **options)
	mask_history()
	titles = frappe.response.get("_link_titles") or {}
	rows = [dict(zip(("doctype", "name"), key.split("::", 1), strict=True)) for key in titles]
	shown = {f"{row['doctype']}::{row['name']}" for row in visible_rows(rows)}
	titles.update({key: hidden_title() for key in titles if key not in shown})
	tell_names()


@frappe.whitelist()
def get_docinfo(doctype: str, name: str) -> None:
	"""`frappe.desk.form.load.get_docinfo`, likewise."""
	frappe.call(standing_before("frappe.desk.form.load.get_docinfo"), doctype=doctype, name=name)
	mask_history()


@frappe.whitelist(methods=["POST", "PUT"])
@repeated_on_conflict
def savedocs(doc: str, action: str) -> None:
	"""`frappe.desk.form.save.savedocs`, likewise; again where another transaction was in the way of ours."""
	frappe.call(standing_before("frappe.desk.form.save.savedocs"), doc=doc, action=action)
	mask_history()
	tell_names()


@frappe.whitelist(methods=["POST", "PUT"])
def cancel(
	doctype: str | None = None,
	name: str | None = None,
	workflow_state_fieldname: str | None = None,
	workflow_state: str | None = None,
) -> None:
	"""`frappe.desk.form.save.cancel`, likewise."""
	frappe.call(
		standing_before("frappe.desk.form.save.cancel"),
		doctype=doctype,
		name=name,
		workflow_state_fieldname=workflow_state_fieldname,
		workflow_state=workflow_state,
	)
	mask_history()


@frappe.whitelist(methods=["POST", "PUT"])
def discard(doctype: str, name: str | int) -> None:
	"""`frappe.desk.form.save.discard`, likewise; Frappe 15 has none."""
	frappe.call(standing_before("frappe.desk.form.save.discard"), doctype=doctype, name=name)
	mask_history()


def tell_names() -> None:
	"""Send the names of the users whom the answer's records of ours name."""
	for doc in frappe.response.get("docs") or []:
		if is_ours(doc.doctype):
			tell_names_in_document(doc)


def mask_history() -> None:
	"""Keep what the form is told of the record's history to what the session's user may read."""
	told = frappe.response.get("docinfo") or {}
	if told.get("versions"):
		versions.mask(told["doctype"], told["versions"])


@frappe.whitelist()
def get_rows(doctype: str, fields: str | list | None = None, **options) -> dict | list:
	"""`frappe.desk.reportview.get`, the rows of the desk's lists, without the titles of linked records that the user cannot see."""
	asked = frappe.parse_json(fields) if isinstance(fields, str) and fields != "*" else fields
	columns = asked if isinstance(asked, list) else []
	# Frappe 16 takes objects, too, which ask for a number and never for a title.
	titles = {field: restricted_title(doctype, field) for field in columns if isinstance(field, str)}
	if any(titles.values()):
		left = [field for field in columns if not (isinstance(field, str) and titles[field])]
		frappe.form_dict.fields = frappe.as_json(left)
	rows = frappe.call(standing_before("frappe.desk.reportview.get"))
	if rows and any(titles.values()):
		add_titles(rows, [title for title in titles.values() if title], hidden_title())
	if is_ours(doctype):
		tell_names_in_rows(doctype, rows, options.get("view"))
	return rows


@frappe.whitelist()
def search_link(doctype: str, txt: str, **options) -> list:
	"""`frappe.desk.search.search_link`, in which a caller can ask to ignore permissions; what has a title is offered without its name."""
	found = frappe.call(
		standing_before("frappe.desk.search.search_link"),
		doctype=doctype,
		txt=txt,
		**safe_options(doctype, options),
	)
	if found and is_ours(doctype):
		return [without_name(row) for row in found]
	if found and doctype == "User" and is_ours(options.get("reference_doctype") or ""):
		return [by_full_name(row) for row in found]
	return found


def by_full_name(row: dict) -> dict:
	"""Return a user that a field of ours offers, with their full name above their address."""
	if (
		not row.get("description") or row.get("label", row["value"]) != row["value"]
	):  # Frappe 16 names it by itself
		return row
	return {**row, "label": row["description"], "description": row["value"]}


def without_name(row: dict) -> dict:
	"""Return what a link field offers, `{value, label, description}`, without the random name in its description."""
	if not row.get("label") or row["label"] == row["value"]:
		return row
	told = [part for part in (row.get("description") or "").split(", ") if part != row["value"]]
	return {**row, "description": ", ".join(told)}


@frappe.whitelist()
def search_widget(doctype: str, txt: str, **options) -> list:
	"""`frappe.desk.search.search_widget`, likewise."""
	return frappe.call(
		standing_before("frappe.desk.search.search_widget"),
		doctype=doctype,
		txt=txt,
		**safe_options(doctype, options),
	)


def safe_options(doctype: str, options: dict) -> dict:
	"""Return the options of a search without what would go round the user's permissions."""
	left_out = {"cmd", *(["ignore_user_permissions"] if doctype in GUARDED else [])}
	return {key: value for key, value in options.items() if key not in left_out}


@frappe.whitelist()
def search(text: str, start: int = 0, limit: int = 20, doctype: str = "") -> list[dict]:
	"""`frappe.utils.global_search.search`: only what the user sees, and nothing that is gone."""
	return global_search.find(text, start, limit, doctype)


@frappe.whitelist()
def get_open_count(doctype: str, name: str, items: str | list | None = None) -> dict:
	"""`frappe.desk.notifications.get_open_count`: the connections of a form, counting only what the user sees."""
	answer = frappe.call(
		standing_before("frappe.desk.notifications.get_open_count"), doctype=doctype, name=name, items=items
	)
	found = answer.get("count") or {}
	for link in [*found.get("external_links_found", []), *found.get("internal_links_found", [])]:
		if is_restricted(link["doctype"]):
			link.update(count_linked(doctype, name, link["doctype"]))
	return answer


def count_linked(doctype: str, name: str, linked: str) -> dict:
	"""Return how many records of `linked` the user sees that name the record, as Frappe counts them: up to 100."""
	fields = [link.link_fieldname for link in frappe.get_meta(doctype).links if link.link_doctype == linked]
	if not fields or not frappe.has_permission(linked):
		return {"count": 0, "open_count": 0, "names": []}
	names = frappe.get_list(linked, filters={fields[0]: name}, pluck="name", limit=100)
	return {"count": len(names), "open_count": 0, "names": names}


@frappe.whitelist()
def get_tagged_docs(doctype: str, tag: str) -> list:
	"""`frappe.desk.doctype.tag.tag.get_tagged_docs`, through the list."""
	if not is_restricted(doctype):
		return frappe.call(
			standing_before("frappe.desk.doctype.tag.tag.get_tagged_docs"), doctype=doctype, tag=tag
		)
	return frappe.get_list(doctype, filters={"_user_tags": ("like", tag)}, fields=["name"], as_list=True)


@dataclass(frozen=True)
class Instead:
	"""What is answered in place of what Frappe's function would."""

	answer: object


def asked_first(path: str, ask: Callable, *names: str, endpoint: str | None = None) -> Callable:
	"""Return an endpoint that calls Frappe's function at `path` unless `ask` raises, or returns an `Instead`.

	`names` are those arguments of the request of which `ask` is asked; their types and defaults are those of its parameters, and
	Frappe holds the request to them. The endpoint is called `endpoint`, or as Frappe's function.
	"""
	parameters = [
		parameter.replace(name=name, kind=Parameter.KEYWORD_ONLY)
		for name, parameter in zip(names, signature(ask).parameters.values(), strict=True)
	]

	def answer(**arguments) -> object:
		arguments.pop("cmd", None)
		given = answer.__signature__.bind(**arguments)
		given.apply_defaults()
		instead = ask(*(given.arguments[name] for name in names))
		return instead.answer if instead else frappe.call(standing_before(path), **arguments)

	answer.__name__ = answer.__qualname__ = endpoint or path.rpartition(".")[2]
	answer.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
	answer.__signature__ = Signature([*parameters, Parameter("rest", Parameter.VAR_KEYWORD)])
	return frappe.whitelist()(answer)


def refuse_if_restricted(doctype: str | None) -> None:
	"""Raise `frappe.PermissionError` where the answer would count records that the user cannot see."""
	if is_restricted(doctype):
		frappe.throw(_("This would count records that you cannot see."), frappe.PermissionError)


def refuse_heatmap(chart_name: str | None = None, chart: str | dict | None = None) -> None:
	"""Likewise for a chart that is a heatmap, which counts everything; the others ask the list."""
	if chart_name:
		facts = frappe.db.get_value("Dashboard Chart", chart_name, ["type", "document_type"], as_dict=True)
	else:
		facts = frappe.parse_json(chart)
	facts = facts or {}
	if facts.get("type") == "Heatmap":
		refuse_if_restricted(facts.get("document_type"))


def no_assignments(doctype: str, field: str) -> Instead | None:
	"""Assignments are not counted for who sees only some records."""
	return Instead([]) if field == "assigned_to" and is_restricted(doctype) else None


def hidden_has_no_title(doctype: str, name: str) -> Instead | None:
	"""The same words for a record that is hidden and one that is not there."""
	return Instead(hidden_title()) if is_hidden(doctype, name) else None


def nothing_comes_after_hidden(doctype: str, name: str) -> Instead | None:
	return Instead(None) if is_hidden(doctype, name) else None


def is_hidden(doctype: str, name: str) -> bool:
	"""Return whether the session's user does not see the record of ours, be it there or not."""
	return is_restricted(doctype) and not sees(doctype, name)


def refuse_hidden_mail(mail: str, doctype: str | None = None, name: str | None = None) -> None:
	"""Raise `frappe.PermissionError` for moving a mail that the user does not read, or one from or to a record of ours that they do not see."""
	frappe.has_permission("Communication", "read", mail, throw=True)
	reference = frappe.db.get_value("Communication", mail, ["reference_doctype", "reference_name"])
	for kind, record in (reference or (None, None), (doctype, name)):
		if kind in GUARDED and record and not sees(kind, record):
			frappe.throw(_("There is no such record that you can see."), frappe.PermissionError)


def refuse_unread(name: str) -> None:
	"""Raise `frappe.PermissionError` for a deleted record of ours that the user may not read."""
	if frappe.db.get_value("Deleted Document", name, "deleted_doctype") in GUARDED:
		frappe.has_permission("Deleted Document", "read", name, throw=True)


def refuse_any_unread(names: str | list) -> None:
	"""Likewise for several, a list or its JSON."""
	for name in frappe.parse_json(names):
		refuse_unread(name)


# Frappe's function, what is asked first, and of which arguments.
get_link_title = asked_first("frappe.desk.search.get_link_title", hidden_has_no_title, "doctype", "docname")
get_next = asked_first("frappe.desk.form.utils.get_next", nothing_comes_after_hidden, "doctype", "value")
get_group_by_count = asked_first(
	"frappe.desk.listview.get_group_by_count", no_assignments, "doctype", "field"
)
get_workflow_state_count = asked_first(
	"frappe.workflow.doctype.workflow.workflow.get_workflow_state_count", refuse_if_restricted, "doctype"
)
get_coords = asked_first("frappe.geo.utils.get_coords", refuse_if_restricted, "doctype")
get_monthly_goal_graph_data = asked_first(
	"frappe.utils.goal.get_monthly_goal_graph_data", refuse_if_restricted, "goal_doctype"
)
get_chart = asked_first(
	"frappe.desk.doctype.dashboard_chart.dashboard_chart.get",
	refuse_heatmap,
	"chart_name",
	"chart",
	endpoint="get_chart",
)
relink = asked_first("frappe.email.relink", refuse_hidden_mail, "name", "reference_doctype", "reference_name")
_DELETED = "frappe.core.doctype.deleted_document.deleted_document"
restore = asked_first(f"{_DELETED}.restore", refuse_unread, "name")
bulk_restore = asked_first(f"{_DELETED}.bulk_restore", refuse_any_unread, "docnames")


@frappe.whitelist(allow_guest=True)
def get_form_data(doctype: str, docname: str | None = None, web_form_name: str | None = None) -> dict:
	"""`web_form.get_form_data`: a Web Form offers only records of ours that its reader may list."""
	path = "frappe.website.doctype.web_form.web_form.get_form_data"
	data = frappe.call(standing_before(path), doctype=doctype, docname=docname, web_form_name=web_form_name)
	limit_options(web_form_name, data.web_form.web_form_fields)
	return data
