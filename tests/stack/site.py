"""Frappe connected to the test site in this process, and the isolation of tests from each other."""

import importlib
import os
import pkgutil
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from uuid import uuid4

import pytest

from scripts.stack.testing import SITE, TestStack

MODULE = "Frappe CRM App"

# What Frappe itself writes down while our records are worked with. Our own DocTypes are added when a site is there.
SIDE_EFFECTS = (
	"Access Log",
	"Activity Log",
	"Address",
	"Auto Email Report",
	"Comment",
	"Communication",
	"Communication Link",
	"Contact",
	"Contact Email",
	"Contact Phone",
	"DefaultValue",
	"Deleted Document",
	"Document Follow",
	"DocShare",
	"Dynamic Link",
	"Email Account",
	"Email Queue",
	"Email Queue Recipient",
	"Email Template",
	"Error Log",
	"File",
	"Has Role",
	"Notification Log",
	"Notification Settings",
	"Prepared Report",
	"Scheduled Job Log",
	"Event",
	"Tag",
	"Tag Link",
	"ToDo",
	"User",
	"User Email",
	"User Permission",
	"Version",
	"View Log",
	"Web Form",
	"Web Form Field",
)


@pytest.fixture(scope="session")
def site(stack: TestStack) -> Iterator[str]:
	"""The site's name; frappe is initialised, connected, and Administrator. The working directory is ``sites``."""
	import frappe

	before = os.getcwd()
	os.chdir(stack.bench.sites)  # Frappe looks for logs and apps relative to it
	frappe.init(SITE)
	frappe.local.conf.throttle_user_limit = (
		10_000  # Frappe lets 60 users a minute be made, and tests make more
	)
	frappe.connect()
	yield SITE
	frappe.destroy()
	os.chdir(before)


@pytest.fixture
def isolation(site: str, request: pytest.FixtureRequest) -> Iterator[None]:
	"""Every test begins as Administrator with nothing cached, and what it wrote is rolled back.

	A test that commits without the fixture ``committed`` fails, since others would meet its rows. With it, all rows that were not there
	before any other fixture of the test are deleted.
	"""
	import frappe

	reset_locals()
	is_committed = "committed" in request.fixturenames
	commits = [] if is_committed else _count_commits()
	with new_rows_removed() if is_committed else nullcontext():
		yield
	frappe.db.rollback()
	reset_locals()
	forget_cached_rows()
	if is_committed:
		return
	del frappe.db.commit
	if commits:
		told = (
			"This test committed, so its rows stay behind: let it use the fixture `committed`. It did here:"
		)
		pytest.fail("\n".join((told, *commits)))


@pytest.fixture
def committed(isolation: None) -> None:
	"""For tests whose rows other processes must see: afterwards all rows that were not there before are deleted,
	in our DocTypes and in what Frappe writes beside them, and the job queues are empty (``isolation`` does it).

	Rows that were changed but not created (settings, shipped pipelines) are the test's own to put back.
	"""


@contextmanager
def new_rows_removed() -> Iterator[None]:
	"""What is done for ``committed``, and by fixtures that live longer than a test."""
	import frappe

	empty_queues()
	before = {doctype: _names(doctype) for doctype in _doctypes_to_clean()}
	try:
		yield
	finally:
		frappe.db.rollback()
		frappe.set_user("Administrator")
		for doctype, names in before.items():
			_delete_all_but(doctype, names)
		for table in ("__global_search", "__crm_search_term"):
			frappe.db.delete(table, {"doctype": ("in", _own_doctypes())})
		_end_sessions_of_nobody()
		frappe.db.commit()
		empty_queues()


@pytest.fixture
def make_user(isolation: None) -> Callable[..., str]:
	"""``make_user("CRM Manager", "CRM Partner Manager", first_name="Ann")`` -> the name (address) of a new user."""
	return new_user


@pytest.fixture(scope="session")
def spare_site(stack: TestStack) -> str:
	"""The name of a second site with Frappe alone, for tests that install and uninstall the app.

	Run commands on it with ``stack.bench.run("install-app", "frappe_crm_app", site=spare_site)``.
	"""
	name = "crm-spare.localhost"
	stack.ensure_site(name)
	return name


