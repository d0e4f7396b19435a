"""Files over HTTP: nobody gets at the content of others, or at anything that is no file."""

import io
import json

import frappe
import pytest
from PIL import Image

from tests.factories import insert, make_contact, make_customer
from tests.site.visibility.callers import DESK_USER, GUEST, SEEING, people_of_all_kinds

METHOD = "/api/method/"
SECRET = "Zyxwv"
KEY = "encryption_key"  # a word of site_config.json
REP, VIEWER = "CRM Sales Rep", "CRM Viewer"


@pytest.fixture(scope="module")
def people(site):
	yield from people_of_all_kinds()


@pytest.fixture
def callers(api, people):
	return {kind: api(user) for kind, user in people.items()}


@pytest.fixture
def strangers(callers):
	"""Those who may not read what is hidden from a sales rep."""
	return {kind: client for kind, client in callers.items() if kind not in SEEING}


def new_name(extension: str = "txt") -> str:
	return f"{frappe.generate_hash(length=10)}.{extension}"


def upload(client, content: bytes = SECRET.encode(), name: str | None = None, **fields):
	values = {"is_private": 1, **fields}
	return client.post(f"{METHOD}upload_file", data=values, files={"file": (name or new_name(), content)})


def url_of(answer) -> str:
	assert answer.ok, answer.text
	return answer.json()["message"]["file_url"]


@pytest.fixture
def hidden_file(committed):
	"""A private file on a contact that few see."""
	contact = make_contact()
	values = {"attached_to_doctype": contact.doctype, "attached_to_name": contact.name}
	file = insert("File", {**values, "file_name": new_name(), "content": f"{SECRET} of few", "is_private": 1})
	frappe.db.commit()
	return file


@pytest.fixture
def import_file(api, people):
	"""The address of what a manager has uploaded to import: it hangs on nothing."""
	return url_of(upload(api(people["CRM Manager"]), name=new_name("csv")))


CONFIG = "site_config.json"
OUTSIDE = [
	f"/files/../../{CONFIG}",
	f"/private/files/../../{CONFIG}",
	f"/files/..%2f..%2f{CONFIG}",
	f"/files/%2e%2e/%2e%2e/{CONFIG}",
	f"/files/%252e%252e%252f%252e%252e%252f{CONFIG}",
	f"/private/files/..//../{CONFIG}",
	f"/files/./../../{CONFIG}",
	f"files/../../{CONFIG}",
	f"./crm-test.localhost/{CONFIG}",
	f"crm-test.localhost/{CONFIG}",
	f"/files/..\\..\\{CONFIG}",
	f"http://localhost/files/../../{CONFIG}",
	f"BASE/files/../../{CONFIG}",
	f"BASEcrm-test.localhost/files/../../../{CONFIG}",
	f"/api/method/../files/{CONFIG}",
	"/files/",
	"/files/..",
	"file:///etc/passwd",
	"javascript:alert(1)",
]


@pytest.mark.split
@pytest.mark.parametrize("url", OUTSIDE)
def test_an_address_that_leads_out_of_the_files_is_no_file(callers, server, url):
	url = url.replace("BASE", server)
	before = frappe.db.count("File")
	for kind, client in callers.items():
		for values in ({}, {"content": "x"}, {"is_private": 1}, {"file_name": "x.txt"}):
			answer = client.post("/api/resource/File", json={"file_url": url, **values})
			assert KEY not in answer.text
			if answer.ok:  # what was uploaded is a new file, whatever else was sent
				assert "content" in values, (kind, url, values, answer.text)
				assert client.get(answer.json()["data"]["file_url"]).text == "x"
			assert answer.status_code < 500, (kind, answer.text)
		answer = client.post(f"{METHOD}upload_file", data={"file_url": url, "file_name": "x.json"})
		assert not answer.ok, (kind, url, answer.text)
	left = frappe.get_all(
		"File", {"creation": (">", frappe.utils.add_to_date(None, minutes=-5))}, pluck="file_url"
	)
	assert not [each for each in left if CONFIG in (each or "")]
	assert frappe.db.count("File") <= before + 4 * len(callers)


