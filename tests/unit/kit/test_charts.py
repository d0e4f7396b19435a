"""Charts of the workspace and of the reports look alike, and are drawn at once."""

import json
from pathlib import Path

import pytest

import frappe_crm_app
from frappe_crm_app.kit.charts import LOOK, PALETTE

MODULE = Path(frappe_crm_app.__file__).with_name("frappe_crm_app")
CHARTS = sorted(MODULE.glob("dashboard_chart/*/*.json"))


@pytest.mark.parametrize("file", CHARTS, ids=lambda file: file.stem)
def test_each_chart_of_the_workspace_has_the_one_look(file):
	chart = json.loads(file.read_text())
	assert json.loads(chart["custom_options"]) == LOOK
	assert chart["color"] == PALETTE[0]


def test_every_report_that_draws_a_chart_has_the_look():
	for file in MODULE.glob("report/*/*.py"):
		text = file.read_text()
		assert ("def chart" in text) == ("**LOOK" in text), file.name


def test_no_animation_is_left():
	assert (LOOK["animate"], LOOK["disableEntryAnimation"]) == (0, 1)
	assert len(set(PALETTE)) == len(PALETTE)