def new_user(*roles: str, **overrides) -> str:
	"""The name (address) of a new user with these roles."""
	import frappe

	mark = uuid4().hex[:8]
	values = {
		"email": f"{mark}@example.com",
		"first_name": "Test",
		"last_name": mark,
		"send_welcome_email": 0,
		"language": "en",
		# Roles make it a System User. As one from the start, the first would also become a System Manager.
		"user_type": "Website User",
		"roles": [{"role": role} for role in roles],
	}
	user = frappe.get_doc({"doctype": "User"} | values | overrides)
	user.flags.ignore_password_policy = True
	return user.insert(ignore_permissions=True).name


def refresh() -> None:
	"""Let other processes see what this one wrote, and this one what they wrote since."""
	import frappe

	frappe.db.commit()


def reset_locals() -> None:
	"""What Frappe keeps in the process between two requests, as at the start of one by Administrator."""
	import frappe

	frappe.set_user("Administrator")
	frappe.local.flags.clear()
	frappe.local.flags.update(in_test=True, mute_emails=True, currently_saving=[])
	frappe.in_test = True  # what Frappe 16 asks instead of the flag
	frappe.local.form_dict = frappe._dict()
	frappe.local.response = frappe._dict({"docs": []})
	frappe.local.lang = "en"
	frappe.local.message_log = []
	frappe.local.error_log = []
	frappe.local.debug_log = []
	frappe.local.locked_documents = []
	frappe.db.value_cache.clear()


def forget_cached_rows() -> None:
	"""Drop from Redis what a rolled-back test may have put there: documents, users' roles and defaults."""
	import frappe
	from frappe.cache_manager import user_cache_keys

	from frappe_crm_app.visibility.cache import forget_now

	frappe.cache.delete_keys("document_cache::")
	frappe.cache.delete_keys("defaults::")  # of Frappe 16; in 15 they are among what belongs to users
	frappe.cache.delete_value(list(user_cache_keys))
	forget_now()
	if hasattr(frappe, "client_cache"):  # Frappe 16
		frappe.client_cache.clear_cache()


def empty_queues() -> None:
	"""Forget all jobs: waiting, done and failed, and that an outbox has one. The Redis server of jobs holds nothing else."""
	import frappe
	from frappe.utils.background_jobs import get_redis_conn

	get_redis_conn().flushdb()
	frappe.cache.delete_keys("crm_outbox_")


def own_endpoints() -> set[str]:
	"""The addresses of the app's whitelisted functions, from below the package; all of its modules are imported."""
	import frappe

	import frappe_crm_app
	from frappe_crm_app.addresses import functions as addresses_of_functions

	prefix = "frappe_crm_app."
	for module in pkgutil.walk_packages(frappe_crm_app.__path__, prefix):
		if ".demo" not in module.name:
			importlib.import_module(module.name)
	paths = {f"{function.__module__}.{function.__qualname__}" for function in frappe.whitelisted}
	addresses = {function: address for address, function in addresses_of_functions().items()}
	return {addresses.get(path, path).removeprefix(prefix) for path in paths if path.startswith(prefix)}


def _count_commits() -> list[str]:
	"""Replace the connection's ``commit`` by one that adds, to the list answered, by which calls it was reached."""
	import frappe

	commits: list[str] = []
	commit = frappe.db.commit

	def counted(**options) -> None:
		commits.append("".join(traceback.format_stack(limit=12)))
		commit(**options)

	frappe.db.commit = counted
	return commits


def _end_sessions_of_nobody() -> None:
	"""Delete sessions of users who are gone: Frappe ends those of a new user of the same name, and commits as it does."""
	import frappe

	sessions, users = frappe.qb.DocType("Sessions"), frappe.qb.DocType("User")
	there_are = frappe.qb.from_(users).select(users.name)
	frappe.qb.from_(sessions).delete().where(sessions.user.notin(there_are)).run()


def _own_doctypes() -> list[str]:
	import frappe

	return frappe.get_all("DocType", filters={"module": MODULE, "issingle": 0, "is_virtual": 0}, pluck="name")


def _doctypes_to_clean() -> list[str]:
	return [*_own_doctypes(), *SIDE_EFFECTS]


def _names(doctype: str) -> list[str]:
	import frappe

	return frappe.qb.from_(doctype).select("name").run(pluck=True)


def _delete_all_but(doctype: str, names: list[str]) -> None:
	import frappe

	table = frappe.qb.DocType(doctype)
	query = frappe.qb.from_(table).delete()
	if names:
		query = query.where(table.name.notin(names))
	query.run()
