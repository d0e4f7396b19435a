"""Every role, every DocType, every path over real HTTP: a record is visible on all paths or on none (`matrix.py`)."""

from collections.abc import Callable, Iterator
from pprint import pformat

import frappe
import pytest

from frappe_crm_app.visibility.guarded import GUARDED
from tests.factories import insert, make_campaign, make_click, make_contact, make_recipient, stage
from tests.site.visibility import matrix, paths
from tests.site.visibility.world import World, doctype_of, make_world
from tests.stack.site import new_rows_removed, new_user, own_endpoints, reset_locals

ROWS = tuple(paths.PARENT_OF)


@pytest.fixture(params=matrix.ROLES, ids=str)
def role(request):
	return request.param


@pytest.fixture
def user(role, make_user):
	return "Guest" if role == "Guest" else make_user(*([role] if role else []))


@pytest.fixture(scope="module")
def people(site) -> Iterator[dict]:
	"""One person for each role, None for Guest: making them takes longer than asking them."""
	reset_locals()
	with new_rows_removed():
		roles = [role for role in matrix.ROLES if role != "Guest"]
		people = {role: new_user(*([role] if role else [])) for role in roles}
		frappe.db.commit()
		yield people | {"Guest": None}


@pytest.fixture
def client(api, user):
	return api(None if user == "Guest" else user)


@pytest.fixture
def world(role, user, committed) -> World:
	world = make_world("Administrator" if user == "Guest" else user, reasons_for(role))
	for kind in matrix.RECORDS:
		if kind not in ROWS:
			for name in world.names[kind].values():
				attach_file(doctype_of(kind), name)
	frappe.db.commit()
	sync_global_search()
	return world


def reasons_for(role: str | None) -> set[str]:
	"""Return the reasons that a role is asked about: few tell as much of one that sees nothing, or everything, in less time."""
	if not any(role in row.seen_by for row in matrix.RECORDS.values()):
		return {"own", "other"}
	return {"own", "other", "private", "dealt"} if role in matrix.OVERSEERS else matrix.ALL


def attach_file(doctype: str, name: str) -> None:
	values = {
		"file_name": f"{name}.txt",
		"content": name,
		"is_private": 1,
		"attached_to_doctype": doctype,
		"attached_to_name": name,
	}
	insert("File", values)


def sync_global_search() -> None:
	from frappe.utils.global_search import sync_global_search

	sync_global_search()
	frappe.db.commit()


def ways_to(kind: str) -> list:
	"""Return the paths that lead to records of a kind."""
	if kind in ROWS:
		return [*paths.FOR_ROWS]
	meta = frappe.get_meta(doctype_of(kind))
	return [
		*paths.EVERYWHERE,
		*paths.BESIDE,
		*(paths.FOR_TITLES if meta.show_title_field_in_link else ()),
		*((paths.preview,) if meta.show_preview_popup else ()),
	]


def test_the_matrix_holds(role, client, world, make_user, is_asked):
	"""One world for each role: making it takes longer than asking it."""
	wrong = {
		**unlike_seen(role, client, world, is_asked),
		**unlike_endpoints(role, client, world, make_user(), is_asked),
		**unlike_changed_and_exported(role, client, world),
		**unlike_deleted(role, client, world),
	}
	assert not wrong, pformat(wrong)


def unlike_seen(role: str, client, world: World, is_asked: Callable[..., bool]) -> dict:
	"""Return the paths on which more or less is visible than the role sees."""
	wrong = {}
	for kind, row in matrix.RECORDS.items():
		expected = row.seen_by.get(role, set()) & world.reasons
		never_more = paths.NEVER_MORE_ROWS if kind in ROWS else paths.NEVER_MORE
		for way in ways_to(kind):
			if not is_asked(role, kind, way.__name__):
				continue
			given = way(client, doctype_of(kind), world.names[kind])
			if given != expected:
				wrong[(kind, way.__name__)] = f"{sorted(given)} instead of {sorted(expected)}"
		for way in never_more:
			if not is_asked(role, kind, way.__name__):
				continue
			given = way(client, doctype_of(kind), world.names[kind])
			if given - expected:
				wrong[(kind, way.__name__)] = f"{sorted(given)} where {sorted(expected)} is the most"
	return wrong


