"""Jobs of domain events: the outbox of those that are to be told, and the sweep for what time brings. Both may run twice."""

import frappe
from frappe.utils import now_datetime

from frappe_crm_app.frappe_crm_app.doctype.crm_domain_event.options import Telling
from frappe_crm_app.kit.outbox.by_lease import LeasedRows

SWEEP = "frappe_crm_app.kit.domain_events.tasks.sweep_occasions"
OUTBOX = LeasedRows(
	key="domain_events",
	work="frappe_crm_app.kit.domain_events.telling.tell",
	doctype="CRM Domain Event",
	owed=(Telling.OWED,),
	running=Telling.RUNNING,
	failed=Telling.GIVEN_UP,
	next_attempt_on=None,
	on_given_up="frappe_crm_app.kit.domain_events.telling.log_circle",
	minutes=15,  # longer than a job may take: a function has no part in the lease and cannot extend it
)


def ask_who_listens() -> None:
	"""Keep who listens to what (scheduler): what one request kept that asked just before a change stands for a minute at most."""
	from frappe_crm_app.kit.domain_events.listening import ask_anew

	ask_anew()


def enqueue_occasions() -> None:
	"""Have a worker look for whose time has come (scheduler)."""
	from frappe_crm_app.kit.domain_events.occasions import is_anything_to_do

	if is_anything_to_do():
		frappe.enqueue(
			SWEEP,
			queue="long",
			enqueue_after_commit=True,
			# Once a minute: one that was killed must not keep the next from beginning.
			job_id=f"crm_occasions_{now_datetime():%Y%m%d%H%M}",
			deduplicate=True,
		)


def sweep_occasions() -> None:
	"""Say for each record whose time has come that it has (job)."""
	from frappe_crm_app.kit.domain_events.occasions import sweep_all

	frappe.set_user("Administrator")
	sweep_all(now_datetime())
