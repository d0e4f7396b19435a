"""The documents of the demo."""

import os

import frappe

from frappe_crm_app.demo.clear import clear_demo
from frappe_crm_app.demo.documents import file_documents
from frappe_crm_app.work.documents.leaving import remove_parts_of
from frappe_crm_app.work.documents.page import page
from frappe_crm_app.work.documents.store import path_of, remove_files

OF_DEMO = {"name": ("like", "demo-%")}


def test_there_are_twenty_of_which_some_customers_have_an_older_version(demo):
	assert file_documents() == 20
	assert file_documents() == 0
	names = frappe.get_all("CRM Document", OF_DEMO, pluck="name")
	pages = [page(name) for name in names]
	assert sum(bool(each["has"]) for each in pages) >= 10
	assert sum(receiver["is_behind"] for each in pages for receiver in each["has"]) >= 5
	assert all(each["links"][0]["title"] for each in pages)


def test_they_go_with_their_files(demo):
	file_documents()
	own = frappe.new_doc("CRM Document")
	customer = frappe.get_all("CRM Customer", OF_DEMO, pluck="name", limit=1)[0]
	own.update({"title": "Own", "links": [{"link_doctype": "CRM Customer", "link_name": customer}]})
	own.insert()
	clear_demo()
	assert frappe.get_all("CRM Document", pluck="name") == [own.name]
	assert not frappe.db.count("CRM Document Version")
	assert not frappe.db.count("CRM Document Folder", OF_DEMO)
	assert not frappe.db.count("File", {"attached_to_doctype": "CRM Document"})
	own.reload()
	own.save()


def test_how_many_go_costs_no_statement_more(demo, count_queries):
	file_documents()
	few = frappe.get_all("CRM Document", OF_DEMO, pluck="name", limit=2)
	cost_of_two = count_queries(lambda: remove_files(remove_parts_of(few)))
	rest = frappe.get_all("CRM Document", OF_DEMO | {"name": ("not in", few)}, pluck="name")
	assert len(rest) == 18
	assert count_queries(lambda: remove_files(remove_parts_of(rest))) <= cost_of_two


def test_their_files_are_on_disk(demo):
	file_documents()
	urls = frappe.get_all("File", {"attached_to_doctype": "CRM Document"}, pluck="file_url")
	assert len(urls) == 38
	assert all(os.path.exists(path_of(url)) for url in urls)
