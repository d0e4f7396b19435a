"""Files that a process left on disk when it was killed between writing one and its commit: nothing names them, so nobody could remove them.

A file of ours has a random name that is given once (`store.write`), in the transaction that names it. What no File names a month later is
named by none ever: that transaction is over, and whoever stores equal content takes the address of a File that is there. Beside a
database that was restored from an older backup, or that is still to be restored, files lie without one, too, and are needed again. So the sweep waits
a month, and where it would remove more than killed processes leave, it removes nothing.
"""

import os
import re
import time
from collections.abc import Iterator

import frappe

from frappe_crm_app.visibility.file_addresses import PRIVATE
from frappe_crm_app.work.documents.store import VERSION, path_of, remove, unnamed

OURS = re.compile(r"document-[0-9a-f]{20}")
OLD = 30 * 24 * 3600  # seconds; a database that was restored for a look is replaced by then
FEW = 30  # that are removed however many have a name
SHARE = 10  # of so many that have a name, one may have lost it
CHUNK = 500


def sweep() -> int:
	"""Remove from disk the files of our store that no File names and that are older than a month; return how many.

	Of more than a few, none: then these are the files of another database. And none beside a database without versions, which is still to come.
	"""
	old = list(chunks_of_old())
	left = [address for addresses in old for address in unnamed(addresses)]
	named = sum(map(len, old)) - len(left)
	if not left or not (named or frappe.db.exists(VERSION, {"file": ("is", "set")})):
		return 0
	if len(left) > FEW + named // SHARE:
		frappe.log_error(
			f"{len(left)} stored files without a File are not removed",
			"The private files of this site do not fit its database. If that is no mistake, remove the files `document-*` by hand.",
		)
		return 0
	for address in left:
		remove(path_of(address))
	return len(left)


def chunks_of_old() -> Iterator[list[str]]:
	"""Yield the addresses of files that are older than a month and called as only our store calls any."""
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
