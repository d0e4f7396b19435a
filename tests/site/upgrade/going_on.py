"""Let work go on after a migration: `python -m tests.site.upgrade.going_on SITE PEER_URL JOBS`, run in `sites`.

JOBS is a file with the jobs that Redis held for the code of that time. Without them, with an empty Redis, the scheduler's
sweeps must find the same work: those are run, too.
"""

import json
import sys
from pathlib import Path

import frappe

from frappe_crm_app.intake.contact_import.tasks import resume_silent_imports
from frappe_crm_app.kit.outbox.tasks import sweep as sweep_outboxes


def main(site: str, peer_url: str, jobs: str = "") -> None:
	frappe.init(site)
	frappe.connect()
	frappe.db.set_single_value("CRM Respondio Settings", "base_url", peer_url)
	if jobs:
		for job in json.loads(Path(jobs).read_text()):
			frappe.enqueue(job["method"], **job["kwargs"])
	else:
		for sweep in (resume_silent_imports, sweep_outboxes):
			sweep()
	frappe.db.commit()
	frappe.destroy()


if __name__ == "__main__":
	main(*sys.argv[1:])
