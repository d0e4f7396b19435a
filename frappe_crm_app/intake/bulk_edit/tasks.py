"""The job of a bulk change."""

from frappe_crm_app.kit.resumable_job.status import WorkStatus
from frappe_crm_app.kit.resumable_job.tasks import ResumableJob

RUN_CHANGE = "frappe_crm_app.intake.bulk_edit.tasks.run_change"
JOB = ResumableJob(
	doctype="CRM Bulk Change",
	methods={WorkStatus.QUEUED: RUN_CHANGE, WorkStatus.RUNNING: RUN_CHANGE},
	place="place",
)


def run_change(name: str) -> None:
	"""Change records until done, or until it is time to hand over to another job."""
	from frappe_crm_app.intake.bulk_edit.running import run

	run(name)


def resume_silent_changes() -> None:
	"""Enqueue what a dead worker left unfinished (scheduler)."""
	JOB.sweep()
