"""What the scripts do with a bench that is too old, and with a machine that lacks a Python or a Node.js.

They run in bash as they are, with a PATH of this test's: programs are stand-ins that say a version.
"""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

TREE = Path(__file__).resolve().parents[3]
TOOLS = ("bash", "cat", "chmod", "dirname", "head", "mkdir", "rm", "rmdir", "sed", "sort", "touch")
OLD = "The bench in {} has Frappe 15.100.9, and CRM Desk needs 15.101.0 or later: update the bench first.\n"


class Machine:
	"""A home, a bench's place and programs of one test; `run(script)` is bash with `machine.sh` sourced."""

	def __init__(self, folder: Path):
		self.programs = folder / "bin"
		self.bench = folder / "bench"
		self.environment = {
			"PATH": str(self.programs),
			"HOME": str(folder),
			"XDG_CACHE_HOME": str(folder / "cache"),
			"FRAPPE_BENCH": str(self.bench),
		}
		self.programs.mkdir()
		for tool in TOOLS:
			(self.programs / tool).symlink_to(shutil.which(tool))

	def add_program(self, name: str, script: str) -> None:
		file = self.programs / name
		file.parent.mkdir(parents=True, exist_ok=True)
		file.write_text(f"#!{shutil.which('bash')}\n{script}\n")
		file.chmod(0o755)

	def add_bench(self, version: str) -> None:
		package = self.bench / "apps" / "frappe" / "frappe"
		package.mkdir(parents=True)
		(package / "__init__.py").write_text(f'import os\n__version__ = "{version}"\n__title__ = "Frappe"\n')
		self.add_program(str(self.bench / "env" / "bin" / "python"), "echo must not be run >&2; exit 1")

	def run(self, script: str, **environment: str) -> subprocess.CompletedProcess:
		return self.bash("-c", f"set -euo pipefail; source scripts/machine.sh; {script}", **environment)

	def bash(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess:
		return subprocess.run(
			[shutil.which("bash"), *arguments],
			cwd=TREE,
			env=self.environment | environment,
			capture_output=True,
			text=True,
			check=False,
		)


@pytest.fixture
def machine(tmp_path) -> Machine:
	return Machine(tmp_path)


@pytest.mark.parametrize("script", ["demo.sh", "test.sh", "benchmark.sh"])
def test_an_older_bench_is_refused_in_one_sentence_before_anything_else(machine, script):
	machine.add_bench("15.100.9")
	done = machine.bash(f"scripts/{script}")
	assert done.returncode == 1
	assert (done.stdout, done.stderr) == ("", OLD.format(machine.bench))


@pytest.mark.parametrize("version", ["15.101.0", "15.101.1", "15.200.0", "16.0.0", "17.0.0-dev"])
def test_a_bench_that_is_new_enough_is_taken(machine, version):
	machine.add_bench(version)
	assert machine.run("stop_at_old_bench; echo taken").stdout == "taken\n"


def test_no_bench_is_none_to_refuse(machine):
	assert machine.run("stop_at_old_bench; echo taken").stdout == "taken\n"


def test_a_bench_made_from_an_older_tag_is_refused_too(machine):
	machine.add_bench("15.41.0")
	done = machine.run('is_new_enough || echo "$missing"')
	assert "has Frappe 15.41.0, and CRM Desk needs 15.101.0 or later" in done.stdout


@pytest.mark.parametrize(
	("branch", "pythons", "node"),
	[
		("version-15", "3.13 3.12 3.11 3.10", "18"),
		("version-15-hotfix", "3.13 3.12 3.11 3.10", "18"),
		("v15.101.1", "3.13 3.12 3.11 3.10", "18"),
		("version-16", "3.14", "24"),
		("v16.10.7", "3.14", "24"),
		("develop", "3.14", "24"),
	],
)
def test_each_frappe_has_its_python_and_node(machine, branch, pythons, node):
	done = machine.run("pythons_for_frappe; node_for_frappe", FRAPPE_BRANCH=branch)
	assert done.stdout.splitlines() == [pythons, node]


def test_an_existing_bench_says_itself_what_it_needs(machine):
	machine.add_bench("16.10.7")
	assert machine.run("node_for_frappe", FRAPPE_BRANCH="version-15").stdout == "24\n"


def test_the_newest_python_of_the_machine_is_taken(machine):
	machine.add_program("python3.10", "echo Python 3.10.1")
	machine.add_program("python3.11", "echo Python 3.11.1")
	machine.add_program("python3.12", "exit 127")  # as a shim of a version manager that lacks it
	done = machine.run('ensure_python; echo "$python_for_bench"')
	assert done.stdout == f"{machine.programs}/python3.11\n"


def test_a_python_that_is_not_there_comes_by_uv(machine):
	fetched = machine.bench.parent / "fetched"
	uv = machine.bench.parent / "cache" / "frappe_crm_app" / "bench-command" / "bin" / "uv"
	machine.add_program(
		str(uv),
		f'case "$2" in install) touch {fetched} ;; find) [[ -e {fetched} ]] && echo /uv/python3.14 ;; esac',
	)
	done = machine.run('ensure_python; echo "$python_for_bench"', FRAPPE_BRANCH="version-16")
	assert done.stdout.splitlines() == [
		"==> Frappe 16 needs Python 3.14, and here is none: getting 3.14 by uv",
		"/uv/python3.14",
	]


@pytest.mark.parametrize(
	("branch", "sentence"),
	[
		("version-15", "Frappe 15 needs Python 3.13, 3.12, 3.11 or 3.10, which this machine does not have"),
		("version-16", "Frappe 16 needs Python 3.14, which this machine does not have"),
	],
)
def test_a_python_that_cannot_be_had_is_said(machine, branch, sentence):
	done = machine.run('ensure_python || echo "$missing"', FRAPPE_BRANCH=branch)
	assert f"{sentence} and uv cannot get" in done.stdout


def test_a_node_that_is_new_enough_is_taken(machine):
	machine.add_program("node", "echo v24.1.0")
	assert machine.run("ensure_node; command -v node", FRAPPE_BRANCH="version-16").stdout == (
		f"{machine.programs}/node\n"
	)


def test_an_older_node_is_left_alone_and_a_newer_one_comes_from_npm(machine):
	machine.add_program("node", "echo v20.20.2")
	machine.add_program(
		"npm",
		'[[ ${*: -1} == node@24 ]] && folder=$6/node_modules/node/bin && mkdir -p "$folder"\n'
		'echo "echo v24.21.0" > "$folder/node" && chmod +x "$folder/node"',
	)
	done = machine.run("ensure_node; node --version; ensure_node", FRAPPE_BRANCH="version-16")
	assert done.stdout.splitlines() == [
		"==> Frappe 16 needs Node.js 24 or later, and here is v20.20.2: getting it from npm",
		"v24.21.0",
	]


def test_a_node_that_cannot_be_had_is_said_instead_of_failing_in_yarn(machine):
	machine.add_program("node", "echo v20.20.2")
	machine.add_program("npm", "exit 1")
	done = machine.run('ensure_node || echo "$missing"', FRAPPE_BRANCH="version-16")
	assert done.stdout.splitlines()[-1] == (
		"Frappe 16 needs Node.js 24 or later; here is v20.20.2, and npm's package node cannot be had"
	)


def test_one_oldest_frappe_is_named_everywhere():
	places = {
		"frappe_crm_app/preconditions.py": r'OLDEST_FRAPPE = "([\d.]+)"',
		"scripts/machine.sh": r"OLDEST_FRAPPE=([\d.]+)",
		"pyproject.toml": r'frappe = ">=([\d.]+),<17',
		"README.md": r"Frappe 15 \(from ([\d.]+)\)",
		"docs/architecture.md": r"Frappe 15 \(from ([\d.]+)\)",
	}
	named = {place: re.findall(pattern, (TREE / place).read_text()) for place, pattern in places.items()}
	for place, versions in named.items():
		assert len(versions) == 1, place
		assert versions[0].removesuffix(".0") == "15.101", place
