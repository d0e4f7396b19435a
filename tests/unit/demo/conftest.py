"""A setting as on a new site, where rows are named like what they are, and the world made in it."""

from datetime import date

import pytest

from frappe_crm_app.demo.generate import generate
from frappe_crm_app.demo.setting import Pipeline, Setting, Stage, rates_in
from frappe_crm_app.demo.world import World

SALES = (
	("Lead", "Open", 10.0), ("Qualified", "Open", 25.0), ("Proposal", "Open", 50.0), ("Negotiation", "Open", 75.0),
	("Won", "Won", 100.0), ("Lost", "Lost", 0.0),
)  # fmt: skip
FOLLOW_UP = (
	("New", "Open", 0.0), ("First Contact", "Open", 0.0), ("In Conversation", "Open", 0.0),
	("Need Confirmed", "Open", 0.0), ("Ready for Offer", "Open", 0.0), ("Offer Sent", "Open", 0.0),
	("Terms Agreed", "Open", 0.0), ("Became Client", "Won", 100.0), ("Not Interested", "Lost", 0.0),
)  # fmt: skip


def make_setting(**overrides) -> Setting:
	"""A setting; stages, sources and so on may be given as for a site that was changed."""
	values = {
		"today": date(2025, 6, 18),
		"deals": make_pipeline("Sales", SALES),
		"follow_ups": make_pipeline("Follow-up", FOLLOW_UP),
		"base_currency": "USD",
		"rates": rates_in("USD", {}),
		"sources": same("Website", "Referral", "Event", "Other"),
		"lost_reasons": same("Price", "Timing", "No Response"),
		"sales_roles": same("KAE", "CSR", "KAE LTL"),
	}
	return Setting(**values | overrides)


def make_pipeline(name: str, stages: tuple[tuple[str, str, float], ...]) -> Pipeline:
	return Pipeline(name, tuple(Stage(*stage) for stage in stages))


def same(*titles: str) -> dict[str, str]:
	return {title: title for title in titles}


@pytest.fixture(scope="session")
def setting() -> Setting:
	return make_setting()


@pytest.fixture(scope="session")
def world(setting: Setting) -> World:
	return generate(setting)


@pytest.fixture(scope="session")
def make() -> type(make_setting):
	"""``make(today=..., deals=...)`` -> the world in another setting."""
	return lambda **overrides: generate(make_setting(**overrides))


@pytest.fixture(scope="session")
def pipeline() -> type(make_pipeline):
	return make_pipeline
