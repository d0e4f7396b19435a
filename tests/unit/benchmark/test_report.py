import json

from frappe_crm_app.benchmark.clock import Figures
from frappe_crm_app.benchmark.report import Result, as_json, table

BOARD = Result(
	"board", "board", 1000, Figures(0.030, 0.040, 3), Figures(0.020, 0.025, 2), "bare SQL", False, 2.5
)
PAGE = Result(
	"list", "contact list", 1000, Figures(0.005, 0.006, 1), Figures(0.004, 0.005, 1), "a list", True, 1.1
)


def test_the_table_has_ratio_and_growth_in_columns():
	header, board, page = table([BOARD, PAGE]).splitlines()
	assert header.split()[:4] == ["measure", "median", "p95", "queries"]
	assert board.split() == ["board", "30.0", "ms", "40.0", "ms", "3", "20.0", "ms", "bare", "SQL", "1.50"]
	assert page.split()[-2:] == ["1.25", "1.10"]


def test_growth_is_shown_of_pages_alone():
	assert "2.50" not in table([BOARD])


def test_json_holds_seconds_and_ratio():
	read = json.loads(as_json([BOARD], {"processors": 2}))
	assert read["setting"] == {"processors": 2}
	assert read["measures"][0]["ours"] == {"median": 0.030, "p95": 0.040, "queries": 3}
	assert round(read["measures"][0]["ratio"], 6) == 1.5
