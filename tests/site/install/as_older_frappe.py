"""The bench command, with a Frappe that says it is older: `python -m tests.site.install.as_older_frappe frappe ARGUMENTS`."""

import frappe
from frappe.utils.bench_helper import main

if __name__ == "__main__":
	frappe.__version__ = "15.100.9"
	main()
