"""Endpoints of Frappe that show, count or find records without asking who may see them, answered as they should be.

Each replaces Frappe's function of the same name over HTTP (hook `override_whitelisted_methods`), does what that does for
all DocTypes but those of `guarded.py`, and for these asks `policy.py`. Frappe 16 has mended some, and lacks others.
"""

import frappe
from frappe import _

from frappe_crm_app.kit.conflicts import repeated_on_conflict
from frappe_crm_app.visibility import global_search, versions
from frappe_crm_app.visibility.aggregates import aggregate
from frappe_crm_app.visibility.guarded import GUARDED
from frappe_crm_app.visibility.link_titles import add_titles, hidden_title, restricted_title
from frappe_crm_app.visibility.satellites import sees
from frappe_crm_app.visibility.visible import is_restricted, visible_rows


def refuse_if_restricted(doctype: str | None) -> None:
	"""Raise `frappe.PermissionError` where the answer would count records that the user cannot see."""
	if is_restricted(doctype):
		frappe.throw(_("This would count records that you cannot see."), frappe.PermissionError)


@frappe.whitelist()
def get_count(doctype: str, filters: str | dict | list | None = None, **options) -> int:
	"""`frappe.client.get_count`, which Frappe 15 answers to anybody who is logged in."""
	if not is_restricted(doctype):
		return frappe.call(original("frappe.client.get_count"), doctype=doctype, filters=filters, **options)
	filters = frappe.parse_json(filters) if filters else []
	return aggregate(doctype, ["count(name) as records"], filters)[0].records


@frappe.whitelist()
def get(doctype: str, name: str | None = None, filters: str | dict | list | None = None, **options) -> dict:
	"""`frappe.client.get`: looks for filters only among what the user sees, so that its refusals tell nothing."""
	if not name and filters and is_restricted(doctype):
		name = name_found(doctype, frappe.parse_json(filters), options.get("parent"))
	return frappe.call(original("frappe.client.get"), doctype=doctype, name=name, filters=filters, **options)


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
		original("frappe.client.validate_link"), doctype=doctype, docname=docname, fields=fields
	)


@frappe.whitelist(methods=["GET", "POST"])
def validate_link_and_fetch(doctype: str, docname: str, **options) -> dict:
	"""`frappe.client.validate_link_and_fetch` of Frappe 16: likewise, and the query is no way round the user's permissions."""
	safe = safe_options(doctype, options)
	if is_restricted(doctype) and not sees(doctype, docname):
		return {}
	path = "frappe.client.validate_link_and_fetch"
	return frappe.call(original(path), doctype=doctype, docname=docname, **safe)


@frappe.whitelist()
def get_link_title(doctype: str, docname: str) -> str:
	"""`frappe.desk.search.get_link_title`: the same words for a record that is hidden and one that is not there."""
	if is_restricted(doctype) and not sees(doctype, docname):
		return hidden_title()
	return frappe.call(original("frappe.desk.search.get_link_title"), doctype=doctype, docname=docname)


@frappe.whitelist()
def getdoc(doctype: str, name: str, **options) -> None:
	"""`frappe.desk.form.load.getdoc`, without the titles of linked records that the user cannot see."""
	frappe.call(original("frappe.desk.form.load.getdoc"), doctype=doctype, name=name, **options)
	mask_history()
	titles = frappe.response.get("_link_titles") or {}
	rows = [dict(zip(("doctype", "name"), key.split("::", 1), strict=True)) for key in titles]
	shown = {f"{row['doctype']}::{row['name']}" for row in visible_rows(rows)}
	titles.update({key: hidden_title() for key in titles if key not in shown})


@frappe.whitelist()
def get_docinfo(doctype: str, name: str) -> None:
	"""`frappe.desk.form.load.get_docinfo`, likewise."""
	frappe.call(original("frappe.desk.form.load.get_docinfo"), doctype=doctype, name=name)
	mask_history()


@frappe.whitelist(methods=["POST", "PUT"])
@repeated_on_conflict
def savedocs(doc: str, action: str) -> None:
	"""`frappe.desk.form.save.savedocs`, likewise; again where another transaction was in the way of ours."""
	frappe.call(original("frappe.desk.form.save.savedocs"), doc=doc, action=action)
	mask_history()


@frappe.whitelist(methods=["POST", "PUT"])
def cancel(
	doctype: str | None = None,
	name: str | None = None,
	workflow_state_fieldname: str | None = None,
	workflow_state: str | None = None,
) -> None:
	"""`frappe.desk.form.save.cancel`, likewise."""
	frappe.call(
		original("frappe.desk.form.save.cancel"),
		doctype=doctype,
		name=name,
		workflow_state_fieldname=workflow_state_fieldname,
		workflow_state=workflow_state,
	)
	mask_history()


