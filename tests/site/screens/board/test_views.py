"""What a board's cards show to each person, and its saved views, shared by role."""

import json

import frappe
import pytest

from frappe_crm_app.screens.board.api import get_board, get_changes, get_setup, move
from tests.factories import insert, make_deal, make_pipeline

VIEW = "CRM Board View"


def chips(pipeline, **filters) -> list[str]:
	[card] = get_board(pipeline.name, filters)["columns"][0]["cards"]
	return [chip["text"] for chip in card.get("chips", [])]


def share(pipeline, *roles: str, title: str = "Large ones", filters: dict | None = None):
	rows = [{"role": role} for role in roles]
	values = {"title": title, "pipeline": pipeline.name, "roles": rows}
	return insert(VIEW, {**values, "filters": json.dumps(filters or {"value_from": 500})})


def offered() -> list[str]:
	return [view["title"] for view in get_setup()["views"]]


@pytest.fixture
def pipeline():
	return make_pipeline("First", "Second")


def test_cards_show_what_a_person_chose_instead_of_what_the_pipeline_says(pipeline):
	pipeline.append("card_fields", {"fieldname": "lost_notes"})
	pipeline.append("card_fields", {"fieldname": "description"})
	pipeline.save()
	source = frappe.db.get_value("CRM Source", {"source_name": "Event"})
	deal = make_deal(pipeline=pipeline.name, description="By sea", source=source)
	deal.add_tag("Fair")
	deal.add_tag("Crane")
	assert chips(pipeline) == ["By sea"]
	assert chips(pipeline, cards="_user_tags,source") == ["Event", "Crane", "Fair"]
	assert chips(pipeline, cards="none") == []
	board = get_board(pipeline.name, {"cards": "description, nonsense"})
	assert board["filters"]["cards"] == "description"
	assert board["card_fields"] == ["description"]
	changed = get_changes(pipeline.name, [deal.name], {"cards": "_user_tags"})["cards"]
	assert [chip["text"] for chip in changed[0]["chips"]] == ["Crane", "Fair"]


def test_a_moved_card_shows_what_a_person_chose_and_stands_by_their_order_whatever_narrows_the_board(
	pipeline,
):
	second = frappe.get_all("CRM Stage", {"pipeline": pipeline.name}, order_by="position asc", pluck="name")[
		1
	]
	deal = make_deal(pipeline=pipeline.name, description="By sea", value=700)
	filters = {"cards": "description", "sort": "amount", "value_to": 5}
	card = move("CRM Sales Deal", deal.name, second, filters=filters)["card"]
	assert [chip["text"] for chip in card["chips"]] == ["By sea"]
	assert card["place"] == 700


def test_a_field_that_no_table_has_is_not_offered_and_breaks_no_board(pipeline):
	make_deal(pipeline=pipeline.name, description="By sea")
	frappe.get_meta("CRM Sales Deal").get_field("description").is_virtual = 1
	try:
		assert get_board(pipeline.name, {"cards": "description"})["card_fields"] == []
		names = [field["fieldname"] for field in get_setup()["card_fields"]["CRM Sales Deal"]]
		assert "description" not in names
	finally:
		frappe.clear_cache(doctype="CRM Sales Deal")


def test_no_card_shows_a_field_that_its_reader_may_not_read(pipeline, make_user):
	rep = make_user("CRM Sales Rep")
	make_deal(pipeline=pipeline.name, deal_owner=rep, description="Secret")
	field = {"doc_type": "CRM Sales Deal", "field_name": "description", "doctype_or_field": "DocField"}
	insert("Property Setter", {**field, "property": "permlevel", "value": "1", "property_type": "Int"})
	frappe.clear_cache(doctype="CRM Sales Deal")
	frappe.set_user(rep)
	assert chips(pipeline, cards="description") == []
	names = [field["fieldname"] for field in get_setup()["card_fields"]["CRM Sales Deal"]]
	assert "description" not in names
	assert {"_user_tags", "source"} <= set(names)
	assert "title" not in names


def test_a_view_is_offered_to_those_with_its_role_and_to_who_shares(pipeline, make_user):
	share(pipeline, "CRM Account Rep", "CRM Viewer")
	share(pipeline, title="Everybody's")
	for role, expected in {
		"CRM Sales Rep": ["Everybody's"],
		"CRM Viewer": ["Everybody's", "Large ones"],
		"CRM Manager": ["Everybody's", "Large ones"],
	}.items():
		frappe.set_user(make_user(role))
		assert offered() == expected, role
		frappe.set_user("Administrator")
	[view] = [each for each in get_setup()["views"] if each["title"] == "Large ones"]
	assert view == {"name": view["name"], "title": "Large ones", "pipeline": pipeline.name, "filters": {"value_from": 500}}  # fmt: skip


def test_a_view_is_read_over_rest_by_those_alone_to_whom_it_is_offered(pipeline, make_user, api, committed):
	shared = share(pipeline, "CRM Account Rep", "CRM Viewer")
	everybodys = share(pipeline, title="Everybody's")
	frappe.db.commit()
	for role, is_offered in {"CRM Sales Rep": False, "CRM Viewer": True, "CRM Manager": True}.items():
		client = api(make_user(role))
		listed = client.get(f"/api/resource/{VIEW}", params={"limit_page_length": 0}).json()["data"]
		assert everybodys.name in [each["name"] for each in listed], role
		assert (shared.name in [each["name"] for each in listed]) == is_offered, role
		assert client.get(f"/api/resource/{VIEW}/{shared.name}").ok == is_offered, role
		assert client.get(f"/api/resource/{VIEW}/{everybodys.name}").ok, role


def test_only_who_shares_makes_changes_and_deletes_views(pipeline, make_user):
	view = share(pipeline)
	frappe.set_user(make_user("CRM Sales Rep"))
	for attempt in (
		lambda: share(pipeline, title="Mine"),
		lambda: frappe.get_doc(VIEW, view.name).update({"title": "Mine"}).save(),
		lambda: frappe.delete_doc(VIEW, view.name),
	):
		with pytest.raises(frappe.PermissionError):
			attempt()
	assert get_setup()["sharing_roles"] == []
	frappe.set_user(make_user("CRM Manager"))
	assert "CRM Sales Rep" in get_setup()["sharing_roles"]
	frappe.delete_doc(VIEW, view.name)
	assert not frappe.db.exists(VIEW, view.name)


@pytest.mark.parametrize(
	"filters", ["no json", "[1]", '{"colour": "red"}', '{"sort": "owner"}', '{"value_from": "much"}']
)
def test_a_view_that_a_board_would_refuse_is_refused(pipeline, filters):
	with pytest.raises(frappe.ValidationError):
		insert(VIEW, {"title": "Odd", "pipeline": pipeline.name, "filters": filters})


def test_two_views_of_a_pipeline_have_two_names_and_go_with_it(pipeline):
	view = share(pipeline)
	with pytest.raises(frappe.ValidationError, match="already has a view"):
		share(pipeline)
	share(make_pipeline("Other"))
	for name in frappe.get_all("CRM Stage", {"pipeline": pipeline.name}, pluck="name"):
		frappe.delete_doc("CRM Stage", name)
	frappe.delete_doc("CRM Pipeline", pipeline.name)
	assert not frappe.db.exists(VIEW, view.name)
