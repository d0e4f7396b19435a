"""A worker beside which another app listens: `python -m tests.site.kit.domain_events.another_app SITE FUNCTION...`, run in `sites`.

The functions below stand in that app's hook `crm_domain_event`. With `tell` in place of `work`, events are told in this process.
"""

import os
import signal
import sys

import frappe
from frappe.utils.background_jobs import start_worker

from frappe_crm_app.kit.domain_events import listening
from frappe_crm_app.kit.domain_events.tasks import OUTBOX
from frappe_crm_app.kit.outbox.outcomes import TryLater
from frappe_crm_app.kit.outbox.tasks import work_off

HOOK = "crm_domain_event"
HEARD = "CRM Source"


def remember(kind: str, name: str) -> None:
	frappe.get_doc({"doctype": HEARD, "source_name": f"{kind} {name} {frappe.session.user}"}).insert()


def fail(kind: str, name: str) -> None:
	frappe.get_doc({"doctype": HEARD, "source_name": f"failed {name}"}).insert()
	raise ValueError("the listener fails")


def ask_for_later(kind: str, name: str) -> None:
	"""Remember it the second time; what is written the first time is undone."""
	is_second = frappe.db.exists(HEARD, {"source_name": ("like", f"{kind}%")})
	frappe.get_doc({"doctype": HEARD, "source_name": f"later {name}"}).insert()
	if not is_second:
		raise TryLater(seconds=10)


def change_contact(kind: str, name: str) -> None:
	contact = frappe.get_doc("CRM Contact", frappe.db.get_value("CRM Domain Event", name, "reference_name"))
	contact.job_title = "Changed"
	contact.save()


def go_round(kind: str, name: str) -> None:
	contact = frappe.get_doc("CRM Contact", frappe.db.get_value("CRM Domain Event", name, "reference_name"))
	contact.job_title = f"Changed because of {name}"
	contact.save()


def die(kind: str, name: str) -> None:
	os.kill(os.getpid(), signal.SIGKILL)


change_contact.kinds = ("contact.created",)


def main(site: str, do: str, *functions: str) -> None:
	paths = []
	for name in functions:
		setattr(listening, name, globals().get(name))
		paths.append(f"{listening.__name__}.{name}")
	hooks = frappe.get_hooks
	frappe.get_hooks = lambda hook=None, *rest, **options: (
		paths if hook == HOOK else hooks(hook, *rest, **options)
	)
	if do == "work":
		start_worker("short,default,long", burst=True, quiet=True)
		return
	frappe.init(site)
	frappe.connect()
	work_off(OUTBOX.key)
	frappe.destroy()


if __name__ == "__main__":
	main(*sys.argv[1:])
