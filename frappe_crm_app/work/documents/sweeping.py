"""Files that a process left on disk when it was killed between writing one and its commit: nothing names them, so nobody could remove them.

A file of ours has a random name that is given once (`store.write`), in the transaction that names it. What no File names a day later is therefore
named by none ever: that transaction is over, and whoever stores equal content takes the address of a File that is there.
"""

import os
import re
import time
from collections.abc import Iterator

from frappe_crm_app.visibility.file_addresses import PRIVATE
from frappe_crm_app.work.documents.store import path_of, remove_unnamed

OURS = re.compile(r"document-[0-9a-f]{20}")
OLD = 24 * 3600  # seconds; no transaction takes as long
CHUNK = 500


def sweep() -> int:
	"""Remove from disk the files of our store that no File names and that are older than a day; return how many."""
	return sum(remove_unnamed(addresses) for addresses in chunks_of_old())


def chunks_of_old() -> Iterator[list[str]]:
	"""Yield the addresses of files that are older than a day and called as only our store calls any."""
	before, found = time.time() - OLD, []
	with os.scandir(path_of(PRIVATE)) as entries:
		for entry in entries:
			if OURS.fullmatch(entry.name) and is_older(entry, before):
				found.append(PRIVATE + entry.name)
	for start in range(0, len(found), CHUNK):
		yield found[start : start + CHUNK]


def is_older(entry: os.DirEntry, before: float) -> bool:
	"""Return whether an entry is a file, no link to one, that was written before a moment; of one that is gone by now, not."""
	try:
		return entry.is_file(follow_symlinks=False) and entry.stat(follow_symlinks=False).st_mtime < before
	except FileNotFoundError:
		return False
