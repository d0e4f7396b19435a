"""The endpoints about who sees what, over HTTP: who may call them, what they change, what they refuse."""

from concurrent.futures import ThreadPoolExecutor

import frappe
import pytest
import requests

from frappe_crm_app.records.trades.choosing import choose
from tests.factories import insert, make_contact, make_customer

API = "/api/method/frappe_crm_app.visibility.api."


@pytest.fixture
def admin(api, make_user, committed):
	return api(make_user("CRM Admin"))


@pytest.fixture
def manager(api, make_user, committed):
	return api(make_user("CRM Manager"))


def roles_of(user: str) -> set[str]:
	return set(frappe.get_all("Has Role", {"parent": user, "parenttype": "User"}, pluck="role"))


def test_an_admin_gives_roles_of_the_crm_and_leaves_others(admin, make_user):
	user = make_user("Report Manager", "CRM Viewer")
	answer = admin.post(
		f"{API}assign_roles", json={"user": user, "roles": '["CRM Sales Rep", "CRM Reassigner"]'}
	)
	assert answer.json()["message"]["roles"] == ["CRM Sales Rep", "CRM Reassigner"]
	assert roles_of(user) == {"Report Manager", "CRM Sales Rep", "CRM Reassigner"}
	assert frappe.db.get_value("User", user, "user_type") == "System User"


@pytest.mark.parametrize(
	"role", ["System Manager", "Administrator", "All", "Nonsense", "'; drop table tabUser"]
)
def test_nobody_is_raised_beyond_the_crm(admin, make_user, role):
	user = make_user("CRM Viewer")
	answer = admin.post(f"{API}assign_roles", json={"user": user, "roles": ["CRM Viewer", role]})
	assert answer.status_code == 417
	assert "is no role of the CRM" in answer.text
	assert roles_of(user) == {"CRM Viewer"}


def test_nobody_raises_themselves(api, make_user, committed):
	for role in ("CRM Manager", "CRM Sales Rep", "CRM Viewer", None):
		user = make_user(*([role] if role else []))
		answer = api(user).post(f"{API}assign_roles", json={"user": user, "roles": ["CRM Admin"]})
		assert answer.status_code == 403
		assert "CRM Admin" not in roles_of(user)


@pytest.fixture
def profile(committed):
	doc = insert("Role Profile", {"role_profile": "Sellers", "roles": [{"role": "CRM Sales Rep"}]})
	yield doc.name
	frappe.db.delete("Has Role", {"parenttype": "Role Profile", "parent": doc.name})
	frappe.db.delete("Role Profile", {"name": doc.name})
	frappe.db.commit()


def test_who_has_a_role_profile_is_given_nothing_that_frappe_would_take_away(admin, make_user, profile):
	user = make_user("CRM Sales Rep")
	doc = frappe.get_doc("User", user)
	doc.role_profile_name = profile  # Frappe 16 puts it into its table
	doc.save()
	frappe.db.commit()
	answer = admin.post(f"{API}assign_roles", json={"user": user, "roles": ["CRM Manager"]})
	assert answer.status_code == 417
	assert "has the roles of a Role Profile (Sellers), and no others" in answer.text
	assert roles_of(user) == {"CRM Sales Rep"}
	shown = admin.get(f"{API}get_users", params={"text": user}).json()["message"]["users"]
	assert [(each["user"], each["role_profiles"]) for each in shown] == [(user, ["Sellers"])]


def test_administrator_and_guest_are_left_alone(admin):
	for user in ("Administrator", "Guest"):
		answer = admin.post(f"{API}assign_roles", json={"user": user, "roles": ["CRM Viewer"]})
		assert answer.status_code == 403
		assert "CRM Viewer" not in roles_of(user)


def test_a_user_who_is_not_there_is_a_sentence(admin):
	answer = admin.post(f"{API}assign_roles", json={"user": "nobody@example.com", "roles": []})
	assert answer.status_code == 404
	assert "There is no user nobody@example.com" in answer.text
	assert "Traceback" not in answer.text


