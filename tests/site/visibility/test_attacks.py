"""Attacks over HTTP by a sales rep on what is not theirs: none shows or changes anything."""

import json

import frappe
import pytest

from frappe_crm_app.kit.frappe_version import major_version
from tests.factories import insert, make_contact, make_customer, make_deal, make_location, make_note
from tests.site.visibility.paths import LINK_CHECK

METHOD = "/api/method/"
SECRET = "Zyxwv"


@pytest.fixture
def rep(make_user, committed):
	return make_user("CRM Sales Rep")


@pytest.fixture
def attacker(api, rep):
	return api(rep)


@pytest.fixture
def hidden(rep):
	"""A customer of somebody else's with everything that hangs on it, and the rep's own records beside it."""
	customer = make_customer(customer_name=f"{SECRET} Ltd")
	contact = make_contact(last_name=SECRET, email="zyxwv@example.com", customer=customer.name)
	return frappe._dict(
		customer=customer,
		contact=contact,
		deal=make_deal(title=f"{SECRET} deal", contact=contact.name),
		note=make_note(customer, content=f"{SECRET} note"),
		location=make_location(
			location_name=f"{SECRET} depot", customer=customer.name, latitude=1, longitude=2
		),
		own=make_contact(contact_owner=rep),
		own_customer=make_customer(salesperson=rep),
	)


def close(hidden) -> None:
	"""Make the hidden customer, and with it its contact, private: not even who has a deal of theirs reads them."""
	hidden.customer.db_set("profile_visibility", "Private")


def assert_nothing(answer, *words: str, is_frappes: bool = False) -> None:
	"""Make sure that the answer holds none of the words; only a function of Frappe's own (`is_frappes`) may stumble."""
	assert is_frappes or answer.status_code < 500, answer.text
	for word in words or (SECRET, "zyxwv"):
		assert word not in answer.text, answer.text


def stored(doc, *fieldnames: str):
	return frappe.db.get_value(doc.doctype, doc.name, fieldnames or "modified")


SQL = [
	{"fields": '["max((select full_name from `tabCRM Contact` limit 1))"]'},
	{"fields": '["name", "(select full_name from `tabCRM Contact` limit 1) as x"]'},
	{"fields": '["max( ( SELECT/**/full_name from `tabCRM Contact` limit 1))"]'},
	{"fields": '["name"]', "order_by": "(select full_name from `tabCRM Contact` limit 1)"},
	{"fields": '["name"]', "group_by": "(select full_name from `tabCRM Contact` limit 1)"},
	{"fields": '["name", "full_name"]', "filters": '["1=1 or 1=1"]'},
	{"fields": '["name", "full_name"]', "or_filters": '["1=1 or 1=1"]'},
	{"fields": '["name", "full_name"]', "filters": '[["CRM Contact", "name) or (1=1", "=", "x"]]'},
	{
		"fields": '["name", "full_name"]',
		"filters": json.dumps([["CRM Contact", "name", "=", "x' or '1'='1"]]),
	},
	{"fields": '["name", "full_name"]', "order_by": "if(1=1, sleep(0), 1)"},
	{"fields": '["name", "full_name"]', "filters": '{"name": ["in", "select name from `tabCRM Contact`"]}'},
]
LISTS = (
	"/api/resource/CRM Contact?",
	f"{METHOD}frappe.client.get_list?doctype=CRM Contact&",
	f"{METHOD}frappe.desk.reportview.get?doctype=CRM Contact&",
	f"{METHOD}frappe.desk.reportview.get_list?doctype=CRM Contact&",
)


@pytest.mark.parametrize("arguments", SQL, ids=lambda arguments: str(list(arguments.values())[-1])[:40])
def test_sql_in_fields_filters_and_sorting_shows_nothing(attacker, hidden, arguments):
	for path in LISTS:
		assert_nothing(attacker.get(path, params=arguments))


def test_a_list_of_anything_else_does_not_show_ours(attacker, hidden):
	for doctype in ("ToDo", "File", "User"):
		assert_nothing(
			attacker.get(
				f"{METHOD}frappe.client.get_list",
				params={
					"doctype": doctype,
					"fields": '["max((select full_name from `tabCRM Contact` limit 1))"]',
				},
			)
		)