@frappe.whitelist(methods=["POST", "PUT"])
def discard(doctype: str, name: str | int) -> None:
	"""`frappe.desk.form.save.discard`, likewise; Frappe 15 has none."""
	frappe.call(original("frappe.desk.form.save.discard"), doctype=doctype, name=name)
	mask_history()


def mask_history() -> None:
	"""Keep what the form is told of the record's history to what the session's user may read."""
	told = frappe.response.get("docinfo") or {}
	if told.get("versions"):
		versions.mask(told["doctype"], told["versions"])


@frappe.whitelist()
def get_rows(doctype: str, fields: str | list | None = None, **options) -> dict | list:
	"""`frappe.desk.reportview.get`, the rows of the desk's lists, without the titles of linked records that the user cannot see."""
	asked = frappe.parse_json(fields) if isinstance(fields, str) and fields != "*" else fields
	titles = {field: restricted_title(doctype, field) for field in asked} if isinstance(asked, list) else {}
	if not any(titles.values()):
		return frappe.call(original("frappe.desk.reportview.get"))
	frappe.form_dict.fields = frappe.as_json([field for field, title in titles.items() if not title])
	rows = frappe.call(original("frappe.desk.reportview.get"))
	if rows:
		add_titles(rows, [title for title in titles.values() if title], hidden_title())
	return rows


@frappe.whitelist()
def search_link(doctype: str, txt: str, **options) -> list:
	"""`frappe.desk.search.search_link`, in which a caller can ask to ignore permissions."""
	return frappe.call(
		original("frappe.desk.search.search_link"), doctype=doctype, txt=txt, **safe_options(doctype, options)
	)


@frappe.whitelist()
def search_widget(doctype: str, txt: str, **options) -> list:
	"""`frappe.desk.search.search_widget`, likewise."""
	return frappe.call(
		original("frappe.desk.search.search_widget"),
		doctype=doctype,
		txt=txt,
		**safe_options(doctype, options),
	)


def safe_options(doctype: str, options: dict) -> dict:
	"""Return the options of a search without what would go round the user's permissions."""
	refuse_replaced(options.get("query"))
	left_out = {"cmd", *(["ignore_user_permissions"] if doctype in GUARDED else [])}
	return {key: value for key, value in options.items() if key not in left_out}


@frappe.whitelist()
def search(text: str, start: int = 0, limit: int = 20, doctype: str = "") -> list[dict]:
	"""`frappe.utils.global_search.search`: only what the user sees, and nothing that is gone."""
	return global_search.find(text, frappe.utils.cint(start), frappe.utils.cint(limit), doctype)