@pytest.mark.parametrize("kind_of_file", ["hidden_file", "import_file"])
def test_content_of_others_is_not_claimed(strangers, server, request, kind_of_file):
	found = request.getfixturevalue(kind_of_file)
	url = found if isinstance(found, str) else found.file_url
	name = frappe.db.get_value("File", {"file_url": url})
	digest = frappe.db.get_value("File", name, "content_hash")
	for kind, client in strangers.items():
		for values in (
			{"file_url": url},
			{"file_url": url, "is_private": 1},
			{"file_url": url, "is_private": 0},
			{"file_url": url.replace("/private", "/%70rivate")},
			{"file_url": f"{server}{url}"},
			{"file_url": f"http://elsewhere.example{url}"},
			{"file_url": f"{server}crm-test.localhost{url}"},
			{"file_url": "http://x.example/x.txt", "content_hash": digest, "is_private": 1},
			{"file_name": "x.txt", "content_hash": digest, "is_private": 1},
		):
			answer = client.post("/api/resource/File", json=values)
			assert not answer.ok or answer.json()["data"]["file_url"] != url, (kind, values, answer.text)
		mail = {
			"recipients": "x@example.com",
			"subject": "x",
			"content": "x",
			"attachments": json.dumps([name]),
		}
		client.post(f"{METHOD}frappe.core.doctype.communication.email.make", data=mail)
		client.post(f"{METHOD}upload_file", data={"library_file_name": name, "file_name": "x"})
		assert client.get(url).status_code == 403, kind
		answer = client.get(f"{METHOD}download_file", params={"file_url": url})
		assert SECRET not in answer.text, kind
	assert frappe.db.count("File", {"file_url": url}) == 1


def test_a_field_for_an_attachment_takes_no_file_of_others(strangers, people, import_file, hidden_file):
	customers = {
		kind: make_customer(salesperson=people[kind]).name
		for kind in strangers
		if people[kind] and kind not in (GUEST,)
	}
	frappe.db.commit()
	for kind, client in strangers.items():
		for url in (import_file, hidden_file.file_url):
			client.put(f"/api/resource/CRM Customer/{customers.get(kind)}", json={"image": url})
			client.put(f"/api/resource/User/{people[kind]}", json={"user_image": url})
			client.post(
				f"{METHOD}frappe.client.insert",
				json={"doc": {"doctype": "CRM Customer", "customer_name": kind, "image": url}},
			)
			assert client.get(url).status_code == 403, kind
	rows = frappe.get_all(
		"File", {"file_url": import_file}, ["owner", "attached_to_doctype", "attached_to_name"]
	)
	assert [row.attached_to_name for row in rows] == [None], rows


def test_a_field_that_named_a_file_before_it_was_there_does_not_take_it(api, people):
	rep, name = api(people[REP]), new_name("csv")
	customer = make_customer(salesperson=people[REP]).name
	frappe.db.set_value("CRM Customer", customer, "image", f"/private/files/{name}")
	frappe.db.commit()
	url = url_of(upload(api(people["CRM Manager"]), name=name))
	answer = rep.put(f"/api/resource/CRM Customer/{customer}", json={"industry": "Steel"})
	assert answer.status_code == 403
	assert rep.get(url).status_code == 403


def test_a_file_on_a_new_record_of_others_does_not_move_to_ones_own(api, people, hidden_file):
	file = frappe.get_doc("File", hidden_file.name)
	file.db_set({"attached_to_doctype": "CRM Customer", "attached_to_field": "image"})
	frappe.db.commit()
	rep, customer = api(people[REP]), make_customer(salesperson=people[REP])
	frappe.db.commit()
	sent = {"image": file.file_url, "__temporary_name": file.attached_to_name}
	answer = rep.put(f"/api/resource/CRM Customer/{customer.name}", json=sent)
	assert answer.status_code == 403
	assert frappe.db.get_value("File", file.name, "attached_to_name") == file.attached_to_name


def test_a_stored_file_keeps_its_address_and_its_owner_decides(strangers, people, hidden_file):
	facts = ["file_url", "is_private", "owner", "content_hash", "attached_to_name"]
	before = frappe.db.get_value("File", hidden_file.name, facts)
	for kind, client in strangers.items():
		me = people[kind] or GUEST
		forged = {"doctype": "File", "name": hidden_file.name, "owner": me, "file_name": "x.txt"}
		for values in (
			{"is_private": 0, "file_url": hidden_file.file_url},
			{"attached_to_doctype": None, "attached_to_name": None},
			{"file_url": "/files/x.txt", "is_private": 0},
		):
			document = {
				**forged,
				**values,
				"modified": str(frappe.db.get_value("File", hidden_file.name, "modified")),
			}
			client.post(f"{METHOD}frappe.client.save", json={"doc": document})
			client.put(f"/api/resource/File/{hidden_file.name}", json=document)
			client.post(
				f"{METHOD}run_doc_method", json={"docs": json.dumps(document), "method": "optimize_file"}
			)
		assert frappe.db.get_value("File", hidden_file.name, facts) == before, kind


def test_ones_own_file_is_not_turned_into_anothers(strangers, people, hidden_file):
	for kind, client in strangers.items():
		answer = upload(client, b"own")
		if not answer.ok:
			continue
		own = answer.json()["message"]
		for values in (
			{"file_url": hidden_file.file_url, "is_private": 0},
			{"file_url": hidden_file.file_url},
			{"content_hash": "0" * 32, "thumbnail_url": hidden_file.file_url},
		):
			client.put(f"/api/resource/File/{own['name']}", json=values)
			stored = frappe.get_doc("File", own["name"])
			assert hidden_file.file_url not in (stored.file_url, stored.thumbnail_url), kind
		client.delete(f"/api/resource/File/{own['name']}")
		assert frappe.get_doc("File", hidden_file.name).exists_on_disk(), kind
		assert client.get(hidden_file.file_url).status_code == 403, kind