@pytest.mark.parametrize(
	("path", "arguments"),
	[
		("frappe.desk.reportview.get_stats", {"stats": '["status"]', "doctype": "CRM Contact"}),
		("frappe.desk.reportview.get_sidebar_stats", {"stats": '["full_name"]', "doctype": "CRM Contact"}),
		("frappe.desk.listview.get_group_by_count", {"doctype": "CRM Contact", "field": "full_name"}),
		("frappe.desk.search.search_link", {"doctype": "CRM Contact", "txt": ""}),
		("frappe.desk.search.search_widget", {"doctype": "CRM Sales Deal", "txt": ""}),
	],
)
def test_texts_among_filters_are_refused_or_names_everywhere(attacker, hidden, rep, path, arguments):
	"""Frappe 15 takes them for SQL. Frappe 16 takes them for names of records, of which there is none."""
	make_deal(deal_owner=rep)
	frappe.db.commit()
	raw = json.dumps(["1=1 or 1=1"])
	answer = attacker.get(METHOD + path, params={**arguments, "filters": raw, "current_filters": raw})
	assert_nothing(answer)
	if major_version() < 16:
		assert not answer.ok
	assert not answer.ok or answer.json()["message"] == []


def test_searching_may_not_ignore_permissions(attacker, hidden):
	for doctype in ("CRM Sales Deal", "CRM Follow-up Note", "CRM Location", "CRM Contact", "CRM Customer"):
		answer = attacker.get(
			f"{METHOD}frappe.desk.search.search_widget",
			params={
				"doctype": doctype,
				"txt": "",
				"ignore_user_permissions": 1,
				"page_length": 9999,
				"filter_fields": '["owner"]',
			},
		)
		assert_nothing(answer)


def test_fields_of_hidden_linked_records_are_refused(attacker, hidden, rep):
	frappe.db.set_value("CRM Sales Deal", make_deal(deal_owner=rep).name, "contact", hidden.contact.name)
	for path in (
		"/api/resource/CRM Sales Deal?",
		f"{METHOD}frappe.client.get_list?doctype=CRM Sales Deal&",
		f"{METHOD}frappe.desk.reportview.get?doctype=CRM Sales Deal&",
	):
		assert_nothing(
			attacker.get(path, params={"fields": '["name", "contact.email", "contact.full_name"]'})
		)


def test_lists_have_titles_of_linked_records_that_are_seen_and_of_no_others(attacker, hidden, rep):
	"""Whoever owns a deal reads its customer, unless that is private."""
	own_customer = make_customer(customer_name="Blue Harbor", salesperson=rep)
	dealt = make_customer(customer_name="Red Harbor")
	close(hidden)
	customers = {
		"Open": own_customer.name,
		"Dealt": dealt.name,
		"Closed": hidden.customer.name,
		"Loose": None,
	}
	for title, customer in customers.items():
		deal = make_deal(title=title, deal_owner=rep)
		frappe.db.set_value("CRM Sales Deal", deal.name, "customer", customer)
	asked = ["`tabCRM Sales Deal`.`title`", "`tabCRM Sales Deal`.`customer`"]
	column = "customer.customer_name as customer_customer_name"
	path = f"{METHOD}frappe.desk.reportview.get"
	answer = attacker.post(path, data={"doctype": "CRM Sales Deal", "fields": json.dumps([*asked, column])})
	rows = answer.json()["message"]
	assert rows["keys"] == ["title", "customer", "customer_customer_name"]
	told = {title: customer for title, _name, customer in rows["values"]}
	assert told == {
		"Open": "Blue Harbor",
		"Dealt": "Red Harbor",
		"Closed": "Not visible to you",
		"Loose": None,
	}
	without_links = attacker.post(path, data={"doctype": "CRM Sales Deal", "fields": json.dumps([column])})
	assert {row[-1] for row in without_links.json()["message"]["values"]} == {None}


@pytest.mark.parametrize(
	"column", ["customer.email as customer_email", "customer.customer_name", "customer.domain as x"]
)
def test_lists_give_nothing_else_of_linked_records(attacker, hidden, rep, column):
	frappe.db.set_value("CRM Sales Deal", make_deal(deal_owner=rep).name, "customer", hidden.customer.name)
	body = {"doctype": "CRM Sales Deal", "fields": json.dumps(["name", column])}
	assert attacker.post(f"{METHOD}frappe.desk.reportview.get", data=body).status_code == 403