@frappe.whitelist()
def get_open_count(doctype: str, name: str, items: str | list | None = None) -> dict:
	"""`frappe.desk.notifications.get_open_count`: the connections of a form, counting only what the user sees."""
	answer = frappe.call(
		original("frappe.desk.notifications.get_open_count"), doctype=doctype, name=name, items=items
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
def get_group_by_count(doctype: str, current_filters: str, field: str) -> list[dict]:
	"""`frappe.desk.listview.get_group_by_count`: assignments are not counted for who sees only some records."""
	if field == "assigned_to" and is_restricted(doctype):
		return []
	return frappe.call(
		original("frappe.desk.listview.get_group_by_count"),
		doctype=doctype,
		current_filters=current_filters,
		field=field,
	)


@frappe.whitelist()
def get_tagged_docs(doctype: str, tag: str) -> list:
	"""`frappe.desk.doctype.tag.tag.get_tagged_docs`, through the list."""
	if not is_restricted(doctype):
		return frappe.call(original("frappe.desk.doctype.tag.tag.get_tagged_docs"), doctype=doctype, tag=tag)
	return frappe.get_list(doctype, filters={"_user_tags": ("like", tag)}, fields=["name"], as_list=True)


@frappe.whitelist()
def get_workflow_state_count(doctype: str, workflow_state_field: str, states: str | list) -> list | None:
	"""`frappe.workflow.doctype.workflow.workflow.get_workflow_state_count`, for those who see all records."""
	refuse_if_restricted(doctype)
	return frappe.call(
		original("frappe.workflow.doctype.workflow.workflow.get_workflow_state_count"),
		doctype=doctype,
		workflow_state_field=workflow_state_field,
		states=states,
	)


@frappe.whitelist()
def get_coords(doctype: str, filters: str | list | dict | None, type: str) -> dict:
	"""`frappe.geo.utils.get_coords` of Frappe 15, for those who see all records; 16 makes its map of the list's rows."""
	refuse_if_restricted(doctype)
	return frappe.call(original("frappe.geo.utils.get_coords"), doctype=doctype, filters=filters, type=type)


@frappe.whitelist()
def get_chart(chart_name: str | None = None, chart: str | dict | None = None, **options) -> dict:
	"""`frappe.desk.doctype.dashboard_chart.dashboard_chart.get`; a heatmap counts everything, the others ask the list."""
	facts = frappe.parse_json(chart) or {} if not chart_name else {}
	if chart_name:
		facts = (
			frappe.db.get_value("Dashboard Chart", chart_name, ["type", "document_type"], as_dict=True) or {}
		)
	if facts.get("type") == "Heatmap":
		refuse_if_restricted(facts.get("document_type"))
	options.pop("cmd", None)
	path = "frappe.desk.doctype.dashboard_chart.dashboard_chart.get"
	return frappe.call(original(path), chart_name=chart_name, chart=chart, **options)


@frappe.whitelist()
def get_monthly_goal_graph_data(goal_doctype: str, **options) -> dict:
	"""`frappe.utils.goal.get_monthly_goal_graph_data`, for those who see all records that it adds up."""
	refuse_if_restricted(goal_doctype)
	options.pop("cmd", None)
	path = "frappe.utils.goal.get_monthly_goal_graph_data"
	return frappe.call(original(path), goal_doctype=goal_doctype, **options)


@frappe.whitelist()
def get_next(doctype: str, value: str, prev: int | str, **options) -> str | None:
	"""`frappe.desk.form.utils.get_next`, which compares with any record."""
	if is_restricted(doctype) and not sees(doctype, value):
		return None
	options.pop("cmd", None)
	return frappe.call(
		original("frappe.desk.form.utils.get_next"), doctype=doctype, value=value, prev=prev, **options
	)


@frappe.whitelist()
def relink(name: str, reference_doctype: str | None = None, reference_name: str | None = None) -> None:
	"""`frappe.email.relink`, which moves any mail to any record."""
	reference = frappe.db.get_value("Communication", name, ["reference_doctype", "reference_name"])
	for doctype, record in (reference or (None, None), (reference_doctype, reference_name)):
		if doctype in GUARDED and record and not sees(doctype, record):
			frappe.throw(_("There is no such record that you can see."), frappe.PermissionError)
	frappe.call(
		original("frappe.email.relink"),
		name=name,
		reference_doctype=reference_doctype,
		reference_name=reference_name,
	)


@frappe.whitelist()
def restore(name: str, alert: bool = True) -> None:
	"""`frappe.core.doctype.deleted_document.deleted_document.restore`, for who may read the deleted record."""
	require_deleted([name])
	frappe.call(
		original("frappe.core.doctype.deleted_document.deleted_document.restore"), name=name, alert=alert
	)


@frappe.whitelist()
def bulk_restore(docnames: str | list) -> dict:
	"""`frappe.core.doctype.deleted_document.deleted_document.bulk_restore`, likewise."""
	require_deleted(frappe.parse_json(docnames))
	path = "frappe.core.doctype.deleted_document.deleted_document.bulk_restore"
	return frappe.call(original(path), docnames=docnames)


def require_deleted(names: list[str]) -> None:
	"""Raise `frappe.PermissionError` for a deleted record of ours that the user may not read."""
	for name in names:
		if frappe.db.get_value("Deleted Document", name, "deleted_doctype") in GUARDED:
			frappe.has_permission("Deleted Document", "read", name, throw=True)


@frappe.whitelist()
def map_docs(
	method: str, source_names: str, target_doc: str | dict | None, args: str | None = None
) -> object:
	"""`frappe.model.mapper.map_docs`, which calls functions by name past their replacements."""
	refuse_replaced(method)
	path = "frappe.model.mapper.map_docs"
	return frappe.call(
		original(path), method=method, source_names=source_names, target_doc=target_doc, args=args
	)


@frappe.whitelist()
def get_all_nodes(doctype: str, label: str, parent: str, tree_method: str, **options) -> list:
	"""`frappe.desk.treeview.get_all_nodes`, likewise."""
	refuse_replaced(tree_method)
	options.pop("cmd", None)
	return frappe.call(
		original("frappe.desk.treeview.get_all_nodes"),
		doctype=doctype,
		label=label,
		parent=parent,
		tree_method=tree_method,
		**options,
	)


def refuse_replaced(path: str | None) -> None:
	"""Raise `frappe.PermissionError` where a caller names a function of Frappe's that is replaced here."""
	if path and path in frappe.get_hooks("override_whitelisted_methods", {}):
		frappe.throw(
			_("{0} is not to be called this way.").format(frappe.utils.escape_html(path)),
			frappe.PermissionError,
		)


def original(path: str) -> object:
	"""Return Frappe's own function."""
	return frappe.get_attr(path)
