"""Make a new site ready for use: ``python -m scripts.stack.configure_site SITE``, run in ``sites``.

Past the setup wizard, and able to queue mail, none of which is ever sent.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import frappe

ANSWERS = {
	"language": "English",
	"country": "United States",
	"timezone": "America/New_York",
	"currency": "USD",
	"full_name": "Administrator",
	"enable_telemetry": 0,
}


def main(site: str) -> None:
	frappe.init(site)
	frappe.connect()
	try:
		answer_setup_wizard()
		mark_setup_complete()
		add_outgoing_mail()
		frappe.db.commit()
		frappe.clear_cache()
	finally:
		frappe.destroy()


def answer_setup_wizard() -> None:
	"""Give the wizard's answers as its last page would."""
	from frappe.desk.page.setup_wizard.setup_wizard import setup_complete

	setup_complete(ANSWERS)


def mark_setup_complete() -> None:
	"""Say it everywhere: later releases of Frappe ask each installed app, and the default currency is ERPNext's task."""
	frappe.db.set_default("currency", ANSWERS["currency"])
	frappe.db.set_single_value("System Settings", "setup_complete", 1)
	if frappe.db.has_column("Installed Application", "is_setup_complete"):
		frappe.db.set_value("Installed Application", {"name": ("is", "set")}, "is_setup_complete", 1)


def add_outgoing_mail() -> None:
	"""A default sender, without which Frappe refuses to queue mail, and the switch that keeps the queue as it is."""
	frappe.db.set_default("suspend_email_queue", 1)
	account = frappe.get_doc(
		doctype="Email Account",
		email_account_name="Outgoing mail",
		email_id="crm@example.com",
		enable_outgoing=1,
		default_outgoing=1,
		smtp_server="127.0.0.1",
		smtp_port=25,
		no_smtp_authentication=1,
	)
	with as_in_a_test():  # otherwise Frappe would connect to the mail server, and there is none
		account.insert()


@contextmanager
def as_in_a_test() -> Iterator[None]:
	"""Frappe as it is in its own tests: 15 asks the flag, 16 the module's attribute."""
	frappe.flags.in_test = frappe.in_test = True
	yield
	frappe.flags.in_test = frappe.in_test = False


if __name__ == "__main__":
	main(sys.argv[1])
