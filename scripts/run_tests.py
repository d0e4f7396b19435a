"""Run pytest with a place for its site, and clean up behind it: ``python -m scripts.run_tests PYTEST_ARGUMENTS``.

The site itself is made by pytest's fixtures when a test wants one. From the environment: FRAPPE_BENCH (the bench to lay
ours over), DB (mariadb or postgres), WORKERS (how many processes share the tests), KEEP=1 (leave everything running at the end), REUSE=1 (keep it and use it again
next time). ``--stop`` instead of arguments ends the services that REUSE=1 has kept, ``--remove`` removes them, or those
in the folders named after it.
"""

import fcntl
import os
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

from scripts.stack.bench import TREE, Bench
from scripts.stack.cache import CACHE, mark_of_tree
from scripts.stack.testing import ADMIN_PASSWORD, SITE, TestStack

MOST_WORKERS = 4  # each has a database server, caches and at times a browser of its own


def main(arguments: list[str]) -> int:
	if arguments[:1] == ["--stop"]:
		return stop(kept_folders())
	if arguments[:1] == ["--remove"]:
		return remove([Path(folder) for folder in arguments[1:]] or kept_folders())
	if os.environ.get("REUSE"):
		return run_on_kept_stack(kept_folder(database()), arguments)
	folder = new_folder()
	try:
		return run_pytest(folder, [*in_parallel(), *arguments])
	finally:
		end(folder)


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


def run_pytest(folder: Path, arguments: list[str]) -> int:
	"""pytest's exit status; on an interrupt pytest gets the time to end by itself."""
	environment = Bench(folder / "bench").full_environment | {"CRM_STACK": str(folder)}
	if os.environ.get("CI"):
		environment["CI"] = "true"
	command = [sys.executable, "-m", "pytest", "--import-mode=importlib", *arguments]
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
