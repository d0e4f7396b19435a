"""Every way that leads to a record over HTTP: each takes a client, a DocType and the names of its records, and answers which
of them it gave away. A record is visible on all of them or on none."""

import json
from collections.abc import Callable

from frappe_crm_app.kit.frappe_version import major_version
from frappe_crm_app.visibility.guarded import GUARDED
from tests.site.visibility.world import MARK

Path = Callable[[object, str, dict[str, str]], set[str]]
METHOD = "/api/method/"
LINK_CHECK = (
	"frappe.client.validate_link" if major_version() < 16 else "frappe.client.validate_link_and_fetch"
)
PARENT_OF = {doctype: guarded.parent for doctype, guarded in GUARDED.items() if guarded.parent}


def given(response, names: dict[str, str]) -> set[str]:
	"""Return the reasons whose record the answer names; no answer may be an error of ours."""
	assert response.status_code < 500, (response.request.url, response.text[-2000:])
	return {reason for reason, name in names.items() if name in response.text}


def rest_list(client, doctype: str, names: dict[str, str]) -> set[str]:
	parameters = {"limit_page_length": 0, "filters": json.dumps([["name", "in", list(names.values())]])}
	return given(client.get(f"/api/resource/{doctype}", params=parent(doctype) | parameters), names)


def client_list(client, doctype: str, names: dict[str, str]) -> set[str]:
	parameters = {"doctype": doctype, "limit_page_length": 0, **parent(doctype)}
	return given(client.get(f"{METHOD}frappe.client.get_list", params=parameters), names)


def client_value(client, doctype: str, names: dict[str, str]) -> set[str]:
	return one_by_one(
		names,
		lambda name: client.get(
			f"{METHOD}frappe.client.get_value",
			params={
				"doctype": doctype,
				"fieldname": "name",
				"filters": json.dumps({"name": name}),
				**parent(doctype),
			},
		),
	)


def client_count(client, doctype: str, names: dict[str, str]) -> set[str]:
	return counted(
		names,
		lambda filters: client.get(
			f"{METHOD}frappe.client.get_count", params={"doctype": doctype, "filters": filters}
		),
	)


def report_count(client, doctype: str, names: dict[str, str]) -> set[str]:
	return counted(
		names,
		lambda filters: client.get(
			f"{METHOD}frappe.desk.reportview.get_count",
			params={"doctype": doctype, "filters": filters, "distinct": "false"},
		),
	)


def report_view(client, doctype: str, names: dict[str, str]) -> set[str]:
	fields = json.dumps([f"`tab{doctype}`.`name`", f"`tab{doctype}`.`modified`"])
	parameters = {"doctype": doctype, "fields": fields, "page_length": 500, "start": 0}
	return given(client.get(f"{METHOD}frappe.desk.reportview.get", params=parameters), names)


def report_or_filters(client, doctype: str, names: dict[str, str]) -> set[str]:
	either = json.dumps([[doctype, "name", "in", list(names.values())], [doctype, "name", "!=", ""]])
	parameters = {
		"doctype": doctype,
		"fields": json.dumps(["name"]),
		"or_filters": either,
		"page_length": 500,
	}
	return given(client.get(f"{METHOD}frappe.desk.reportview.get", params=parameters), names)


def group_by_count(client, doctype: str, names: dict[str, str]) -> set[str]:
	parameters = {"doctype": doctype, "field": "name", "current_filters": "[]"}
	return given(client.get(f"{METHOD}frappe.desk.listview.get_group_by_count", params=parameters), names)


def link_search(client, doctype: str, names: dict[str, str]) -> set[str]:
	parameters = {"doctype": doctype, "txt": "", "page_length": 500, "ignore_user_permissions": 1}
	return given(client.get(f"{METHOD}frappe.desk.search.search_link", params=parameters), names)


def global_search(client, doctype: str, names: dict[str, str]) -> set[str]:
	parameters = {"text": MARK, "limit": 100, "doctype": doctype}
	return given(client.get(f"{METHOD}frappe.utils.global_search.search", params=parameters), names)


def link_title(client, doctype: str, names: dict[str, str]) -> set[str]:
	return titled(
		names,
		lambda name: client.get(
			f"{METHOD}frappe.desk.search.get_link_title", params={"doctype": doctype, "docname": name}
		),
	)


def link_check(client, doctype: str, names: dict[str, str]) -> set[str]:
	return one_by_one(
		names,
		lambda name: client.get(METHOD + LINK_CHECK, params={"doctype": doctype, "docname": name}),
	)


def rest_single(client, doctype: str, names: dict[str, str]) -> set[str]:
	return one_by_one(names, lambda name: client.get(f"/api/resource/{doctype}/{name}"))


def client_single(client, doctype: str, names: dict[str, str]) -> set[str]:
	return one_by_one(
		names,
		lambda name: client.get(
			f"{METHOD}frappe.client.get", params={"doctype": doctype, "name": name, **parent(doctype)}
		),
	)