def test_two_people_attach_the_same_content_each_their_own_file(api, people):
	manager, rep = api(people["CRM Manager"]), api(people[REP])
	first, second = url_of(upload(manager)), url_of(upload(rep))
	assert first != second
	assert (manager.get(first).text, rep.get(second).text) == (SECRET, SECRET)
	assert rep.get(first).status_code == 403
	own = frappe.db.get_value("File", {"file_url": second})
	assert rep.delete(f"/api/resource/File/{own}").ok
	assert manager.get(first).text == SECRET
	assert rep.get(second).status_code in (403, 404)
	assert not frappe.get_doc("File", {"file_url": first}).flags.in_delete


def test_making_ones_own_file_public_leaves_the_same_content_of_others_private(api, people):
	manager, rep = api(people["CRM Manager"]), api(people[REP])
	first, second = url_of(upload(manager)), url_of(upload(rep))
	own = frappe.db.get_value("File", {"file_url": second})
	answer = rep.put(f"/api/resource/File/{own}", json={"is_private": 0})
	assert answer.ok, answer.text
	assert api(None).get(answer.json()["data"]["file_url"]).text == SECRET
	assert frappe.db.get_value("File", {"file_url": first}, "is_private") == 1
	assert api(None).get(first).status_code == 403


def test_who_may_read_a_file_may_attach_it_elsewhere(api, people, hidden_file):
	manager, rep = api(people["CRM Manager"]), api(people[REP])
	customer = make_customer(salesperson=people[REP])
	frappe.db.commit()
	attached = {"attached_to_doctype": "CRM Customer", "attached_to_name": customer.name}
	answer = manager.post("/api/resource/File", json={"file_url": hidden_file.file_url, **attached})
	assert answer.ok, answer.text
	assert answer.json()["data"]["file_url"] == hidden_file.file_url
	assert rep.get(hidden_file.file_url).text == f"{SECRET} of few"
	shared = frappe.db.get_value("File", {"attached_to_name": customer.name})
	published = rep.put(f"/api/resource/File/{shared}", json={"is_private": 0})
	assert published.status_code in (403, 417), published.text
	assert rep.delete(f"/api/resource/File/{shared}").ok
	assert manager.get(hidden_file.file_url).text == f"{SECRET} of few"


def test_a_customers_image_is_uploaded_and_saved(api, people):
	rep, customer = api(people[REP]), make_customer(salesperson=people[REP])
	frappe.db.commit()
	url = url_of(upload(rep, picture(), new_name("png")))
	assert rep.put(f"/api/resource/CRM Customer/{customer.name}", json={"image": url}).ok
	assert frappe.db.get_value("File", {"file_url": url}, "attached_to_name") == customer.name
	assert rep.put(f"/api/resource/CRM Customer/{customer.name}", json={"industry": "Steel"}).ok


def test_optimising_works_on_the_stored_file(api, people, hidden_file):
	rep = api(people[REP])
	url = url_of(upload(rep, picture(), new_name("png")))
	own = frappe.get_doc("File", {"file_url": url})
	forged = {
		**own.as_dict(convert_dates_to_str=True),
		"file_url": hidden_file.file_url,
		"file_name": "taken.png",
	}
	answer = rep.post(
		f"{METHOD}run_doc_method", json={"docs": json.dumps(forged, default=str), "method": "optimize_file"}
	)
	assert answer.ok, answer.text
	assert frappe.db.get_value("File", own.name, ["file_url", "file_name"]) == (url, own.file_name)
	assert not frappe.db.exists("File", {"file_name": "taken.png"})


def picture() -> bytes:
	"""Return an image that no other test has made."""
	stream = io.BytesIO()
	Image.frombytes("RGB", (8, 8), frappe.generate_hash(length=192).encode()[:192]).save(stream, "PNG")
	return stream.getvalue()


def test_a_file_class_of_another_app_is_called_too(monkeypatch, another_app):
	from frappe.core.doctype.file.file import File

	from frappe_crm_app.visibility import stored_files

	class TheirFile(File):
		pass

	monkeypatch.setattr(
		frappe,
		"get_hooks",
		lambda *_arguments, **_options: {"File": ["theirs.TheirFile", f"{stored_files.__name__}.CRMFile"]},
	)
	monkeypatch.setattr(frappe, "get_attr", lambda _path: TheirFile)
	assert issubclass(stored_files.CRMFile, TheirFile)
	assert stored_files.CRMFile is stored_files.CRMFile


def test_a_desk_user_without_our_roles_uploads_as_before(api, people):
	client = api(people[DESK_USER])
	url = url_of(upload(client))
	assert client.get(url).text == SECRET
	public = url_of(upload(client, is_private=0))
	assert api(None).get(public).text == SECRET
