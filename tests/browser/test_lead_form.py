"""A stranger fills in the form, and a sales rep has the lead; what hostile strangers send stays harmless."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import frappe
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from frappe_crm_app.intake.lead_forms.tasks import OUTBOX
from frappe_crm_app.kit.outbox.tasks import work_off
from tests.browser.lead_form import PAGE, fill_in, send
from tests.factories import make_form
from tests.stack.browser import wait_for_stillness
from tests.stack.site import refresh

WIDTHS = {"desk": 1440, "phone": 390}


@pytest.mark.parametrize("width", WIDTHS)
def test_a_stranger_fills_in_the_form_and_a_rep_has_the_lead(
	width, browser_page, shipped, worker, login, make_user, shoot
):
	rep, email = make_user("CRM Sales Rep"), f"{width}@example.com"
	shipped.update({"lead_owner": rep, "proof_of_work": width == "desk"}).save()
	frappe.db.commit()
	worker.start()
	page = browser_page
	page.set_viewport_size({"width": WIDTHS[width], "height": 900})
	page.goto(f"{PAGE}?utm_source=newsletter&utm_campaign=spring")
	expect(page.locator(".web-form [data-fieldname='message'] textarea")).to_be_visible()
	for scheme in ("dark", "light"):
		page.emulate_media(color_scheme=scheme)
		wait_for_stillness(page)
		shoot(page, f"lead-form-{width}-{scheme}")
		findings = serious_findings(page)
		assert not findings, "\n".join(findings)
	assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
	fill_in(page, email)
	send(page)
	shoot(page, f"lead-form-{width}-sent")
	assert page.errors == []

	login(page, rep)
	page.set_viewport_size({"width": 1440, "height": 900})
	page.goto("/app/crm-contact")
	row = page.locator(".list-row", has_text=email)
	for _attempt in range(20):
		if row.count():
			break
		page.wait_for_timeout(500)
		page.reload()
		page.wait_for_load_state("networkidle")
	expect(row.first).to_be_visible()
	contact = frappe.get_doc("CRM Contact", {"email": email})
	assert (contact.contact_owner, contact.status, contact.first_utm_source) == (rep, "Lead", "newsletter")
	page.goto(f"/app/crm-contact/{contact.name}")
	expect(page.locator(".title-text, .page-title").filter(has_text="Ada King").first).to_be_visible()
	note = frappe.db.get_value("CRM Follow-up Note", {"contact": contact.name})
	page.goto(f"/app/crm-follow-up-note/{note}")
	expect(page.locator("[data-fieldname='content']:visible").first).to_be_visible()
	page.goto(f"/app/crm-lead-submission/{frappe.db.get_value('CRM Lead Submission', {'email': email})}")
	expect(page.get_by_text("Please call me about <b>boats</b> & ships.").first).to_be_visible()
	shoot(page, f"lead-submission-{width}")


def test_somebody_who_comes_from_the_desk_fills_in_the_form(browser_page, shipped, login, make_user):
	page, email = browser_page, "colleague@example.com"
	login(page, make_user("CRM Manager"))
	page.goto(
		"/app/crm-lead-form"
	)  # the desk gives the session the token that requests must carry from then on
	expect(page.locator(".frappe-list:visible")).to_be_visible()
	page.goto(PAGE)
	expect(page.locator(".web-form [data-fieldname='message'] textarea")).to_be_visible()
	fill_in(page, email)
	send(page)
	frappe.db.commit()
	assert frappe.db.exists("CRM Lead Submission", {"email": email})
	assert page.errors == []


def serious_findings(page: Page) -> list[str]:
	"""Return what axe finds serious or critical in the form itself; header and footer are the site's."""
	found = Axe().run(page, context=".page_content, .page-content-wrapper, main").response["violations"]
	return [
		f"{each['id']}: {node['html'][:200]}"
		for each in found
		if each["impact"] in ("serious", "critical")
		for node in each["nodes"]
	]


