"""Jobs of the import and of undoing it."""

from frappe_crm_app.frappe_crm_app.doctype.crm_contact_import.options import ImportStatus
from frappe_crm_app.intake.contact_import.event_kinds import COMPLETED
from frappe_crm_app.kit.resumable_job.tasks import ResumableJob

RUN_IMPORT = "frappe_crm_app.intake.contact_import.tasks.run_import"
JOB = ResumableJob(
	doctype="CRM Contact Import",
	methods={
		ImportStatus.QUEUED: RUN_IMPORT,
		ImportStatus.RUNNING: RUN_IMPORT,
		ImportStatus.UNDOING: "frappe_crm_app.intake.contact_import.tasks.run_undo",
	},
	place="last_row",
	forgotten=("running_key",),
	completed=COMPLETED,
)


def run_import(name: str) -> None:
	"""Import until done, or until it is time to hand over to another job."""
	from frappe_crm_app.intake.contact_import.running import run

	run(name)


def run_undo(name: str) -> None:
	"""Undo until done."""
	from frappe_crm_app.intake.contact_import.undo import run

	run(name)


def resume_silent_imports() -> None:
	"""Enqueue what a dead worker, a restart or a lost connection left unfinished (scheduler)."""
	JOB.sweep()