@pytest.mark.parametrize(
	"key", ["ignore_permissions", "flags", "ignore_user_permissions", "ignore_ifnull", "run"]
)
def test_flags_in_a_request_change_nothing(attacker, hidden, key):
	value = {"ignore_permissions": 1} if key == "flags" else 1
	for path in LISTS:
		answer = attacker.get(path, params={"fields": '["name","full_name"]', key: json.dumps(value)})
		assert_nothing(answer, is_frappes=True)
	before = stored(hidden.contact)
	answer = attacker.put(
		f"/api/resource/CRM Contact/{hidden.contact.name}", json={"job_title": "x", key: value}
	)
	assert answer.status_code == 403
	assert stored(hidden.contact) == before


def test_or_filters_do_not_widen_a_report(attacker, hidden):
	for or_filters in (
		[["name", "!=", ""]],
		[["CRM Contact", "owner", "=", "Administrator"]],
		{"name": ["!=", ""]},
	):
		answer = attacker.get(
			f"{METHOD}frappe.desk.reportview.get",
			params={
				"doctype": "CRM Contact",
				"fields": '["`tabCRM Contact`.`full_name`"]',
				"or_filters": json.dumps(or_filters),
			},
		)
		assert_nothing(answer)


def test_a_name_that_is_a_filter_is_refused(attacker, hidden):
	for path in ("frappe.client.get", "frappe.desk.form.load.getdoc", "frappe.desk.form.load.get_docinfo"):
		answer = attacker.post(
			METHOD + path, json={"doctype": "CRM Contact", "name": {"email": ["like", "z%"]}}
		)
		assert_nothing(answer)
		assert not answer.ok
	found = attacker.get(
		f"{METHOD}frappe.client.get",
		params={"doctype": "CRM Contact", "filters": '{"email": ["like", "z%"]}'},
	)
	missing = attacker.get(
		f"{METHOD}frappe.client.get",
		params={"doctype": "CRM Contact", "filters": '{"email": ["like", "q%"]}'},
	)
	assert (found.status_code, found.json().get("exc_type")) == (
		missing.status_code,
		missing.json().get("exc_type"),
	)


@pytest.mark.parametrize(
	"sent", [{"owner": "REP"}, {"contact_owner": "REP"}, {"owner": "REP", "__islocal": 1}, {"name": "OWN"}]
)
def test_a_hidden_record_cannot_be_made_ones_own(attacker, hidden, rep, sent):
	values = {
		key: {"REP": rep, "OWN": hidden.own.name}.get(value, value) if isinstance(value, str) else value
		for key, value in sent.items()
	}
	before, count = (
		stored(hidden.contact, "owner", "contact_owner", "modified"),
		frappe.db.count("CRM Contact"),
	)
	path = f"/api/resource/CRM Contact/{hidden.contact.name}"
	document = {"doctype": "CRM Contact", "name": hidden.contact.name, "modified": str(before[2]), **values}
	for answer in (
		attacker.put(path, json=values),
		attacker.put(path.replace("/api/", "/api/v1/"), json=values),
		attacker.put(f"/api/v2/document/CRM Contact/{hidden.contact.name}", json=values),
		attacker.post(f"{METHOD}frappe.client.save", json={"doc": document}),
		attacker.post(
			f"{METHOD}frappe.client.set_value",
			json={"doctype": "CRM Contact", "name": hidden.contact.name, "fieldname": values},
		),
		attacker.post(
			f"{METHOD}frappe.desk.form.save.savedocs", json={"doc": json.dumps(document), "action": "Save"}
		),
		attacker.post(
			f"{METHOD}frappe.client.bulk_update",
			json={"docs": json.dumps([{**document, "docname": hidden.contact.name}])},
		),
	):
		assert_nothing(answer)
	assert stored(hidden.contact, "owner", "contact_owner", "modified") == before
	assert frappe.db.count("CRM Contact") == count
	assert SECRET not in stored(hidden.own, "last_name")