def test_a_double_click_is_one_submission(browser_page, shipped):
	page = browser_page
	page.goto(PAGE)
	expect(page.locator(".web-form [data-fieldname='message'] textarea")).to_be_visible()
	fill_in(page, "twice@example.com")
	page.wait_for_timeout(1100)
	page.locator(".web-form .submit-btn").dblclick()
	expect(page.locator(".success-page")).to_be_visible()
	page.go_back()
	page.go_forward()
	refresh()
	assert frappe.db.count("CRM Lead Submission", {"email": "twice@example.com"}) == 1


@pytest.fixture
def other_site():
	"""``other_site(html)`` -> the address of a page with this text on a server of its own, that is, another origin."""
	servers = []

	def serve(html: str = "") -> str:
		class Handler(BaseHTTPRequestHandler):
			def do_GET(self) -> None:
				self.send_response(200)
				self.send_header("Content-Type", "text/html")
				self.end_headers()
				self.wfile.write(servers[-1].html.encode())

			def log_message(self, *_details) -> None:
				pass

		server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
		server.html = html
		servers.append(server)
		threading.Thread(target=server.serve_forever, daemon=True).start()
		return f"http://127.0.0.1:{server.server_port}"

	serve.servers = servers
	yield serve
	for server in servers:
		server.shutdown()
		server.server_close()


def test_an_allowed_site_frames_the_form_and_another_does_not(browser_page, shipped, other_site, server):
	page, address = browser_page, other_site()
	other_site.servers[
		-1
	].html = f'<h1>Our site</h1><iframe src="{server}{PAGE}" title="Form" width="800" height="900"></iframe>'
	page.goto(address)
	frame = page.frame_locator("iframe")
	expect(frame.locator(".web-form")).to_have_count(0)
	shipped.update({"allowed_origins": address}).save()
	frappe.db.commit()
	page.goto(address)
	expect(frame.locator(".web-form [data-fieldname='message'] textarea")).to_be_visible()
	fill_in(frame, "framed@example.com")
	page.wait_for_timeout(1100)
	frame.locator(".web-form .submit-btn").click()
	expect(frame.locator(".success-page")).to_be_visible()
	refresh()
	assert frappe.db.get_value("CRM Lead Submission", {"email": "framed@example.com"}, "status") == "Received"


def test_an_allowed_site_sends_from_its_own_form(browser_page, other_site, server):
	page, address = browser_page, other_site("<h1>Our site</h1>")
	form = make_form(allowed_origins=address)
	frappe.db.commit()
	page.goto(address)
	call = """async ([server, form]) => {
		const call = (name, body) => fetch(server + "/api/method/frappe_crm_app.public_lead_form.api." + name, {
			method: "POST", headers: {"Content-Type": "application/json"}, body: JSON.stringify(body),
		}).then((response) => response.json());
		const {message: {token}} = await call("get_token", {form});
		return await call("submit", {form, token, answers: {first_name: "Ada", email: "own@example.com"}});
	}"""
	assert page.evaluate(call, [server, form.name])["message"]["message"]
	refresh()
	assert frappe.db.get_value("CRM Lead Submission", {"email": "own@example.com"}, "status") == "Received"
	form.update({"allowed_origins": ""}).save()
	frappe.db.commit()
	with pytest.raises(Exception, match=r"fetch"):
		page.evaluate(call, [server, form.name])


ATTACK = "<img src=x onerror=window.pwned=1><script>window.pwned=1</script>\"'><svg onload=window.pwned=1>"
ENCODED = "&lt;img src=x onerror=window.pwned=1&gt;"


