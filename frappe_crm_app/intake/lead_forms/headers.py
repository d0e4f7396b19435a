"""What browsers are told beside a form's page or answer (hook `after_request`): that the page is closed, and about other sites, which
may frame the page and which may send to the form; and the campaign, which goes along where Frappe sends them from the form's address
to that of its empty page.
"""

import frappe
from werkzeug.wrappers import Request, Response

from frappe_crm_app.frappe_crm_app.doctype.crm_lead_form.options import FormStatus
from frappe_crm_app.intake.lead_forms.forms import find_form
from frappe_crm_app.intake.lead_forms.origins import read_origins

ENDPOINTS = tuple(
	f"/api/{version}method/frappe_crm_app.public_lead_form.api.{name}"
	for version in ("", "v1/", "v2/")
	for name in ("get_token", "submit")
)
POLICY = "Content-Security-Policy"
ONE_DAY = "86400"
REDIRECTS = (301, 302, 303, 307, 308)


def tell_browsers(response: Response, request: Request) -> None:
	"""Add the headers of a form's page or endpoint to the answer; others stay as they are."""
	if response is None:
		return
	if request.path in ENDPOINTS:
		allow_sending(response, request)
	elif leads_to_empty_form(response, request):
		response.headers["Location"] += f"?{request.query_string.decode()}"
	elif frappe.local.flags.crm_framed_by is not None:
		allow_framing(response, frappe.local.flags.crm_framed_by)


def leads_to_empty_form(response: Response, request: Request) -> bool:
	"""Return whether the answer sends a browser, without what was asked in the address, to the empty page of a form for leads."""
	query, address = request.query_string, response.headers.get("Location")
	if not query or not query.isascii() or response.status_code not in REDIRECTS:
		return False
	route = request.path.strip("/")
	return address == f"/{route}/new" and bool(
		frappe.db.exists("Web Form", {"route": route, "doc_type": "CRM Lead Submission"})
	)


def allow_sending(response: Response, request: Request) -> None:
	"""Let pages of an allowed origin read the answer; a preflight does not say which form it is about."""
	origin = request.headers.get("Origin")
	if not origin:
		return
	response.headers.add("Vary", "Origin")
	is_preflight = request.method == "OPTIONS"
	allowed = origins_of_all() if is_preflight else origins_of(frappe.form_dict.get("form"))
	if origin not in allowed:
		return
	response.headers["Access-Control-Allow-Origin"] = origin
	if is_preflight:
		response.headers["Access-Control-Allow-Methods"] = "POST"
		response.headers["Access-Control-Allow-Headers"] = "Content-Type"
		response.headers["Access-Control-Max-Age"] = ONE_DAY


def allow_framing(response: Response, origins: list[str]) -> None:
	"""Let this site and these origins show the page in a frame, and nobody else."""
	response.headers.pop("X-Frame-Options", None)
	ancestors = " ".join(["frame-ancestors 'self'", *origins])
	others = response.headers.get(POLICY)
	response.headers[POLICY] = f"{others}; {ancestors}" if others else ancestors


def origins_of(form_name: object) -> list[str]:
	"""Return the origins that may send to a form."""
	form = find_form(form_name)
	return read_origins(form.allowed_origins) if form and form.status == FormStatus.PUBLISHED else []


def origins_of_all() -> set[str]:
	"""Return the origins that may send to some form."""
	published = frappe.get_all(
		"CRM Lead Form",
		filters={"status": FormStatus.PUBLISHED, "allowed_origins": ("is", "set")},
		pluck="allowed_origins",
	)
	return {origin for text in published for origin in read_origins(text)}