def client_by_filter(client, doctype: str, names: dict[str, str]) -> set[str]:
	return one_by_one(
		names,
		lambda name: client.get(
			f"{METHOD}frappe.client.get",
			params={
				"doctype": doctype,
				"filters": json.dumps({"name": ["like", f"{name[:-1]}%"]}),
				**parent(doctype),
			},
		),
	)


def form(client, doctype: str, names: dict[str, str]) -> set[str]:
	return one_by_one(
		names,
		lambda name: client.get(
			f"{METHOD}frappe.desk.form.load.getdoc", params={"doctype": doctype, "name": name}
		),
	)


def preview(client, doctype: str, names: dict[str, str]) -> set[str]:
	return titled(
		names,
		lambda name: client.get(
			f"{METHOD}frappe.desk.link_preview.get_preview_data", params={"doctype": doctype, "docname": name}
		),
	)


def printed(client, doctype: str, names: dict[str, str]) -> set[str]:
	return titled(
		names,
		lambda name: client.get(
			f"{METHOD}frappe.www.printview.get_html_and_style", params={"doc": doctype, "name": name}
		),
	)


def explained(client, doctype: str, names: dict[str, str]) -> set[str]:
	path = f"{METHOD}frappe_crm_app.visibility.api.explain"
	return succeeding(names, lambda name: client.get(path, params={"doctype": doctype, "name": name}))


def commented(client, doctype: str, names: dict[str, str]) -> set[str]:
	return succeeding(
		names,
		lambda name: client.post(
			f"{METHOD}frappe.desk.form.utils.add_comment",
			json={
				"reference_doctype": doctype,
				"reference_name": name,
				"content": "hello",
				"comment_email": "a@example.com",
				"comment_by": "A",
			},
		),
	)


def liked(client, doctype: str, names: dict[str, str]) -> set[str]:
	return succeeding(
		names,
		lambda name: client.post(
			f"{METHOD}frappe.desk.like.toggle_like", json={"doctype": doctype, "name": name, "add": "Yes"}
		),
	)


def files(client, doctype: str, names: dict[str, str]) -> set[str]:
	parameters = {"fields": '["name", "attached_to_name"]', "limit_page_length": 0}
	return given(client.get("/api/resource/File", params=parameters), names)


def parent(doctype: str) -> dict:
	return {"parent": PARENT_OF[doctype]} if doctype in PARENT_OF else {}


def one_by_one(names: dict[str, str], ask: Callable) -> set[str]:
	"""Return the reasons whose record a successful answer holds."""
	seen = set()
	for reason, name in names.items():
		response = ask(name)
		assert response.status_code < 500, (response.request.url, response.text[-2000:])
		if response.ok and name in response.text:
			seen.add(reason)
	return seen


def titled(names: dict[str, str], ask: Callable) -> set[str]:
	"""Return the reasons whose record's title the answer holds."""
	seen = set()
	for reason, name in names.items():
		response = ask(name)
		assert response.status_code < 500, (response.request.url, response.text[-2000:])
		if MARK in response.text:
			seen.add(reason)
	return seen


def succeeding(names: dict[str, str], ask: Callable) -> set[str]:
	seen = set()
	for reason, name in names.items():
		response = ask(name)
		assert response.status_code < 500, (response.request.url, response.text[-2000:])
		if response.ok:
			seen.add(reason)
	return seen


def counted(names: dict[str, str], ask: Callable) -> set[str]:
	"""Return the reasons whose record is counted: all of them or none by one answer, else each when it alone is asked for."""
	number = count_of(ask(json.dumps([["name", "in", list(names.values())]])))
	if number in (0, len(names)):
		return set(names) if number else set()
	return {reason for reason, name in names.items() if count_of(ask(json.dumps([["name", "=", name]])))}


def count_of(response) -> int:
	assert response.status_code < 500, (response.request.url, response.text[-2000:])
	return int(response.json()["message"] or 0) if response.ok else 0


EVERYWHERE: tuple[Path, ...] = (
	rest_list,
	client_list,
	client_value,
	client_count,
	report_view,
	report_or_filters,
	group_by_count,
	link_search,
	rest_single,
	client_single,
	client_by_filter,
	form,
	explained,
)
FOR_TITLES: tuple[Path, ...] = (global_search, link_title, link_check, printed)
FOR_ROWS: tuple[Path, ...] = (
	rest_list,
	client_list,
	client_value,
	rest_single,
	client_single,
	client_by_filter,
)
NEVER_MORE: tuple[Path, ...] = (report_count,)
NEVER_MORE_ROWS: tuple[Path, ...] = (report_count, client_count)  # rows of tables have no count of their own
BESIDE: tuple[Path, ...] = (files, commented, liked)
