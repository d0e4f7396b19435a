"""Who lands on Today after logging in, over HTTP as the login page does it."""

import frappe
import pytest

from frappe_crm_app.kit.frappe_version import major_version
from tests.stack.browser import PASSWORD
from tests.stack.site import refresh

TODAY = "/desk/crm-today" if major_version() >= 16 else "/app/crm-today"


@pytest.fixture
def landing(committed, server):
	"""``landing(user)`` -> where the login page goes on to."""
	import requests
	from frappe.utils.password import update_password

	def land(user: str) -> str:
		update_password(user, PASSWORD)
		refresh()
		answer = requests.post(f"{server}/api/method/login", data={"usr": user, "pwd": PASSWORD}, timeout=30)
		assert answer.ok, answer.text
		home = answer.json()["home_page"]
		return home if home.startswith("/") else f"/{home}"

	return land


@pytest.mark.parametrize("roles", [("CRM Sales Rep",), ("CRM Manager", "CRM Reassigner"), ("CRM Viewer",)])
def test_who_works_with_the_crm_alone_lands_on_today(landing, make_user, roles):
	assert landing(make_user(*roles)) == TODAY


@pytest.mark.parametrize(
	"roles", [("CRM Sales Rep", "System Manager"), ("Website Manager", "CRM Manager"), ("Desk User",)]
)
def test_who_works_with_other_apps_too_lands_where_frappe_says(landing, make_user, roles):
	assert landing(make_user(*roles)) != TODAY


def test_a_marketer_has_no_day_to_look_at(landing, make_user):
	assert landing(make_user("CRM Marketer")) != TODAY
	assert landing(make_user("CRM Marketer", "CRM Sales Rep")) == TODAY


def test_whoever_chose_another_beginning_keeps_it(landing, make_user):
	user = make_user("CRM Sales Rep")
	frappe.db.set_value("User", user, "default_app", "frappe_crm_app")
	frappe.clear_document_cache("User", user)
	assert landing(user) != TODAY