def unlike_changed_and_exported(role: str, client, world: World) -> dict:
	"""Return where a role changes or exports other records than it should."""
	wrong = {}
	for kind, row in matrix.RECORDS.items():
		if not row.change:
			continue
		seen = row.seen_by.get(role, set()) & world.reasons
		doctype, names = doctype_of(kind), world.names[kind]
		results = {
			"change": (changed(client, doctype, names, *row.change), row.changed_of(role) & world.reasons),
			"export": (exported(client, doctype, names), seen if role in row.exported_by else set()),
		}
		wrong |= {(kind, action): result for action, result in results.items() if result[0] != result[1]}
	return wrong


def unlike_deleted(role: str, client, world: World) -> dict:
	"""Return where a role deletes other records than it should; what hangs on others comes first."""
	wrong = {}
	for kind, row in reversed(matrix.RECORDS.items()):
		if not row.change:
			continue
		expected = row.written_of(role) & world.reasons if role in row.deleted_by else set()
		gone = deleted(client, doctype_of(kind), world.names[kind])
		if gone != expected:
			wrong[(kind, "delete")] = (gone, expected)
	return wrong


def changed(client, doctype: str, names: dict[str, str], field: str, value: object) -> set[str]:
	"""Return the reasons whose record holds the value afterwards."""
	for name in names.values():
		answer = client.put(f"/api/resource/{doctype}/{name}", json={field: value})
		assert answer.status_code < 500, answer.text
	return {reason for reason, name in names.items() if frappe.db.get_value(doctype, name, field) == value}


def exported(client, doctype: str, names: dict[str, str]) -> set[str]:
	"""Return the reasons whose record is in an export. On PostgreSQL, Frappe 15 answers 404 when `name` is among the columns."""
	column, marks = "name", names
	if frappe.db.db_type == "postgres":
		column = "modified"
		marks = {reason: str(frappe.db.get_value(doctype, name, column)) for reason, name in names.items()}
	parameters = {
		"doctype": doctype,
		"file_format_type": "CSV",
		"fields": f'["`tab{doctype}`.`{column}`"]',
		"title": "All",
	}
	answer = client.post("/api/method/frappe.desk.reportview.export_query", data=parameters)
	return paths.given(answer, marks)


def deleted(client, doctype: str, names: dict[str, str]) -> set[str]:
	"""Return the reasons whose record the user was allowed to delete: it is gone, or was refused for being in use."""
	gone = set()
	for reason, name in names.items():
		answer = client.delete(f"/api/resource/{doctype}/{name}")
		assert answer.status_code < 500, answer.text
		is_in_use = answer.status_code == 409 or '"LinkExistsError"' in answer.text
		if is_in_use or not frappe.db.exists(doctype, name):
			gone.add(reason)
	return gone


# Of lists of which a new site has none.
EXAMPLES = {
	"CRM Mailing List": {"list_name": "News"},
	"CRM Segment": {"title": "Everybody"},
	"CRM Campaign": {"campaign_name": "News", "channel": "Email"},
	"CRM Sales Product": {"product_code": "P-1", "product_name": "Crane"},
	"CRM Tax Class": {"class_name": "Full", "rate": 19},
	"CRM Project Template": {"template_name": "Onboarding"},
	"CRM Document Folder": {"folder_name": "Contracts"},
	"CRM Salesperson": {"user": "Administrator"},
	"CRM Workflow Rule": {
		"title": "Tag it",
		"record_type": "CRM Sales Deal",
		"event_kind": "deal.won",
		"steps": '[{"step": "tag", "tag": "Won"}]',
	},
}


@pytest.mark.parametrize("doctype", matrix.SHORT_LISTS)
def test_short_lists_are_read_and_changed_by_whom_they_should(doctype, api, people):
	readers, writers = matrix.SHORT_LISTS[doctype]
	is_single = frappe.get_meta(doctype).issingle
	name = (
		doctype
		if is_single
		else frappe.get_all(doctype, pluck="name", limit=1)[0]
		if frappe.db.count(doctype)
		else example(doctype)
	)
	for role, user in people.items():
		client = api(user)
		answer = client.get(f"/api/resource/{doctype}/{name}")
		assert answer.ok == (role in readers), (doctype, role, answer.text)
		stored = frappe.get_doc(doctype, name)
		answer = client.put(f"/api/resource/{doctype}/{name}", json={"modified": str(stored.modified)})
		assert answer.ok == (role in writers), (doctype, role, answer.text)


def example(doctype: str) -> str:
	"""Insert a record of a short list and return its name."""
	if doctype == "CRM Campaign Link":
		return make_click(make_recipient(make_contact())).link
	if doctype == "CRM Board View":
		return insert(
			doctype, {"title": "Mine", "pipeline": frappe.get_all("CRM Pipeline", pluck="name")[0]}
		).name
	return insert(doctype, EXAMPLES[doctype]).name


