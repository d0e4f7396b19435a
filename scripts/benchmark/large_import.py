"""Preview and import of a very large file: seconds, rows a second, and the memory of the process that does it.

    python -m scripts.benchmark.large_import SITE [ROWS]        (in the bench's `sites`; 2,000,000 rows take half an hour)

The file has a name, an email, a phone, a company of 20,000 and a job for each row; no contact is there yet. Each of the two is done by
a process of its own, whose highest resident memory is told beside what it held once it was connected. The site is one of its own:
what was imported stays.
"""

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import frappe

from frappe_crm_app.intake.contact_import import api, running

ROWS = 2_000_000
COMPANIES = 20_000
LARGEST_FILE = 1_000  # MB
HEADER = "First Name,Last Name,Email,Phone,Company,Job Title\n"
NAME = "large-import.csv"


def main(site: str, rows: int) -> None:
	frappe.init(site)
	frappe.connect()
	url = place_file(rows)
	frappe.db.commit()
	for task in TASKS:
		subprocess.run([sys.executable, "-m", "scripts.benchmark.large_import", site, task, url], check=True)


def place_file(rows: int) -> str:
	"""Write the file where uploads are kept, and return its address."""
	frappe.db.set_single_value("System Settings", "max_file_size", LARGEST_FILE)
	path = Path(frappe.get_site_path("private", "files", NAME))
	with path.open("w") as file:
		file.write(HEADER)
		file.writelines(line(number) for number in range(rows))
	document = frappe.get_doc(
		{"doctype": "File", "file_name": NAME, "file_url": f"/private/files/{NAME}", "is_private": 1}
	)
	return document.insert().file_url


def line(number: int) -> str:
	phone = f"+1{201 + number // 7_000_000}{2_000_000 + number % 7_000_000}"
	company = number % COMPANIES
	return f"Ada,King {number},ada.{number}@company{company}.example,{phone},Company {company},Analyst\n"


def preview(url: str) -> None:
	told, _seconds = measured("preview", lambda: api.process(url))
	print(f"{told['rows_total']} rows, {told['to_create']} new contacts among those counted", flush=True)


def import_all(url: str) -> None:
	name = api.start(url)
	frappe.db.commit()
	_nothing, seconds = measured("import", lambda: run_to_the_end(name))
	ended = frappe.get_doc("CRM Contact Import", name)
	print({fieldname: ended.get(fieldname) for fieldname in ("status", *running.COUNTS)}, flush=True)
	print(f"{ended.rows_total / seconds:.0f} rows a second", flush=True)


def run_to_the_end(name: str) -> None:
	"""Do what one job after the other does."""
	while frappe.db.get_value("CRM Contact Import", name, "status") in ("Queued", "Running"):
		running.run(name)
		frappe.db.commit()


TASKS: dict[str, Callable[[str], None]] = {"preview": preview, "import": import_all}


def measured(title: str, work: Callable[[], object]) -> tuple[object, float]:
	"""Do the work, and print how long it took and the most memory that the process ever held; return its result and the seconds."""
	before = highest_memory()
	started = time.perf_counter()
	result = work()
	seconds = time.perf_counter() - started
	print(
		f"{title}: {seconds:.1f} s; {highest_memory():.0f} MB at most, {before:.0f} MB before it", flush=True
	)
	return result, seconds


def highest_memory() -> float:
	"""Return the highest resident memory of this process so far, in MB; what its parent held counts for `getrusage`."""
	told = Path("/proc/self/status").read_text()
	return int(told.partition("VmHWM:")[2].split()[0]) / 1024


def do(site: str, task: str, url: str) -> None:
	"""Do one task as Administrator."""
	frappe.init(site)
	frappe.connect()
	try:
		TASKS[task](url)
	finally:
		frappe.destroy()


if __name__ == "__main__":
	if sys.argv[2:3] and sys.argv[2] in TASKS:
		do(*sys.argv[1:4])
	else:
		main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else ROWS)