def test_the_last_admin_stays_one(api, make_user, committed):
	others = frappe.get_all(
		"Has Role",
		{"parenttype": "User", "role": "CRM Admin", "parent": ("!=", "Administrator")},
		pluck="parent",
	)
	assert others == []
	user = make_user("CRM Admin")
	answer = api(user).post(f"{API}assign_roles", json={"user": user, "roles": []})
	assert answer.status_code == 417
	assert "is the last CRM Admin" in answer.text
	assert "CRM Admin" in roles_of(user)


def test_of_two_admins_who_take_each_others_role_at_once_one_stays(api, make_user, committed):
	for _round in range(3):
		ada, bob = make_user("CRM Admin"), make_user("CRM Admin")
		clients = [(api(ada), bob), (api(bob), ada)]
		frappe.db.commit()

		def take(pair) -> int:
			client, user = pair
			url = f"{client.base_url}{API}assign_roles"
			sent = {"user": user, "roles": ["CRM Viewer"]}
			return requests.post(url, json=sent, headers=client.headers, timeout=60).status_code

		with ThreadPoolExecutor(2) as pool:
			answers = list(pool.map(take, clients))
		frappe.db.commit()
		left = [user for user in (ada, bob) if "CRM Admin" in roles_of(user)]
		assert len(left) == 1, answers
		frappe.get_doc("User", left[0]).update({"enabled": 0}).save()
		frappe.db.commit()


def test_users_are_listed_with_roles_and_last_sign_in(manager, make_user):
	user = make_user("CRM Viewer", "Report Manager", first_name="Grace", last_name="Hopper")
	frappe.db.set_value("User", user, "last_login", "2026-01-02 03:04:05")
	frappe.db.commit()
	answer = manager.get(f"{API}get_users", params={"text": "hopp"}).json()["message"]
	assert answer["users"] == [
		{
			"user": user,
			"full_name": "Grace Hopper",
			"email": user,
			"enabled": True,
			"last_login": "2026-01-02 03:04:05",
			"since": str(frappe.db.get_value("User", user, "creation")),
			"roles": ["CRM Viewer"],
			"role_profiles": [],
		}
	]
	assert (answer["has_more"], answer["assignable"]) == (False, [])
	assert manager.post(f"{API}assign_roles", json={"user": user, "roles": []}).status_code == 403


def test_users_come_in_pages(admin, make_user):
	for _ in range(3):
		make_user(first_name="Paged")
	first = admin.get(f"{API}get_users", params={"text": "Paged", "page_length": 2}).json()["message"]
	rest = admin.get(f"{API}get_users", params={"text": "Paged", "page_length": 2, "start": 2}).json()[
		"message"
	]
	assert (len(first["users"]), first["has_more"], len(rest["users"]), rest["has_more"]) == (
		2,
		True,
		1,
		False,
	)
	assert "CRM Sales Rep" in first["assignable"]
	assert "System Manager" not in first["assignable"]


def test_everybody_explains_to_themselves_what_they_see(api, make_user, committed):
	rep = make_user("CRM Sales Rep")
	own, other = make_customer(salesperson=rep), make_customer()
	client = api(rep)
	told = client.get(f"{API}explain", params={"doctype": "CRM Customer", "name": own.name}).json()["message"]
	assert told["visible"]
	assert told["reasons"][0] == {
		"role": "CRM Sales Rep",
		"scope": "Own",
		"grants": True,
		"sentence": "They are its Salesperson.",
	}
	for name in (other.name, "guessed"):
		answer = client.get(f"{API}explain", params={"doctype": "CRM Customer", "name": name})
		assert answer.status_code == 403
		assert "no such record" in answer.text
	answer = client.get(
		f"{API}explain", params={"doctype": "CRM Customer", "name": own.name, "user": "Administrator"}
	)
	assert answer.status_code == 403


