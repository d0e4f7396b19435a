"""The command as it is typed, in a process of its own."""

import frappe

from tests.stack.site import empty_queues, refresh


def test_the_demo_comes_and_goes_by_command(worker, stack, site):
	empty_queues()
	loaded = stack.bench.run("crm-demo", "--password", "secret-word", site=site)
	refresh()
	assert "639  CRM Follow-up Note" in loaded
	assert "Password of all four: secret-word" in loaded
	assert frappe.db.count("CRM Contact", {"name": ("like", "demo-%")}) == 200
	assert (worker.queued(), frappe.db.count("Email Queue")) == ([], 0)

	assert "already there" in stack.bench.run("crm-demo", site=site)

	assert "200  CRM Contact" in stack.bench.run("crm-demo", "--clear", site=site)
	refresh()
	assert (worker.queued(), frappe.db.count("CRM Contact", {"name": ("like", "demo-%")})) == ([], 0)
	assert "There is no demo data on this site." in stack.bench.run("crm-demo", "--clear", site=site)


def test_a_password_is_made_up_where_none_is_given(worker, stack, site):
	password = stack.bench.run("crm-demo", site=site).split("Password of all four: ")[1].split()[0]
	assert len(password) >= 12
	stack.bench.run("crm-demo", "--clear", site=site)
