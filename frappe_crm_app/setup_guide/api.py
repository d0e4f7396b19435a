"""Endpoints of the first hour (`/app/crm-first-hour`)."""

import frappe
from frappe import _
from frappe.utils import cint

from frappe_crm_app.frappe_crm_app.doctype.crm_desk_settings.options import Trade
from frappe_crm_app.kit.conflicts import repeated_on_conflict
from frappe_crm_app.kit.current_docs import current_doc
from frappe_crm_app.setup_guide import asked, skipping, tasks
from frappe_crm_app.setup_guide.first_deal import read_open_deal
from frappe_crm_app.setup_guide.site import SETTINGS, read_site, settings_to_change
from frappe_crm_app.setup_guide.steps import WORDS, checklist, is_complete
from frappe_crm_app.visibility import users
from frappe_crm_app.visibility.roles import CRMRole

LONGEST_COMPANY = 1000


@frappe.whitelist(methods=["GET"])
def get_state() -> dict:
	"""Return how far the first hour is: `{steps, over, is_complete, may_set_up, facts, currencies, trades, open_deal, demo}`.

	A step is `{step, title, why, is_done, is_skipped}`, `over` is how many are one of both, `demo` is `{status, done, total, lines}`,
	`open_deal` is `{name, title, contact, stage, won_stage}` of the newest one of the site's own, or `None`. For CRM Admin and System
	Manager, of whom the latter gets no names of records.
	"""
	asked.require_reader()
	settings, may_set_up = current_doc(SETTINGS), asked.may_set_up()
	site = read_site(settings)
	entries = checklist(site.done(), skipping.steps_in(settings))
	return {
		"steps": [
			{
				"step": entry.step,
				"title": _(WORDS[entry.step].title),
				"why": _(WORDS[entry.step].why),
				"is_done": entry.is_done,
				"is_skipped": entry.is_skipped,
			}
			for entry in entries
		],
		"over": sum(entry.is_over for entry in entries),
		"is_complete": is_complete(entries),
		"may_set_up": may_set_up,
		"facts": site.facts() if may_set_up else {},
		"currencies": enabled_currencies() if may_set_up else [],
		"trades": [trade.value for trade in Trade],
		"contact": site.contact if may_set_up else "",
		"open_deal": read_open_deal(site.pipeline) if may_set_up and not site.won_deal else None,
		"demo": tasks.progress() if may_set_up else {**tasks.progress(), "lines": []},
	}


def enabled_currencies() -> list[str]:
	"""Return the currencies that may be chosen."""
	return frappe.get_all("Currency", filters={"enabled": 1}, pluck="name", order_by="name asc")


@frappe.whitelist(methods=["POST"])
@repeated_on_conflict
def skip(step: str, is_skipped: int | bool = 1) -> dict:
	"""Skip a step for the whole site, or offer it again; returns the state (CRM Admin)."""
	asked.require_admin()
	skipping.set_skipped(step, bool(cint(is_skipped)))
	return get_state()


@frappe.whitelist(methods=["POST"])
@repeated_on_conflict
def set_currency(currency: str) -> dict:
	"""Make a currency that of totals, in which deals are valued anew; returns the state (CRM Admin)."""
	asked.require_admin()
	if currency not in enabled_currencies():
		frappe.throw(_("{0} is no currency that is enabled.").format(frappe.utils.escape_html(currency)))
	store("base_currency", currency)
	return get_state()


@frappe.whitelist(methods=["POST"])
@repeated_on_conflict
def set_company(company: str) -> dict:
	"""Say who sells, with an address: what stands on quotes; returns the state (CRM Admin)."""
	asked.require_admin()
	company = company.strip()
	if not company:
		frappe.throw(_("Say at least the name of your company."))
	if len(company) > LONGEST_COMPANY:
		frappe.throw(_("Name and address have at most {0} letters.").format(LONGEST_COMPANY))
	store("quote_seller", company)
	return get_state()


def store(fieldname: str, value: str) -> None:
	"""Save one value of CRM Desk Settings, as its form would."""
	settings = settings_to_change()
	settings.set(fieldname, value)
	settings.save()


@frappe.whitelist(methods=["POST"])
@repeated_on_conflict
def become_admin() -> dict:
	"""Make the caller, a System Manager who could do so in their own form, a CRM Admin; returns the state."""
	asked.require_system_manager()
	user = frappe.session.user
	if not asked.may_set_up():
		users.assign_roles(user, [*users.roles_of([user])[user], CRMRole.ADMIN.value])
	return get_state()


@frappe.whitelist(methods=["POST"])
def load_demo() -> dict:
	"""Begin to load lifelike data; returns how far that is. Raises `frappe.ValidationError` while it is at work (CRM Admin)."""
	asked.require_admin()
	tasks.start_loading()
	return tasks.progress()


@frappe.whitelist(methods=["POST"])
def clear_demo() -> dict:
	"""Begin to remove the lifelike data, and nothing else; returns how far that is (CRM Admin)."""
	asked.require_admin()
	tasks.start_clearing()
	return tasks.progress()


@frappe.whitelist(methods=["GET"])
def get_demo_progress() -> dict:
	"""Return how far the demo is: `{status, done, total, lines}` (CRM Admin)."""
	asked.require_admin()
	return tasks.progress()