def test_the_creator_of_ones_own_record_stays(attacker, hidden):
	before = stored(hidden.own, "owner", "creation")
	answer = attacker.put(
		f"/api/resource/CRM Contact/{hidden.own.name}",
		json={
			"owner": "someone@example.com",
			"creation": "2001-01-01",
			"docstatus": 0,
			"modified_by": "someone@example.com",
		},
	)
	assert answer.ok, answer.text
	assert stored(hidden.own, "owner", "creation") == before


def test_giving_a_record_away_needs_the_role(attacker, hidden, make_user, api, rep):
	colleague = make_user("CRM Sales Rep")
	path = f"/api/resource/CRM Contact/{hidden.own.name}"
	answer = attacker.put(path, json={"contact_owner": colleague})
	assert answer.status_code == 403
	assert "changes whose" in answer.text
	assert stored(hidden.own, "contact_owner") == rep
	answer = attacker.post(
		f"{METHOD}frappe.client.set_value",
		json={
			"doctype": "CRM Contact",
			"name": hidden.own.name,
			"fieldname": "contact_owner",
			"value": colleague,
		},
	)
	assert answer.status_code == 403
	assert stored(hidden.own, "contact_owner") == rep


def test_documents_sent_along_are_not_believed(attacker, hidden, rep):
	forged = {
		"doctype": "CRM Contact",
		"name": hidden.contact.name,
		"owner": rep,
		"contact_owner": rep,
		"modified": str(stored(hidden.contact)),
	}
	before = stored(hidden.contact)
	for extra in ({}, {"__islocal": 1}):
		for method, arguments in (
			("rename", {"name": hidden.contact.name, "validate_rename": 0}),
			("add_comment", {"text": "hello"}),
			("get_url", {}),
			("as_dict", {}),
			("get_doc_before_save", {}),
		):
			answer = attacker.post(
				f"{METHOD}run_doc_method",
				json={
					"docs": json.dumps({**forged, **extra}),
					"method": method,
					"args": json.dumps(arguments),
				},
			)
			assert_nothing(answer, is_frappes=True)
	answer = attacker.get(
		f"{METHOD}run_doc_method",
		params={"dt": "CRM Contact", "dn": hidden.contact.name, "method": "as_dict"},
	)
	assert_nothing(answer, is_frappes=True)
	answer = attacker.post(
		f"/api/resource/CRM Contact/{hidden.contact.name}?run_method=add_comment", json={"text": "x"}
	)
	assert_nothing(answer, is_frappes=True)
	assert stored(hidden.contact) == before
	assert not frappe.db.exists("Comment", {"reference_name": hidden.contact.name, "comment_type": "Comment"})


def test_a_row_of_a_hidden_record_is_not_taken(attacker, hidden):
	row = hidden.contact.affiliations[0]
	answer = attacker.put(
		f"/api/resource/CRM Contact/{hidden.own.name}",
		json={"affiliations": [{"name": row.name, "customer": hidden.own_customer.name}]},
	)
	assert answer.status_code == 403
	assert frappe.db.get_value(row.doctype, row.name, "parent") == hidden.contact.name


def test_titles_of_hidden_links_are_not_told(attacker, hidden, rep):
	close(hidden)
	deal = make_deal(deal_owner=rep, title="Mine")
	frappe.db.set_value(
		"CRM Sales Deal", deal.name, {"contact": hidden.contact.name, "customer": hidden.customer.name}
	)
	note = make_note(frappe.get_doc("CRM Sales Deal", deal.name))
	frappe.db.commit()
	for doc in (deal, note):
		answer = attacker.get(
			f"{METHOD}frappe.desk.form.load.getdoc", params={"doctype": doc.doctype, "name": doc.name}
		)
		assert answer.ok
		assert_nothing(answer)
		assert "Not visible to you" in answer.text
		answer = attacker.get(
			f"{METHOD}frappe.www.printview.get_html_and_style", params={"doc": doc.doctype, "name": doc.name}
		)
		assert_nothing(answer)
	for doctype, name in (("CRM Contact", hidden.contact.name), ("CRM Contact", "nothing")):
		answer = attacker.get(
			f"{METHOD}frappe.desk.search.get_link_title", params={"doctype": doctype, "docname": name}
		)
		assert answer.json()["message"] == "Not visible to you"


