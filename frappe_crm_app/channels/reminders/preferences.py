"""What a person wants to be told by mail: kept as Frappe keeps a user's own defaults, else CRM Desk Settings'."""

import frappe
from frappe.utils import cint

from frappe_crm_app.kit.enums import StrEnum


class Preference(StrEnum):
	"""The choices, by the keys of the user's defaults."""

	REMINDER_MAIL = "crm_reminder_mail"
	DIGEST = "crm_morning_digest"


SETTING_OF = {Preference.REMINDER_MAIL: "mail_reminders", Preference.DIGEST: "send_digest"}


def wants(user: str, preference: Preference) -> bool:
	"""Return whether the user wants this mail."""
	chosen = frappe.defaults.get_user_default(preference, user)
	if chosen in (None, ""):
		return bool(frappe.get_cached_doc("CRM Desk Settings").get(SETTING_OF[preference]))
	return bool(cint(chosen))


def choose(user: str, preference: Preference, is_wanted: bool) -> None:
	"""Keep what the user wants."""
	frappe.defaults.set_user_default(preference, cint(is_wanted), user)
