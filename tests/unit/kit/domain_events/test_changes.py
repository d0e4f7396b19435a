"""What a change of a record is, told from its values before and after."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frappe_crm_app.intake.contact_import.event_kinds import IMPORT_KINDS
from frappe_crm_app.intake.lead_forms.event_kinds import FORM_KINDS
from frappe_crm_app.kit.domain_events.cause import Cause
from frappe_crm_app.kit.domain_events.changes import Change
from frappe_crm_app.records.follow_up.event_kinds import NOTE_KINDS
from frappe_crm_app.records.identity.event_kinds import CONTACT_KINDS, CUSTOMER_KINDS, LOCATION_KINDS
from frappe_crm_app.records.pipeline.event_kinds import DEAL_KINDS
from scripts.stack.bench import TREE

ALL = (*CONTACT_KINDS, *CUSTOMER_KINDS, *DEAL_KINDS, *NOTE_KINDS, *LOCATION_KINDS, *FORM_KINDS, *IMPORT_KINDS)
DESIGNED = {
	"contact": "created updated deleted merged unmerged status_changed owner_changed tagged opted_out",
	"customer": "created updated deleted relationship_changed stage_changed owner_changed",
	"deal": "created updated stage_changed won lost reopened value_changed owner_changed close_date_passed rotting without_next_step",
	"note": "created updated completed cancelled due overdue",
	"location": "created updated",
	"form": "submission_received submission_quarantined submission_confirmed",
	"import": "completed undone",
}
OPEN = {"outcome": "Open", "stage": "Lead", "value": 5}
WON = {"outcome": "Won", "stage": "Won", "value": 5}
LOST = {"outcome": "Lost", "stage": "Lost", "value": 5}
IS_OPEN, IS_DONE, IS_CANCELLED = {"status": "Open"}, {"status": "Done"}, {"status": "Cancelled"}


def kinds(declared, before, after) -> set[str]:
	change = Change("a", before, after)
	return {kind.name.partition(".")[2] for kind in declared if kind.happened and kind.happened(change)}


@pytest.mark.parametrize(
	("declared", "before", "after", "expected"),
	[
		(DEAL_KINDS, None, OPEN, {"created"}),
		(DEAL_KINDS, None, WON, {"created", "won"}),
		(DEAL_KINDS, OPEN, WON, {"updated", "stage_changed", "won"}),
		(DEAL_KINDS, WON, WON | {"title": "x"}, {"updated"}),
		(DEAL_KINDS, WON, LOST, {"updated", "stage_changed", "lost"}),
		(DEAL_KINDS, LOST, OPEN, {"updated", "stage_changed", "reopened"}),
		(DEAL_KINDS, OPEN, OPEN | {"value": 6.5}, {"updated", "value_changed"}),
		(DEAL_KINDS, OPEN, OPEN | {"deal_owner": "ann"}, {"updated", "owner_changed"}),
		(DEAL_KINDS, OPEN, dict(OPEN), set()),
		(NOTE_KINDS, None, IS_DONE, {"created"}),
		(NOTE_KINDS, IS_OPEN, IS_DONE, {"updated", "completed"}),
		(NOTE_KINDS, IS_OPEN, IS_CANCELLED, {"updated", "cancelled"}),
		(NOTE_KINDS, IS_DONE, IS_OPEN, {"updated"}),
		(CUSTOMER_KINDS, {"stage": None}, {"stage": "New"}, {"updated"}),
		(CUSTOMER_KINDS, {"stage": "New"}, {"stage": None}, {"updated"}),
		(CUSTOMER_KINDS, {"stage": "New"}, {"stage": "Old"}, {"updated", "stage_changed"}),
		(CUSTOMER_KINDS, {"salesperson": "a"}, {"salesperson": None}, {"updated", "owner_changed"}),
		(CUSTOMER_KINDS, {"relationship": "Prospect"}, {"relationship": "Client"}, {"updated", "relationship_changed"}),
		(CONTACT_KINDS, {"email_opt_out": 0}, {"email_opt_out": 1}, {"updated", "opted_out"}),
		(CONTACT_KINDS, {"email_opt_out": 1}, {"email_opt_out": 0}, {"updated"}),
		(CONTACT_KINDS, {"status": "Lead"}, {"status": "Customer"}, {"updated", "status_changed"}),
		(CONTACT_KINDS, {"contact_owner": "a"}, {"contact_owner": "b"}, {"updated", "owner_changed"}),
		(CONTACT_KINDS, {"first_name": "Ada"}, None, {"deleted"}),
		(CONTACT_KINDS, {"job_title": None}, {"job_title": ""}, set()),
		(LOCATION_KINDS, {"is_primary": 1}, {"is_primary": 0}, {"updated"}),
	],
)  # fmt: skip
def test_a_change_is_of_these_kinds(declared, before, after, expected):
	assert kinds(declared, before, after) == expected


def test_every_kind_of_the_design_is_declared_once():
	names = [kind.name for kind in ALL]
	assert len(names) == len(set(names))
	designed = {f"{record}.{what}" for record, whats in DESIGNED.items() for what in whats.split()}
	assert designed <= set(names)


def test_the_page_about_events_names_every_kind():
	page = (TREE / "docs" / "domain-events.md").read_text()
	assert [kind.name for kind in ALL if f"| `{kind.name}` | {kind.label.msg} |" not in page] == []


def test_a_kind_carries_its_fields_only():
	(won,) = [kind for kind in DEAL_KINDS if kind.name == "deal.won"]
	change = Change(
		"a", {**OPEN, "title": "a", "closed_on": None}, {**WON, "title": "b", "closed_on": date(2026, 1, 2)}
	)
	assert won.carried(change) == {"outcome": ["Open", "Won"], "closed_on": [None, "2026-01-02"]}


def test_values_are_as_json_holds_them():
	before = {"a": datetime(2026, 1, 2, 3), "b": Decimal("1.5"), "c": True, "d": [{"x": ""}], "e": []}
	assert Change("a", before, None).differences == {
		"a": ["2026-01-02 03:00:00", None],
		"b": [1.5, None],
		"c": [1, None],
		"d": [[{"x": None}], None],
	}


def test_what_follows_is_one_deeper():
	assert Cause.of("event", 4, "rule") == Cause("event", "rule", 5)


values = st.one_of(st.none(), st.text(max_size=3), st.integers(), st.booleans(), st.dates(), st.datetimes())
records = st.dictionaries(st.sampled_from("abcd"), values)


@given(records)
def test_the_same_values_are_no_change(held):
	assert Change("x", held, dict(held)).differences == {}


@given(records, records)
def test_a_change_backwards_differs_in_the_same_fields(before, after):
	there, back = Change("x", before, after).differences, Change("x", after, before).differences
	assert {name: pair[::-1] for name, pair in there.items()} == back
