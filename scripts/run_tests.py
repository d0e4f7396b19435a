"""Run pytest with a place for its site, and clean up behind it: ``python -m scripts.run_tests PYTEST_ARGUMENTS``.

The site itself is made by pytest's fixtures when a test wants one. From the environment: FRAPPE_BENCH (the bench to lay
ours over), DB (mariadb or postgres), WORKERS (how many processes share the tests), KEEP=1 (leave everything running at the end), REUSE=1 (keep it and use it again
next time). A test that failed is run again once, alone, unless with REUSE=1: who works at a test wants to see it fail.
``--stop`` instead of arguments ends the services that REUSE=1 has kept, ``--remove`` removes them, or those
in the folders named after it.
"""

import fcntl
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

from scripts.outcome import Outcome
from scripts.stack.bench import TREE, Bench
from scripts.stack.cache import CACHE, mark_of_tree
from scripts.stack.testing import ADMIN_PASSWORD, SITE, TestStack

MOST_WORKERS = 4  # each has a database server, caches and at times a browser of its own
MOST_RUN_AGAIN = 60  # when more have failed, it is no accident
TESTS_FAILED = 1  # pytest's status


def main(arguments: list[str]) -> int:
	if arguments[:1] == ["--stop"]:
		return stop(kept_folders())
	if arguments[:1] == ["--remove"]:
		return remove([Path(folder) for folder in arguments[1:]] or kept_folders())
	if os.environ.get("REUSE"):
		return run_on_kept_stack(kept_folder(database()), arguments)
	folder = new_folder()
	try:
		status, again = run_twice(folder, arguments)
	finally:
		end(folder)
	print(again, end="", flush=True)
	return status


def run_on_kept_stack(folder: Path, arguments: list[str]) -> int:
	"""One run at a time: tests of two runs on one site would meet each other's rows."""
	folder.mkdir(parents=True, exist_ok=True)
	with (folder / "lock").open("w") as lock:
		try:
			fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
		except BlockingIOError:
			print("Waiting for another run with REUSE=1 to end.", flush=True)
			fcntl.flock(lock, fcntl.LOCK_EX)
		return run_pytest(folder, arguments)


def in_parallel() -> list[str]:
	"""pytest-xdist's options: a process for each processor, each with a stack of its own and whole files of tests."""
	processes = int(os.environ.get("WORKERS") or min(os.cpu_count() or 1, MOST_WORKERS))
	return ["-n", str(processes), "--dist", "loadfile"] if processes > 1 else []


def run_twice(folder: Path, arguments: list[str]) -> tuple[int, str]:
	"""Run the tests, and those that fail once more without others beside them: the exit status, and what to say of them.

	The status is 0 when all that failed passed then. A run that did not come to its end (an interrupt, ``-x``, an error
	while collecting) stays as it ended.
	"""
	first, second = folder / "first.json", folder / "second.json"
	status = run_pytest(folder, [*in_parallel(), *arguments], CRM_OUTCOME=str(first))
	outcome = Outcome.read(first)
	failed = outcome.failed
	if status != TESTS_FAILED or not failed or outcome.unread or stops_early(arguments):
		return status, ""
	if len(failed) > MOST_RUN_AGAIN:
		return status, f"\n{len(failed)} tests failed, too many to run them again.\n"
	print(f"\nRunning again, alone, what failed: {len(failed)}", flush=True)
	run_pytest(folder, [*arguments, "-n0"], CRM_OUTCOME=str(second), CRM_ONLY_FAILED_OF=str(first))
	return judge(failed, Outcome.read(second))


def stops_early(arguments: list[str]) -> bool:
	"""Whether pytest was told to end at a failure, so that tests were left out."""
	return any(
		re.match(r"(-[vqs]*x$|--exitfirst|--maxfail|--stepwise|--sw)", argument) for argument in arguments
	)


def judge(failed: list[str], again: Outcome) -> tuple[int, str]:
	"""The exit status of both runs, and the sentences that name each test that failed at first."""
	accidents = [node for node in failed if again.passes_all_of([node])]
	failing = [node for node in failed if node not in accidents]
	said = [
		*(["Passed only when run again, alone:", *(f"  {node}" for node in accidents)] if accidents else []),
		*(["Failed twice:", *(f"  {node}" for node in failing)] if failing else []),
	]
	return TESTS_FAILED if failing else 0, "\n".join(["", *said, ""])


def run_pytest(folder: Path, arguments: list[str], **settings: str) -> int:
	"""pytest's exit status, with ``settings`` in its environment; on an interrupt it gets the time to end by itself."""
	environment = Bench(folder / "bench").full_environment | {"CRM_STACK": str(folder)} | settings
	if os.environ.get("CI"):
		environment["CI"] = "true"
	command = [
		sys.executable,
		"-m",
		"pytest",
		"-p",
		"scripts.outcome_plugin",
		"--import-mode=importlib",
		*arguments,
	]
	process = subprocess.Popen(command, cwd=TREE, env=environment)
	signal.signal(signal.SIGTERM, lambda *_: process.send_signal(signal.SIGINT))
	while True:
		with suppress(KeyboardInterrupt):
			return process.wait()


def end(folder: Path) -> None:
	"""Remove the run's stacks, if tests have wanted any, or say how to reach them with KEEP=1."""
	for state in [*folder.glob("state.json"), *folder.glob("*/state.json")]:
		if os.environ.get("KEEP"):
			print(how_to_reach(state.parent))
		else:
			stack(state.parent).remove()
	if not os.environ.get("KEEP"):
		shutil.rmtree(folder, ignore_errors=True)


def stop(folders: list[Path]) -> int:
	for folder in folders:
		stack(folder).stop()
		print(f"Stopped the test services in {folder}")
	return 0


def remove(folders: list[Path]) -> int:
	for folder in folders:
		stack(folder).remove()
		print(f"Removed {folder}")
	return 0


def how_to_reach(folder: Path) -> str:
	bench = Bench(folder / "bench")
	command = shlex.join(str(part) for part in bench.command("console", site=SITE))
	return (
		f"Kept: {folder}, site {SITE}, Administrator's password {ADMIN_PASSWORD!r}. A console on it:\n"
		f"  cd {bench.sites} && FRAPPE_BENCH_ROOT={bench.folder} PYTHONPATH={TREE} {command}\n"
		f"When you need it no more: scripts/stop.sh --remove {folder}"
	)


def stack(folder: Path) -> TestStack:
	return TestStack(folder, found_bench(), database(), print)


def database() -> str:
	return os.environ.get("DB") or "mariadb"


def found_bench() -> Path:
	return Path(os.environ.get("FRAPPE_BENCH") or Path.home() / "frappe-bench").resolve()


def new_folder() -> Path:
	return Path(tempfile.mkdtemp(prefix="frappe-crm-app-"))


def kept_folder(kind: str) -> Path:
	return CACHE / f"stack-{mark_of_tree()}-{kind}"


def kept_folders() -> list[Path]:
	return [state.parent for state in CACHE.glob(f"stack-{mark_of_tree()}-*/state.json")]


if __name__ == "__main__":
	sys.exit(main(sys.argv[1:]))
