"""Who enters when somebody is away: they themselves, the manager to whom they report, an administrator of the CRM."""

import frappe
import pytest

from frappe_crm_app.visibility.api import set_absence
from frappe_crm_app.visibility.cache import forget_now
from tests.factories import insert

PERSON = "CRM Salesperson"


@pytest.fixture
def team(make_user) -> frappe._dict:
	"""Users by what they are, and `names` of their salespeople: a manager, who reports to them, and others."""
	roles = {
		"manager": "CRM Manager",
		"rep": "CRM Sales Rep",
		"stranger": "CRM Sales Rep",
		"admin": "CRM Admin",
		"viewer": "CRM Viewer",
	}
	users = frappe._dict({name: make_user(role) for name, role in roles.items()})
	names = {"manager": insert(PERSON, {"user": users.manager}).name}
	names["rep"] = insert(PERSON, {"user": users.rep, "reports_to": names["manager"]}).name
	names["stranger"] = insert(PERSON, {"user": users.stranger}).name
	forget_now()
	return frappe._dict(users, names=names)


def days_of(name: str) -> tuple:
	return tuple(map(str, frappe.db.get_value(PERSON, name, ["away_from", "away_until"])))


def test_a_person_enters_their_own_absence_and_takes_it_back(team):
	frappe.set_user(team.rep)
	set_absence("2030-01-02", "2030-01-09")
	assert days_of(team.names["rep"]) == ("2030-01-02", "2030-01-09")
	set_absence()
	assert days_of(team.names["rep"]) == ("None", "None")


@pytest.mark.parametrize(
	("who", "whose", "may"),
	[
		("manager", "rep", True),
		("manager", "manager", True),
		("manager", "stranger", False),
		("admin", "stranger", True),
		("rep", "rep", True),
		("rep", "stranger", False),
		("rep", "manager", False),
		("viewer", "rep", False),
	],
)
def test_who_enters_whose(team, who, whose, may):
	frappe.set_user(team[who])
	if may:
		set_absence("2030-01-02", person=team.names[whose])
	else:
		with pytest.raises(frappe.PermissionError, match="A person enters when they are away"):
			set_absence("2030-01-02", person=team.names[whose])
	assert days_of(team.names[whose]) == (("2030-01-02", "None") if may else ("None", "None"))


def test_the_form_knows_who_may(team):
	frappe.set_user(team.manager)
	told = {}
	for whose in ("rep", "stranger"):
		doc = frappe.get_doc(PERSON, team.names[whose])
		doc.run_method("onload")
		told[whose] = doc.get_onload("may_enter_absence")
	assert told == {"rep": True, "stranger": False}


def test_nobody_changes_anything_else_by_it(team):
	frappe.set_user(team.rep)
	with pytest.raises(frappe.PermissionError):
		frappe.get_doc(PERSON, team.names["rep"]).update({"reports_to": None}).save()


@pytest.mark.parametrize(
	("first", "last", "said"),
	[
		("2030-01-09", "2030-01-02", "begins before it ends"),
		("", "2030-01-02", "begins before it ends"),
		("soon", "", "is not a date"),
	],
)
def test_wrong_days_are_refused(team, first, last, said):
	frappe.set_user(team.rep)
	with pytest.raises(frappe.ValidationError, match=said):
		set_absence(first, last)


def test_who_is_no_salesperson_is_told_so(team):
	frappe.set_user(team.viewer)
	with pytest.raises(frappe.PermissionError, match="You are no salesperson"):
		set_absence("2030-01-02")
