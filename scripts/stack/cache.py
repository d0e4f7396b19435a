"""What this machine keeps for later runs, and locks for what several runs must not do at once."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from scripts.stack.bench import TREE

CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "frappe_crm_app"


@contextmanager
def one_at_a_time(task: str) -> Iterator[None]:
	"""Wait until no other process of this machine is at the task, and keep others waiting meanwhile."""
	CACHE.mkdir(parents=True, exist_ok=True)
	with (CACHE / f"{task}.lock").open("w") as lock:
		fcntl.flock(lock, fcntl.LOCK_EX)
		yield


def mark_of(folder: Path) -> str:
	"""Tells what belongs to one folder from what belongs to another."""
	return sha256(str(folder).encode()).hexdigest()[:10]


def mark_of_tree() -> str:
	"""Tells what belongs to several checkouts of this repository apart."""
	return mark_of(TREE)