def test_a_link_is_checked_only_among_what_is_seen(attacker, hidden):
	"""Also where the caller names the query: one that finds very much is believed by Frappe 16."""
	for doc, seen in (
		(hidden.contact, False),
		(hidden.customer, False),
		(hidden.deal, False),
		(hidden.own, True),
	):
		for more in (
			{},
			{"ignore_user_permissions": 1},
			{"query": "frappe.core.doctype.user.user.user_query"},
		):
			answer = attacker.post(
				METHOD + LINK_CHECK, data={"doctype": doc.doctype, "docname": doc.name, **more}
			)
			assert_nothing(answer)
			assert answer.status_code < 500
			assert seen or not (answer.json().get("message") or {}).get("name"), answer.text
	own = attacker.get(METHOD + LINK_CHECK, params={"doctype": "CRM Contact", "docname": hidden.own.name})
	assert own.json()["message"] == {"name": hidden.own.name}


def test_a_link_check_fetches_nothing_of_hidden_linked_records(attacker, hidden, rep):
	deal = make_deal(deal_owner=rep)
	frappe.db.set_value("CRM Sales Deal", deal.name, "contact", hidden.contact.name)
	frappe.db.commit()
	asked = json.dumps(["contact.email", "contact.full_name"])
	values = {"doctype": "CRM Sales Deal", "docname": deal.name}
	for key in ("fields", "fields_to_fetch"):
		assert_nothing(attacker.post(METHOD + LINK_CHECK, data={**values, key: asked}))
	for path in ("frappe.client.get_value", "frappe.client.get_list"):
		filters = json.dumps({"name": deal.name})
		answer = attacker.get(METHOD + path, params={**values, "filters": filters, "fieldname": asked})
		assert_nothing(answer)


def test_a_private_note_is_not_told_by_its_customer(attacker, hidden):
	note = make_note(hidden.own_customer, is_private=1, subject="s", content=f"{SECRET} private")
	frappe.db.commit()
	for path in (
		f"{METHOD}frappe.desk.form.load.getdoc?doctype=CRM Customer&name={hidden.own_customer.name}",
		f"{METHOD}frappe.desk.form.load.get_docinfo?doctype=CRM Customer&name={hidden.own_customer.name}",
		f"{METHOD}frappe.desk.form.linked_with.get?doctype=CRM Customer&docname={hidden.own_customer.name}",
		f"{METHOD}frappe.desk.notifications.get_open_count?doctype=CRM Customer&name={hidden.own_customer.name}",
	):
		answer = attacker.get(path)
		assert_nothing(answer, f"{SECRET} private", note.name)


def test_connections_count_only_what_is_seen(attacker, hidden, rep):
	own = hidden.own_customer
	make_deal(customer=own.name, deal_owner=rep)
	make_deal(customer=own.name)
	frappe.db.commit()
	answer = attacker.get(
		f"{METHOD}frappe.desk.notifications.get_open_count",
		params={"doctype": "CRM Customer", "name": own.name},
	).json()["message"]["count"]
	counts = {link["doctype"]: link["count"] for link in answer["external_links_found"]}
	assert counts["CRM Sales Deal"] == 1


COORDINATES = [
	("frappe.geo.utils.get_coords", {"doctype": "CRM Location", "filters": "[]", "type": "coordinates"})
][: major_version() < 16]  # Frappe 16 makes its map of the list's rows


def test_figures_are_not_counted_over_hidden_records(attacker, hidden):
	chart = {
		"type": "Heatmap",
		"chart_type": "Count",
		"document_type": "CRM Contact",
		"based_on": "creation",
		"filters_json": "[]",
		"timespan": "Last Year",
		"time_interval": "Daily",
	}
	for path, arguments in (
		(
			"frappe.desk.doctype.dashboard_chart.dashboard_chart.get",
			{"no_cache": 1, "chart": json.dumps(chart)},
		),
		(
			"frappe.workflow.doctype.workflow.workflow.get_workflow_state_count",
			{"doctype": "CRM Contact", "workflow_state_field": "email", "states": "[]"},
		),
		*COORDINATES,
		(
			"frappe.utils.goal.get_monthly_goal_graph_data",
			{
				"title": "x",
				"doctype": "CRM Contact",
				"docname": hidden.own.name,
				"goal_value_field": "name",
				"goal_total_field": "name",
				"goal_history_field": "consent_text",
				"goal_doctype": "CRM Sales Deal",
				"goal_doctype_link": "contact",
				"goal_field": "base_value",
				"date_field": "creation",
				"filters": json.dumps({}),
			},
		),
	):
		answer = attacker.get(METHOD + path, params=arguments)
		assert answer.status_code == 403, (path, answer.text)
	assigned = attacker.get(
		f"{METHOD}frappe.desk.listview.get_group_by_count",
		params={"doctype": "CRM Contact", "current_filters": "[]", "field": "assigned_to"},
	)
	assert assigned.json()["message"] == []


