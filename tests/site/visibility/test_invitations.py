"""People are invited with roles of the CRM, and nothing else; Frappe's welcome waits in the Email Queue."""

import frappe
import pytest

from frappe_crm_app.visibility.api import get_users, invite_again, invite_user
from frappe_crm_app.visibility.roles import DESCRIPTIONS, CRMRole

ADDRESS = "grace.invited@example.com"


@pytest.fixture
def admin(make_user) -> str:
	user = make_user("CRM Admin", first_name="Ada", last_name="King")
	frappe.set_user(user)
	return user


def mails_to(address: str) -> list[str]:
	rows = frappe.get_all("Email Queue Recipient", {"recipient": address}, pluck="parent")
	return frappe.get_all("Email Queue", {"name": ("in", rows or [""])}, pluck="message")


def invite(**values) -> dict:
	return invite_user(**{"email": ADDRESS, "first_name": "Grace", "roles": '["CRM Sales Rep"]'} | values)


def roles_of(user: str) -> set[str]:
	return set(frappe.get_all("Has Role", {"parenttype": "User", "parent": user}, pluck="role"))


def test_whoever_is_invited_is_a_user_with_just_these_roles_and_gets_one_mail(admin):
	frappe.flags.mute_emails = False
	answer = invite(last_name="Hopper", roles=["CRM Sales Rep", "CRM Reassigner"])
	assert (answer["user"], answer["full_name"], answer["enabled"]) == (ADDRESS, "Grace Hopper", True)
	assert (answer["is_mailed"], answer["last_login"]) == (True, None)
	assert answer["since"] == frappe.db.get_value("User", ADDRESS, "creation")
	assert roles_of(ADDRESS) == {"CRM Sales Rep", "CRM Reassigner"}
	assert frappe.db.get_value("User", ADDRESS, "user_type") == "System User"
	(mail,) = mails_to(ADDRESS)
	assert "update-password" in mail
	assert frappe.get_all("Email Queue", {"status": "Sent"}) == []
	assert frappe.local.message_log == []


def test_an_address_is_kept_as_frappe_keeps_it(admin):
	assert invite(email=f"  {ADDRESS.upper()} ")["user"] == ADDRESS


@pytest.mark.parametrize(("values", "sentence"), [
	({"email": ""}, "Say the email"),
	({"email": "grace"}, "“grace” is no email."),
	({"email": "grace@example.com, ada@example.com"}, "is no email"),
	({"email": "Grace <grace@example.com>"}, "is no email"),
	({"email": f"{'a' * 140}@example.com"}, "is no email"),
	({"first_name": "  "}, "first name"),
	({"first_name": "a" * 141}, "at most 140 letters"),
	({"last_name": "a" * 141}, "at most 140 letters"),
	({"roles": "[]"}, "at least one role"),
	({"roles": '["System Manager"]'}, "System Manager is no role of the CRM."),
	({"roles": '["CRM Sales Rep", "Administrator"]'}, "Administrator is no role of the CRM."),
	({"roles": "CRM Sales Rep"}, "list of names"),
])  # fmt: skip
def test_what_is_wrong_is_refused_in_a_sentence_and_makes_nobody(admin, values, sentence):
	before = frappe.db.count("User")
	with pytest.raises(frappe.ValidationError, match=sentence):
		invite(**values)
	assert frappe.db.count("User") == before
	assert mails_to(ADDRESS) == []


def test_an_address_of_a_user_is_refused_by_what_to_do_instead(admin, make_user):
	known = make_user("CRM Sales Rep")
	with pytest.raises(frappe.DuplicateEntryError, match="is a user already; give them roles"):
		invite(email=known)
	frappe.db.set_value("User", known, "enabled", 0)
	with pytest.raises(frappe.DuplicateEntryError, match="disabled; a System Manager can enable them"):
		invite(email=known.upper())
	assert roles_of(known) == {"CRM Sales Rep"}


def test_without_a_mail_account_there_is_a_user_and_it_is_said_that_no_mail_went(admin, monkeypatch):
	def refuse(*_arguments, **_options):
		frappe.throw("no account", frappe.OutgoingEmailError)

	monkeypatch.setattr(frappe, "sendmail", refuse)
	assert invite()["is_mailed"] is False
	assert roles_of(ADDRESS) == {"CRM Sales Rep"}
	assert frappe.local.message_log == []
	assert invite_again(ADDRESS)["is_mailed"] is False


def test_whoever_never_signed_in_is_invited_again(admin):
	frappe.flags.mute_emails = False
	invite()
	assert invite_again(ADDRESS)["is_mailed"] is True
	assert len(mails_to(ADDRESS)) == 2


def test_whoever_needs_no_invitation_gets_none(admin, make_user):
	invite()
	frappe.db.set_value("User", ADDRESS, "last_login", "2026-01-01 10:00:00")
	with pytest.raises(frappe.ValidationError, match="has signed in already"):
		invite_again(ADDRESS)
	frappe.db.set_value("User", ADDRESS, "enabled", 0)
	with pytest.raises(frappe.ValidationError, match="disabled"):
		invite_again(ADDRESS)
	for stranger in (make_user(), "Administrator"):
		with pytest.raises(frappe.ValidationError, match="no role of the CRM"):
			invite_again(stranger)
	with pytest.raises(frappe.DoesNotExistError):
		invite_again("nobody@example.com")


@pytest.mark.parametrize("role", ["CRM Manager", "CRM Sales Rep", "System Manager"])
def test_only_a_crm_admin_invites(make_user, role):
	frappe.set_user(make_user(role))
	with pytest.raises(frappe.PermissionError):
		invite()
	with pytest.raises(frappe.PermissionError):
		invite_again(frappe.session.user)


def test_the_list_says_since_when_somebody_is_a_user_and_what_each_role_is_for(admin):
	answer = get_users(text="Ada King")
	(user,) = answer["users"]
	assert (user["since"], user["enabled"]) == (frappe.db.get_value("User", admin, "creation"), True)
	assert set(answer["descriptions"]) == set(CRMRole) == set(DESCRIPTIONS)
	assert all(sentence.endswith(".") for sentence in answer["descriptions"].values())
