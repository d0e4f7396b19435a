"""The demo: ``python -m scripts.demo start`` or ``stop``.

A site of its own in the bench $FRAPPE_BENCH, with services of its own in the bench's folder ``crm-demo``, whose data is
kept between runs. Everything listens on the loopback interface. ``bench --site crm-demo.localhost`` works on it while it
runs. $PORT is the port wanted; otherwise it is the one of the last run, or 8000 or the next that is free.
"""

import json
import os
import sys
from hashlib import sha256
from pathlib import Path

from scripts.run_tests import found_bench
from scripts.stack.base import Stack, State
from scripts.stack.bench import APP, TREE, Bench, CommandError
from scripts.stack.overlay import link
from scripts.stack.service import LOOPBACK, Service, ServiceError, free_port
from scripts.stack.web import Web

SITE = "crm-demo.localhost"
FIRST_PORT = 8000
QUEUES = "short,default,long"


class Demo(Stack):
	"""The stack in ``crm-demo`` of the bench ``found``, which it works in."""

	site = SITE
	is_durable = True

	def __init__(self, found: Path):
		super().__init__(found / "crm-demo", report)
		self.found = found

	@property
	def bench(self) -> Bench:
		environment = {f"FRAPPE_{name.upper()}": str(value) for name, value in self.addresses.items()}
		return Bench(self.found, environment)

	@property
	def web(self) -> Web:
		return Web(self.bench, SITE, self.folder / "web", self.state.web_port, workers=2)

	@property
	def worker(self) -> Service:
		return Service("worker", self.folder / "jobs")

	@property
	def scheduler(self) -> Service:
		return Service("scheduler", self.folder / "jobs")

	def start(self) -> None:
		"""Everything running with the tree's code and assets, and lifelike data in the site."""
		self.stop_processes()
		self.ensure()
		self.ensure_assets()
		self._write_site_config()
		self._ensure_data()
		self._start_processes()

	def stop(self) -> None:
		self.stop_processes()
		super().stop()

	def stop_processes(self) -> None:
		self.web.stop()
		self.worker.stop()
		self.scheduler.stop()

	def prepare_bench(self) -> None:
		"""Make the app one of the bench's."""
		link(self.bench.folder / "apps" / APP, TREE)
		link(self.bench.sites / "assets" / APP, TREE / APP / "public")
		known = self.bench.sites / "apps.txt"
		apps = known.read_text().split()
		if APP not in apps:
			known.write_text("\n".join([*apps, APP]) + "\n")

	def _write_site_config(self) -> None:
		"""Tell the site where its services are, so that the bench command finds them too, that a peer on this machine may stand in
		for respond.io, and the port that links in mails need, which jobs write without a request to read it from."""
		file = self.bench.sites / SITE / "site_config.json"
		own = {
			"crm_outgoing_networks": [LOOPBACK],
			"host_name": f"http://{SITE}:{self.state.web_port or FIRST_PORT}",
		}
		settings = json.loads(file.read_text()) | self.addresses | own
		file.write_text(json.dumps(settings, indent=1, sort_keys=True))

	def _ensure_data(self) -> None:
		"""Lifelike data, once, if the app knows how; its logins get the same password as Administrator."""
		if self.state.data or not (TREE / APP / "commands.py").exists():
			return
		with self.timed("lifelike data"):
			self.state.data = self.bench.run(
				"crm-demo", "--password", self.state.admin_password, site=SITE
			).strip("\n")
		self.state.data_made_by = fingerprint_of_data()
		self.save()

	def _start_processes(self) -> None:
		self.state.web_port = next_free_port(int(os.environ.get("PORT") or self.state.web_port or FIRST_PORT))
		self._write_site_config()
		self.save()
		with self.timed("web server"):
			self.web.start()
		self._start_in_sites(self.worker, self.bench.command("worker", "--queue", QUEUES))
		self._start_in_sites(self.scheduler, [self.bench.python, "-m", "scripts.stack.scheduler", SITE])

	def _start_in_sites(self, service: Service, command: list[str | Path]) -> None:
		service.start(command, lambda: True, folder=self.bench.sites, environment=self.bench.full_environment)


def main(arguments: list[str]) -> int:
	demo = Demo(found_bench())
	if arguments == ["stop"]:
		demo.stop()
		print("Stopped the demo.")
		return 0
	try:
		demo.start()
	except (CommandError, ServiceError) as error:
		print(f"The demo could not be started. {error}", file=sys.stderr)
		return 1
	print(how_to_visit(demo))
	return 0


def how_to_visit(demo: Demo) -> str:
	return (
		f"\n{demo.state.data}\n\n"
		f"CRM Desk: http://{SITE}:{demo.state.web_port}/app/crm-desk\n"
		f"     or:  {demo.web.address}/app/crm-desk\n"
		f"User:     Administrator\n"
		f"Password: {demo.state.admin_password}\n"
		f"{hint_at_old_data(demo.state)}"
		"`make stop` ends it and keeps its data."
	)


def hint_at_old_data(state: State) -> str:
	"""How to see the examples of what is new, where the data were made by other code than this; "" where they were not."""
	if state.data_made_by == fingerprint_of_data():
		return ""
	again = f"bench --site {SITE} crm-demo"
	return (
		"The data are those of an earlier version, without examples of what is new. To make them anew:\n"
		f"          {again} --clear && {again} --password {state.admin_password}\n"
	)


def fingerprint_of_data() -> str:
	"""A digest of the code that makes the data."""
	digest = sha256()
	for file in sorted((TREE / APP / "demo").rglob("*.py")):
		digest.update(file.read_bytes())
	return digest.hexdigest()


def next_free_port(wanted: int) -> int:
	return next(port for port in range(wanted, wanted + 100) if free_port(port) == port)


def report(line: str) -> None:
	print(f"[{line}]", flush=True)


if __name__ == "__main__":
	sys.exit(main(sys.argv[1:]))
