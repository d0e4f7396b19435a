"""Make the backups of this folder: `python -m tests.data.old_site.make COMMIT`, with a bench's Python, from a clone with history.

A site with the app as it was at that commit, the demo, and work under way (`under_way.py`). DB chooses the database, as
for the tests, FRAPPE_BENCH the bench. Whoever only runs the tests needs none of this: the backups are kept.
"""

import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

import requests

from scripts.run_tests import database, found_bench
from scripts.stack.bench import APP, TREE, Bench
from scripts.stack.overlay import link
from scripts.stack.service import free_port
from scripts.stack.testing import TestStack
from scripts.stack.web import Web

HERE = Path(__file__).parent
API = "/api/method/frappe_crm_app.public_lead_form.api."
SENT = (
	{"first_name": "Ida", "last_name": "Rhodes", "email": "ida@under-way.example", "company_name": "Rhodes"},
	{"first_name": "Jean", "last_name": "Bartik", "email": "jean@under-way.example"},
	{"first_name": "Bot", "email": "bot@under-way.example", "website": "https://spam.example"},
)


class OldStack(TestStack):
	"""A stack whose app is that of another tree."""

	site = "crm-old.localhost"

	def __init__(self, folder: Path, tree: Path):
		super().__init__(folder, found_bench(), database(), print)
		self.tree = tree

	@property
	def bench(self) -> Bench:
		return Bench(self.folder / "bench", {"PYTHONPATH": str(self.tree)})

	def prepare_bench(self) -> None:
		super().prepare_bench()
		link(self.bench.folder / "apps" / APP, self.tree)


def main(commit: str) -> None:
	folder = Path(tempfile.mkdtemp(prefix="frappe-crm-app-old-"))
	stack = OldStack(folder, unpacked(commit, folder / "tree"))
	try:
		stack.ensure()
		stack.bench.run("crm-demo", "--password", "a password of the demo", site=stack.site)
		begin_work(stack)
		stack.bench.run("backup", "--backup-path-db", str(HERE / f"{database()}.sql.gz"), site=stack.site)
		keep_files(stack)
	finally:
		stack.remove()


def unpacked(commit: str, place: Path) -> Path:
	"""Return the tree of the commit, laid down in `place`."""
	place.mkdir(parents=True)
	archive = subprocess.run(["git", "archive", commit], cwd=TREE, capture_output=True, check=True).stdout
	subprocess.run(["tar", "-x"], cwd=place, input=archive, check=True)
	return place


def begin_work(stack: OldStack) -> None:
	web = Web(stack.bench, stack.site, stack.folder / "web", free_port())
	script = HERE / "under_way.py"
	stack.bench.run_file(script, stack.site, "form")
	web.start()
	try:
		for answers in SENT:
			send(web.address, answers)
	finally:
		web.stop()
	printed = stack.bench.run_file(script, stack.site, "rest")
	(HERE / f"{database()}.json").write_text(printed.rpartition("UNDER WAY")[2].strip() + "\n")


def send(address: str, answers: dict) -> None:
	form = {"form": "under-way"}
	token = requests.post(address + API + "get_token", json=form, timeout=60).json()["message"]["token"]
	body = {**form, "answers": answers, "token": token}
	requests.post(address + API + "submit", json=body, timeout=60).raise_for_status()


def keep_files(stack: OldStack) -> None:
	with tarfile.open(HERE / f"{database()}.files.tar.gz", "w:gz") as archive:
		archive.add(stack.bench.sites / stack.site / "private" / "files", "files")


if __name__ == "__main__":
	main(*sys.argv[1:])
