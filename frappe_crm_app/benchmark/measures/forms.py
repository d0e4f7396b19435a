"""A stranger's submission over HTTP, to Frappe's web application on a port of this machine."""

import sys
import time
import types
from collections.abc import Iterator
from functools import cache
from threading import Thread

import frappe
import requests
from werkzeug.serving import WSGIRequestHandler, make_server

from frappe_crm_app.benchmark.bare import BARE
from frappe_crm_app.benchmark.cleaning import remove_submissions
from frappe_crm_app.benchmark.measure import Measure, World
from frappe_crm_app.benchmark.rows import DOMAIN, FORM_TITLE
from frappe_crm_app.intake.lead_forms.keys import Purpose, key_for
from frappe_crm_app.intake.lead_forms.tokens import make_token

SUBMIT = "frappe_crm_app.intake.lead_forms.api.submit"
BARE_MODULE = "frappe_crm_app.benchmark_floor"  # known to this process alone
ANSWERS = {
	"first_name": "Ada",
	"last_name": "King",
	"email": f"ada.king@{DOMAIN}",
	"message": "How much is it?",
}
MANY = 1_000_000


def measures(world: World) -> Iterator[Measure]:
	form = make_form()
	yield Measure(
		"submission",
		"a public form over HTTP, held as too fast",
		lambda: post(SUBMIT, {"form": form, "answers": ANSWERS, "token": token_for(form)}),
		post_bare,
		"a guest's request that inserts a bare row",
		budget=0,
		is_page=False,
		rounds=100,
		clean=remove_submissions,
	)


def make_form() -> str:
	"""Return a form that holds back what is sent: it is stored as any other, and nothing follows."""
	known = frappe.db.get_value("CRM Lead Form", {"form_title": FORM_TITLE})
	if known:
		return known
	form = frappe.new_doc("CRM Lead Form")
	form.update({"form_title": FORM_TITLE, "status": "Published", "lead_owner": "Administrator"})
	form.update({"min_seconds": 3600, "limit_per_address": MANY, "limit_overall": MANY})
	form.insert()
	frappe.db.commit()
	return form.name


def token_for(form: str) -> str:
	return make_token(key_for(Purpose.TOKEN), form, time.time())


def post_bare() -> None:
	if BARE_MODULE not in sys.modules:
		offer_bare_endpoint()
	post(f"{BARE_MODULE}.insert", {"values": ANSWERS})


def offer_bare_endpoint() -> None:
	"""Let this process, and no other, answer a guest's request by inserting a bare row; only when it is measured."""
	module = types.ModuleType(BARE_MODULE)
	module.insert = frappe.whitelist(allow_guest=True, methods=["POST"])(insert_bare)
	sys.modules[BARE_MODULE] = module


def insert_bare(values: dict) -> str:
	fields = {name: value for name, value in values.items() if name != "message"}
	return frappe.get_doc({"doctype": BARE, **fields}).insert(ignore_permissions=True).name


class Silent(WSGIRequestHandler):
	"""Answers without a line for each request."""

	def log_request(self, *arguments: object) -> None:
		pass


@cache
def address() -> str:
	"""Return where this process answers requests from now on, in a thread with a database connection of its own."""
	import frappe.app

	server = make_server("127.0.0.1", 0, frappe.app.application, request_handler=Silent)
	Thread(target=server.serve_forever, daemon=True).start()
	return f"http://127.0.0.1:{server.server_port}"


def post(method: str, body: dict) -> None:
	headers = {"X-Frappe-Site-Name": frappe.local.site}
	answer = requests.post(f"{address()}/api/method/{method}", json=body, headers=headers, timeout=60)
	if answer.status_code != 200:
		raise RuntimeError(f"{method} answered {answer.status_code}: {answer.text[-500:]}")