def test_a_question_before_frappes_function_is_asked_of_a_text_only(attacker, hidden):
	for path, arguments in (
		("frappe.desk.search.get_link_title", {"doctype": ["CRM Contact"], "docname": hidden.contact.name}),
		("frappe.desk.search.get_link_title", {"doctype": "CRM Contact", "docname": {"last_name": SECRET}}),
		("frappe.desk.form.utils.get_next", {"doctype": "CRM Contact", "value": {"last_name": SECRET}, "prev": 0}),
		("frappe.email.relink", {"name": {"subject": SECRET}}),
		("frappe.model.mapper.map_docs", {"method": ["frappe.client.get_count"], "source_names": "[]", "target_doc": None}),
	):  # fmt: skip
		answer = attacker.post(METHOD + path, json=arguments)
		assert answer.status_code == 417, (path, answer.text)


def test_a_question_before_frappes_function_leaves_its_answer_as_it_is(attacker, hidden):
	own = hidden.own.name
	title = attacker.get(
		f"{METHOD}frappe.desk.search.get_link_title", params={"doctype": "CRM Contact", "docname": own}
	)
	assert title.json()["message"] == hidden.own.full_name
	counted = attacker.get(
		f"{METHOD}frappe.desk.listview.get_group_by_count",
		params={"doctype": "CRM Contact", "current_filters": "[]", "field": "status"},
	)
	assert [(row["name"], row["count"]) for row in counted.json()["message"]] == [(hidden.own.status, 1)]


def test_replaced_functions_are_not_called_by_name(attacker, hidden):
	calls = [
		("frappe.model.mapper.map_docs", {"method": "frappe.desk.search.get_link_title", "source_names": json.dumps(["CRM Contact"]), "target_doc": hidden.contact.name}),
		("frappe.desk.treeview.get_all_nodes", {"doctype": "CRM Contact", "label": "x", "parent": "x", "tree_method": "frappe.client.get_count"}),
		("frappe.desk.search.search_link", {"doctype": "ToDo", "txt": "x", "query": "frappe.client.get_count"}),
	]  # fmt: skip
	for path, arguments in calls:
		answer = attacker.post(METHOD + path, json=arguments)
		assert answer.status_code == 403, (path, answer.text)


def test_tasks_files_tags_and_followers_do_not_hang_on_what_is_hidden(attacker, hidden, rep):
	contact = hidden.contact
	reference = {"reference_type": contact.doctype, "reference_name": contact.name}
	insert("Tag", {"name": "x"}) if not frappe.db.exists("Tag", "x") else None
	frappe.db.commit()
	for doctype, values in (
		("ToDo", {"description": "x", "allocated_to": rep, **reference}),
		("File", {"file_name": "x.txt", "content": "x", "attached_to_doctype": contact.doctype, "attached_to_name": contact.name}),
		("Tag Link", {"document_type": contact.doctype, "document_name": contact.name, "tag": "x", "title": "x"}),
		("Document Follow", {"ref_doctype": contact.doctype, "ref_docname": contact.name, "user": rep}),
	):  # fmt: skip
		before = frappe.db.count(doctype)
		answer = attacker.post(f"/api/resource/{doctype}", json=values)
		assert answer.status_code == 403, (doctype, answer.text)
		assert frappe.db.count(doctype) == before
	assert not frappe.has_permission("CRM Contact", "read", contact.name, user=rep)
	upload = attacker.post(
		f"{METHOD}upload_file",
		data={"doctype": contact.doctype, "docname": contact.name, "is_private": 1},
		files={"file": ("x.txt", b"x")},
	)
	assert upload.status_code == 403