def test_overseers_explain_what_others_see(manager, make_user):
	rep, customer = make_user("CRM Sales Rep"), make_customer()
	told = manager.get(
		f"{API}explain", params={"doctype": "CRM Customer", "name": customer.name, "user": rep}
	)
	assert not told.json()["message"]["visible"]
	everybody = manager.get(f"{API}who_can_see", params={"doctype": "CRM Customer", "name": customer.name})
	seen = {person["user"]: person["visible"] for person in everybody.json()["message"]}
	assert seen[rep] is False


def test_explaining_is_about_our_records_alone(manager):
	for doctype in ("User", "DocType", "CRM Desk Settings", "No Such Type", "tabUser"):
		answer = manager.get(f"{API}explain", params={"doctype": doctype, "name": "Administrator"})
		assert answer.status_code == 403, answer.text


def test_the_manager_filters_are_offered_to_those_who_see_everyone(api, make_user, committed):
	choose("")
	rep = make_user("CRM Sales Rep", first_name="Grace")
	role = frappe.db.get_value("CRM Sales Role", {"role_name": "KAE"})
	insert("CRM Salesperson", {"user": rep, "sales_roles": [{"sales_role": role}]})
	frappe.db.commit()
	offered = api(make_user("CRM Manager")).get(f"{API}get_manager_filters").json()["message"]
	names = {each["role_name"] for each in offered["sales_roles"]}
	assert "KAE" in names  # somebody has it
	assert names.isdisjoint({"CSR LTL", "Parapaquetes"})  # of a trade that is not chosen
	assert [each["sales_roles"] for each in offered["salespeople"] if each["user"] == rep] == [[role]]
	for user in (rep, make_user()):
		assert api(user).get(f"{API}get_manager_filters").json()["message"] == {
			"salespeople": [],
			"sales_roles": [],
		}


def test_the_manager_filters_filter(make_user, rep, acting):
	from frappe_crm_app.kit.exceptions import PeriodError
	from frappe_crm_app.visibility.manager_filters import filter_criterion

	role = frappe.db.get_value("CRM Sales Role", {"role_name": "KAE"})
	insert("CRM Salesperson", {"user": rep, "sales_roles": [{"sales_role": role}]})
	own, _other = make_contact(contact_owner=rep), make_contact()
	frappe.db.set_value("CRM Contact", own.name, "creation", "2020-05-05 23:30:00")

	def found(**filters) -> list[str]:
		contact = frappe.qb.DocType("CRM Contact")
		criterion = filter_criterion("CRM Contact", filters)
		query = frappe.qb.from_(contact).select(contact.name)
		return (query.where(criterion) if criterion is not None else query).run(pluck=True)

	for filters in (
		{"salesperson": rep},
		{"sales_role": role},
		{"date_from": "2020-05-05", "date_to": "2020-05-05"},
		{"salesperson": rep, "sales_role": role, "date_to": "2020-12-31"},
	):
		assert found(**filters) == [own.name]
	assert found(sales_role="nothing") == []
	assert len(found()) >= 2
	with pytest.raises(PeriodError):
		found(date_from="2020-05-06", date_to="2020-05-05")
	acting(rep)
	assert filter_criterion("CRM Contact", {"salesperson": "Administrator"}) is None


def test_a_preset_is_applied_by_an_admin(admin, manager):
	try:
		changes = admin.post(f"{API}apply_preset", json={"preset": "Organisation"}).json()["message"]
		assert "CRM Sales Rep, Contact: may now delete." in changes
	finally:
		back = admin.post(f"{API}apply_preset", json={"preset": "As shipped"})
		assert back.ok, back.text
		frappe.db.delete("Custom DocPerm", {"parent": ("like", "CRM %")})
		frappe.db.commit()
		frappe.clear_cache()
	assert manager.post(f"{API}apply_preset", json={"preset": "Workspace"}).status_code == 403
	wrong = admin.post(f"{API}apply_preset", json={"preset": "<b>Anarchy</b>"})
	assert wrong.status_code == 417
	assert "<b>Anarchy" not in wrong.text