@pytest.mark.parametrize("doctype", matrix.ACCOUNTS)
def test_accounts_are_read_by_their_makers_and_overseers_and_changed_by_nobody(doctype, api, people):
	for role, user in people.items():
		client = api(user)
		for owner in filter(None, ("Administrator", user)):
			doc = frappe.new_doc(doctype)
			doc.update({"owner": owner, "creation": frappe.utils.now(), "modified": frappe.utils.now()})
			doc.db_insert()
			path = f"/api/resource/{doctype}/{doc.name}"
			is_reader = role in matrix.OVERSEERS or (owner == user and role in matrix.ACCOUNTS[doctype])
			assert client.get(path).ok == is_reader, (doctype, role, owner)
			assert not client.put(path, json={"modified": str(doc.modified)}).ok, (doctype, role, owner)
			assert not client.delete(path).ok, (doctype, role, owner)


def test_every_doctype_has_its_row():
	ours = set(frappe.get_all("DocType", filters={"module": "Frappe CRM App"}, pluck="name"))
	guarded = {doctype_of(kind) for kind in matrix.RECORDS}
	assert guarded == set(GUARDED)
	assert {*guarded, *matrix.SHORT_LISTS, *matrix.ROWS_OF_SHORT_LISTS, *matrix.ACCOUNTS} == ours


def test_every_endpoint_has_its_row():
	rows = {path for path in own_endpoints() if not path.startswith(matrix.REPLACEMENTS)}
	assert rows == set(matrix.ENDPOINTS)


def unlike_endpoints(role: str, client, world: World, colleague: str, is_asked: Callable[..., bool]) -> dict:
	"""Return the endpoints that let in others than they should, or show records that the role does not see."""
	wrong, stage_of_sales = {}, stage("Qualified")
	sales = frappe.db.get_value("CRM Stage", stage_of_sales, "pipeline")
	others = beside(world, colleague)
	for path, (verb, arguments, let_in, kind) in matrix.ENDPOINTS.items():
		for reason in world.reasons if kind else [None]:
			if not is_asked(role, path, reason):
				continue
			name = world.names[kind][reason] if kind else None
			filled = {
				key: value.format(
					doctype=kind, name=name, user=colleague, pipeline=sales, stage=stage_of_sales, **others
				)
				if isinstance(value, str)
				else value
				for key, value in arguments.items()
			}
			answer = client.request(verb, f"/api/method/frappe_crm_app.{path}", **body(verb, filled))
			assert answer.status_code < 500, answer.text
			is_seen = kind is None or reason in reached_of(matrix.RECORDS[kind], role, verb)
			given = name in answer.text if name and "txt" in filled else answer.ok
			if given != (role in let_in and is_seen):
				wrong[(path, reason)] = (answer.status_code, answer.text[-300:])
	return wrong


def beside(world: World, colleague: str) -> dict[str, str]:
	"""Insert what endpoints are about and no role owns, and return its names: rules, of which one has failed for every record, a person, campaigns."""
	button = {"trigger_type": "Button", "event_kind": None, "is_enabled": 1}
	rules = {
		key: insert("CRM Workflow Rule", EXAMPLES["CRM Workflow Rule"] | more).name
		for key, more in {"rule": {}, "unused_rule": {}, "button": button}.items()
	}
	of_rule = {"rule": rules["rule"], "status": "Failed"}
	frappe.db.set_value(
		"CRM Workflow Run", {"name": ("in", list(world.names["CRM Workflow Run"].values()))}, of_rule
	)
	person = insert("CRM Salesperson", {"user": colleague}).name
	campaigns = {
		key: make_campaign(subject="News", content="<p>News</p>").name
		for key in ("campaign", "scheduled", "unsent")
	}
	for key in ("scheduled", "unsent"):
		frappe.db.set_value("CRM Campaign", campaigns[key], "status", "Scheduled")
	frappe.db.commit()
	return {**rules, **campaigns, "person": person}


def reached_of(row: matrix.Row, role: str | None, verb: str) -> set[str]:
	"""Return which records an endpoint may be about: those that are read, or, where it changes something, not only read."""
	return row.written_of(role) if verb == "POST" else row.seen_by.get(role, set())


def body(verb: str, arguments: dict) -> dict:
	return {"params": arguments} if verb == "GET" else {"json": arguments}