def test_a_task_of_ones_own_is_not_moved_to_what_is_hidden(attacker, hidden, rep):
	task = attacker.post("/api/resource/ToDo", json={"description": "x", "allocated_to": rep}).json()["data"][
		"name"
	]
	attacker.put(
		f"/api/resource/ToDo/{task}",
		json={"reference_type": "CRM Contact", "reference_name": hidden.contact.name},
	)
	assert not frappe.has_permission("CRM Contact", "read", hidden.contact.name, user=rep)


def test_files_on_records_are_private_and_their_content_is_not_claimed(attacker, hidden):
	values = {"attached_to_doctype": "CRM Contact", "file_name": f"{frappe.generate_hash(length=8)}.txt"}
	file = insert(
		"File", {**values, "content": SECRET, "is_private": 1, "attached_to_name": hidden.contact.name}
	)
	frappe.db.commit()
	assert attacker.get(file.file_url).status_code == 403
	claimed = attacker.post("/api/resource/File", json={"file_url": file.file_url, "is_private": 1})
	assert claimed.status_code == 403
	assert attacker.get(file.file_url).status_code == 403
	own = {**values, "content": "x", "attached_to_name": hidden.own.name}
	public = attacker.post("/api/resource/File", json={**own, "is_private": 0})
	assert public.status_code == 417
	assert "Attach it as a private file" in public.text
	private = attacker.post("/api/resource/File", json={**own, "is_private": 1})
	assert attacker.get(private.json()["data"]["file_url"]).text == "x"


def test_mail_and_deleted_records_are_not_moved_into_sight(attacker, hidden):
	mail = insert(
		"Communication",
		{
			"communication_type": "Communication",
			"subject": SECRET,
			"content": SECRET,
			"reference_doctype": "CRM Contact",
			"reference_name": hidden.contact.name,
		},
	)
	note = hidden.note
	frappe.delete_doc(note.doctype, note.name)
	deleted = frappe.db.get_value("Deleted Document", {"deleted_name": note.name})
	frappe.db.commit()
	relinked = attacker.post(
		f"{METHOD}frappe.email.relink",
		json={"name": mail.name, "reference_doctype": "CRM Contact", "reference_name": hidden.own.name},
	)
	assert relinked.status_code == 403
	for path, arguments in (
		("restore", {"name": deleted}),
		("bulk_restore", {"docnames": json.dumps([deleted])}),
	):
		answer = attacker.post(
			f"{METHOD}frappe.core.doctype.deleted_document.deleted_document.{path}", json=arguments
		)
		assert answer.status_code == 403


def test_notifications_are_read_by_whom_they_are_for(attacker, hidden, make_user):
	log = insert(
		"Notification Log",
		{
			"subject": SECRET,
			"for_user": make_user("CRM Manager"),
			"document_type": "CRM Contact",
			"document_name": hidden.contact.name,
			"type": "Alert",
		},
	)
	frappe.db.commit()
	assert_nothing(attacker.get(f"/api/resource/Notification Log/{log.name}"))
	assert_nothing(
		attacker.get(f"{METHOD}frappe.client.get", params={"doctype": "Notification Log", "filters": "{}"})
	)


def test_guessed_names_open_nothing(attacker, api, hidden):
	for client in (attacker, api(None)):
		for doc in (hidden.contact, hidden.customer, hidden.deal, hidden.note, hidden.location):
			for path in (
				f"/api/resource/{doc.doctype}/{doc.name}",
				f"/api/v2/document/{doc.doctype}/{doc.name}",
				f"/printview?doctype={doc.doctype}&name={doc.name}",
				f"/app/{frappe.scrub(doc.doctype)}/{doc.name}",
				f"{METHOD}frappe.utils.print_format.download_pdf?doctype={doc.doctype}&name={doc.name}",
				f"{METHOD}frappe.client.get_doc_permissions?doctype={doc.doctype}&docname={doc.name}",
				f"{METHOD}frappe.desk.form.linked_with.get?doctype={doc.doctype}&docname={doc.name}",
			):
				assert_nothing(client.get(path))
