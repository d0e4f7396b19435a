"""What continuous integration runs, and what it makes of a second bench; with stand-ins for make and for the bench's programs."""

import shutil
import subprocess
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[3] / ".ci" / "run"
# Says on which bench it is run with which arguments, and ends as its bench's folder wants.
MAKE = 'echo "made ${FRAPPE_BENCH:-first}: $*"; exit "$(cat "${FRAPPE_BENCH:-first}/status" 2>/dev/null || echo 0)"'


@pytest.fixture
def ci(tmp_path):
	"""`ci()` -> the finished process of `.ci/run` in a tree and a home of this test's, with `second` beside it."""
	tree, programs = tmp_path / "tree", tmp_path / "bin"
	(tree / ".ci").mkdir(parents=True)
	shutil.copy(SCRIPT, tree / ".ci" / "run")
	programs.mkdir()
	for tool in ("bash", "cat", "dirname", "timeout"):
		(programs / tool).symlink_to(shutil.which(tool))
	for name in ("node", "mariadbd"):
		write_program(programs / name, "echo v24.1.0")
	write_program(programs / "make", MAKE)
	environment = {"PATH": str(programs), "HOME": str(tmp_path), "FRAPPE_BENCH_16": str(tmp_path / "second")}

	def run() -> subprocess.CompletedProcess:
		return subprocess.run(
			[shutil.which("bash"), str(tree / ".ci" / "run")],
			env=environment,
			capture_output=True,
			text=True,
			check=False,
		)

	return run


@pytest.fixture
def second(tmp_path) -> Path:
	"""A second bench whose programs can be started."""
	bench = tmp_path / "second"
	write_program(bench / "env" / "bin" / "python", "exit 0")
	return bench


def write_program(file: Path, script: str) -> None:
	file.parent.mkdir(parents=True, exist_ok=True)
	file.write_text(f"#!{shutil.which('bash')}\n{script}\n")
	file.chmod(0o755)


def test_without_a_second_bench_all_tests_are_run_once(ci, tmp_path):
	done = ci()
	assert (done.returncode, done.stdout.count("made")) == (0, 1)
	assert done.stdout.startswith("made first: test\n")
	assert f"There is no second bench at {tmp_path / 'second'}" in done.stdout


def test_on_the_second_bench_run_the_tests_without_a_browser(ci, second):
	done = ci()
	assert f"made {second}: test ARGS=tests/unit tests/site" in done.stdout
	assert done.returncode == 0


def test_a_second_bench_that_cannot_be_started_is_said_loudly_and_fails_nothing(ci, second):
	write_program(second / "env" / "bin" / "python", "echo no such interpreter >&2; exit 127")
	done = ci()
	assert (done.returncode, done.stdout.count("made")) == (0, 1)
	assert f"NOT TESTED on the second bench: {second} cannot be started\nno such interpreter" in done.stdout


@pytest.mark.parametrize("program", ["node", "mariadbd"])
def test_so_is_one_whose_other_programs_cannot(ci, second, program):
	write_program(second / "programs" / program, "exit 126")
	done = ci()
	assert (done.returncode, "NOT TESTED" in done.stdout) == (0, True)


def test_failing_tests_on_the_second_bench_fail(ci, second):
	(second / "status").write_text("2")
	assert ci().returncode == 2


def test_failing_tests_on_the_first_bench_fail_though_the_second_passes(ci, second, tmp_path):
	write_program(
		tmp_path / "bin" / "make", 'echo "made ${FRAPPE_BENCH:-first}"; [[ -n "${FRAPPE_BENCH:-}" ]]'
	)
	done = ci()
	assert (done.returncode, done.stdout.count("made")) == (1, 2)
