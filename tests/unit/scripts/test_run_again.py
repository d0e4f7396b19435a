"""What failed is run again once, alone, and the exit status stays honest; with pytest as it is, on tests made here."""

import pytest

from scripts import run_tests

# Fails when it is run for the first time: there is no file yet that says so.
ACCIDENT = """
from pathlib import Path
def test_accident():
	mark = Path(__file__).with_suffix(".mark")
	was_there = mark.exists()
	mark.touch()
	assert was_there
"""
FAULT = "def test_fault():\n\tassert False\n"
SOUND = "def test_sound():\n\tpass\n"
SKIPPED_LATER = ACCIDENT.replace(
	"	assert was_there", "	import pytest\n	if was_there: pytest.skip('now')\n	assert False"
)
TEARDOWN = """
import pytest
@pytest.fixture
def broken():
	yield
	assert False
def test_teardown(broken):
	pass
"""
CRASH = ACCIDENT.replace("	assert was_there", "	import os\n	if not was_there: os._exit(1)")


@pytest.fixture
def run(tmp_path, monkeypatch):
	"""`run({"test_a": source}, "-k", "a", workers=2)` -> the exit status, what is said, how often tests were run."""

	def run_them(sources: dict[str, str], *arguments: str, workers: int = 1) -> tuple[int, str, int]:
		monkeypatch.setenv("WORKERS", str(workers))
		folder, tests = tmp_path / "run", tmp_path / "tests"
		folder.mkdir()
		tests.mkdir()
		for name, source in sources.items():
			(tests / f"{name}.py").write_text(source)
		status, said = run_tests.run_twice(folder, ["-q", f"--rootdir={tests}", str(tests), *arguments])
		return status, said, len(list(folder.glob("*.json")))

	pytest.importorskip("xdist", reason="without a bench no run is repeated")
	return run_them


def test_nothing_is_run_again_when_all_passed(run):
	assert run({"test_a": SOUND}) == (0, "", 1)


@pytest.mark.parametrize("workers", [1, 2])
def test_what_passes_alone_is_named_and_what_fails_twice_fails_the_run(run, workers):
	status, said, _ = run({"test_a": ACCIDENT, "test_b": FAULT, "test_c": TEARDOWN}, workers=workers)
	assert status == 1
	assert "Passed only when run again, alone:\n  test_a.py::test_accident\nFailed twice:\n" in said
	assert {"  test_b.py::test_fault", "  test_c.py::test_teardown"} <= set(said.splitlines())


def test_what_is_skipped_the_second_time_has_not_passed(run):
	status, said, _ = run({"test_a": SKIPPED_LATER})
	assert (status, "Failed twice" in said) == (1, True)


def test_a_worker_that_ends_in_a_test_fails_that_test_and_it_is_run_again(run):
	status, said, _ = run({"test_a": CRASH, "test_b": SOUND}, workers=2)
	assert (status, "test_a.py::test_accident" in said) == (0, True)


def test_a_file_that_cannot_be_read_fails_the_run(run):
	status, said, _ = run({"test_a": ACCIDENT, "test_b": "import nothing_of_this_name\n"}, workers=2)
	assert (status != 0, said) == (True, "")


def test_a_run_that_left_tests_out_stays_failed(run):
	status, _, runs = run({"test_a": ACCIDENT, "test_b": SOUND}, "-x")
	assert (status, runs) == (1, 1)


@pytest.mark.parametrize("option", ["-x", "-vx", "--exitfirst", "--maxfail=1", "--sw"])
def test_options_that_leave_tests_out_are_known(option):
	assert run_tests.stops_early(["tests", option])
	assert not run_tests.stops_early(["tests", "-rx", "-k", "x", "-vv"])


def test_no_tests_at_all_are_no_success(run):
	assert run({"test_a": SOUND}, "-k", "nothing")[0] == 5


def test_when_very_many_failed_they_are_not_run_again(run):
	many = "import pytest\n@pytest.mark.parametrize('n', range(61))\ndef test_many(n):\n\tassert False\n"
	status, said, runs = run({"test_a": many})
	assert (status, said, runs) == (1, "\n61 tests failed, too many to run them again.\n", 1)