def test_what_hostile_strangers_send_does_nothing_in_the_desk(
	browser_page, api, make_user, login, committed, shoot
):
	rep = make_user("CRM Manager")
	form = make_form(lead_owner=rep, form_title="A form")
	frappe.db.commit()
	client = api(None)
	api_path = "/api/method/frappe_crm_app.public_lead_form.api."
	for number, attack in enumerate((ATTACK, ENCODED)):
		token = client.post(api_path + "get_token", json={"form": form.name}).json()["message"]["token"]
		answers = dict.fromkeys(("first_name", "last_name", "company_name", "phone", "message"), attack)
		answers |= {
			"email": f"evil{number}@example.com",
			"utm_source": attack,
			"referrer": attack,
			"page_url": attack,
		}
		body = {"form": form.name, "answers": answers, "token": token if number else None}
		assert client.post(api_path + "submit", json=body).ok
	work_off(OUTBOX.key)
	refresh()
	submissions = frappe.get_all("CRM Lead Submission", {"form": form.name}, pluck="name")
	contact = frappe.get_doc("CRM Contact", {"email": "evil1@example.com"})
	note = frappe.db.get_value("CRM Follow-up Note", {"contact": contact.name})
	login(browser_page, rep)
	pages = [
		"/app/crm-lead-submission",
		"/app/crm-lead-submission/view/report",
		*(f"/app/crm-lead-submission/{name}" for name in submissions),
		*(f"/printview?doctype=CRM Lead Submission&name={name}" for name in submissions),
		"/app/crm-contact",
		f"/app/crm-contact/{contact.name}",
		f"/app/crm-customer/{contact.customer}",
		f"/app/crm-follow-up-note/{note}",
		"/app/crm-board",
	]
	for path in pages:
		browser_page.goto(path)
		browser_page.wait_for_load_state("networkidle")
		browser_page.wait_for_timeout(400)
		assert browser_page.evaluate("window.pwned") is None, path
	browser_page.goto(f"/app/crm-lead-submission/{submissions[0]}")
	expect(browser_page.locator("td", has_text="onerror=window.pwned").first).to_be_visible()
	shoot(browser_page, "lead-submission-hostile")


def test_a_manager_releases_from_the_list(browser_page, api, make_user, login, committed, shoot):
	manager, form, client = make_user("CRM Manager"), make_form(), api(None)
	frappe.db.commit()
	for number in range(3):
		body = {"form": form.name, "answers": {"email": f"q{number}@example.com", "first_name": "Ada"}}
		client.post("/api/method/frappe_crm_app.public_lead_form.api.submit", json=body)
	login(browser_page, manager)
	browser_page.goto("/app/crm-lead-submission?status=Quarantined")
	expect(browser_page.locator(".list-row")).to_have_count(3)
	shoot(browser_page, "lead-submissions")
	browser_page.locator(".list-row-checkbox").nth(0).check()
	browser_page.locator(".list-row-checkbox").nth(1).check()
	browser_page.get_by_role("button", name="Actions").click()
	browser_page.get_by_role("link", name="Release").or_(
		browser_page.get_by_text("Release", exact=True)
	).first.click()
	expect(browser_page.get_by_text("2 done")).to_be_visible()
	refresh()
	states = frappe.get_all("CRM Lead Submission", {"form": form.name}, pluck="status")
	assert sorted(states) == ["Quarantined", "Received", "Received"]


@pytest.mark.parametrize("width", WIDTHS)
def test_what_is_wrong_stands_beside_its_field(width, browser_page, shipped, shoot):
	shipped.update({"consent_required": 1}).save()
	frappe.db.commit()
	page = browser_page
	page.set_viewport_size({"width": WIDTHS[width], "height": 844})
	page.goto(PAGE)
	field = page.locator(".web-form [data-fieldname='email']").first
	expect(field.locator("input")).to_have_attribute("type", "email")
	expect(page.locator(".web-form [data-fieldname='phone'] input").first).to_have_attribute("type", "tel")
	fill_in(page, "no address")
	page.locator(".web-form [data-fieldname='consent'] input").first.uncheck()
	page.locator(".web-form .submit-btn").click()
	expect(field.locator(".crm-lead-form-error")).to_have_text("“Email” is not an email address.")
	consent = page.locator(".web-form [data-fieldname='consent']").first
	expect(consent.get_by_text(shipped.consent_text)).to_have_count(1)
	expect(consent.locator(".reqd")).to_have_count(1)
	expect(consent.locator(".crm-lead-form-error")).to_contain_text("Please tick this box")
	expect(field.locator("input")).to_be_focused()
	expect(page.locator(".modal:visible")).to_have_count(0)
	assert serious_findings(page) == []
	shoot(page, f"lead-form-errors-{width}")
	field.locator("input").fill("ada@example.com")
	expect(field.locator(".crm-lead-form-error")).to_have_count(0)
	assert page.errors == []
