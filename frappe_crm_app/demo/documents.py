"""The demo's documents: twenty, in folders, about its customers, some of which have an older version than the newest.

Made by the code that people use once the demo is there; only their names tell them apart.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import frappe
from frappe.utils import now_datetime

from frappe_crm_app.demo.marks import PREFIX, is_demo
from frappe_crm_app.demo.removing import remove_rows
from frappe_crm_app.frappe_crm_app.doctype.crm_document_delivery.options import Channel
from frappe_crm_app.records.removal.dependents import chunks
from frappe_crm_app.visibility.guarded import CONTACT, CUSTOMER, DOCUMENT
from frappe_crm_app.work.documents.deliveries import row_of, write
from frappe_crm_app.work.documents.leaving import remove_parts_of
from frappe_crm_app.work.documents.store import remove_files
from frappe_crm_app.work.documents.uploads import Upload, examined
from frappe_crm_app.work.documents.versions import add_version

FOLDER, VERSION = "CRM Document Folder", "CRM Document Version"
FOLDERS = (
	("Sales", None),
	("Offers", "Sales"),
	("Contracts", None),
	("Marketing", None),
	("Operations", None),
)


@dataclass(frozen=True)
class Paper:
	"""A document: its title, how it is filed, how many versions it has, and which of these the customer has (0 for none)."""

	title: str
	kind: str
	folder: str
	tags: str
	versions: int = 1
	had: int = 0


PAPERS = (
	Paper("Freight rates 2026", "Price List", "Sales", "rates, europe", 4, 2),
	Paper("Warehouse rates", "Price List", "Sales", "rates, storage", 2, 1),
	Paper("Fuel surcharge table", "Price List", "Sales", "rates", 3, 3),
	Paper("Offer for cross-border lanes", "Offer", "Offers", "lanes, usa", 2, 2),
	Paper("Offer for pallet storage", "Offer", "Offers", "storage", 1, 1),
	Paper("Offer for returns handling", "Offer", "Offers", "returns", 3, 1),
	Paper("Framework contract", "Contract", "Contracts", "signed", 2, 2),
	Paper("Service level agreement", "Contract", "Contracts", "sla", 3, 2),
	Paper("Data processing agreement", "Contract", "Contracts", "privacy, signed", 1, 1),
	Paper("Insurance certificate", "Certificate", "Operations", "insurance", 2, 1),
	Paper("Customs broker licence", "Certificate", "Operations", "customs", 1),
	Paper("Company presentation", "Presentation", "Marketing", "introduction", 4, 3),
	Paper("Case study: next-day delivery", "Presentation", "Marketing", "reference", 1, 1),
	Paper("Onboarding checklist", "Other", "Operations", "onboarding", 2),
	Paper("Minutes of the kick-off", "Protocol", "Operations", "onboarding", 1),
	Paper("Minutes of the quarterly review", "Protocol", "Operations", "review", 1, 1),
	Paper("Dock layout", "Drawing", "Operations", "warehouse", 2),
	Paper("Packing instructions", "Drawing", "Operations", "warehouse, packing", 1, 1),
	Paper("Purchase order 4711", "Order", "Sales", "order", 1),
	Paper("Credit note March", "Invoice", "Sales", "billing", 1),
)


def file_documents() -> int:
	"""Make the documents that are not there yet, and return how many these were."""
	folders = ensure_folders()
	customers = frappe.get_all(
		CUSTOMER,
		filters={"name": ("like", f"{PREFIX}%"), "relationship": "Client"},
		fields=["name", "customer_name", "salesperson", "primary_contact"],
		order_by="name asc",
		limit=len(PAPERS),
	)
	missing = [
		(number, paper)
		for number, paper in enumerate(PAPERS)
		if not frappe.db.exists(DOCUMENT, name_of(number))
	]
	for number, paper in missing if customers else ():
		file_one(number, paper, customers[number % len(customers)], folders)
	return len(missing) if customers else 0


def name_of(number: int) -> str:
	return f"{PREFIX}document-{number:02}"


def ensure_folders() -> dict[str, str]:
	"""Return the names of the demo's folders by what they are called."""
	names = {}
	for number, (called, above) in enumerate(FOLDERS):
		names[called] = f"{PREFIX}folder-{number}"
		if not frappe.db.exists(FOLDER, names[called]):
			folder = frappe.new_doc(FOLDER)
			folder.update({"folder_name": called, "parent_folder": names.get(above)})
			folder.insert(set_name=names[called])
	return names


def file_one(number: int, paper: Paper, customer: frappe._dict, folders: dict[str, str]) -> None:
	"""Make one document about a customer, with its versions, and say which of them the customer has."""
	document = frappe.new_doc(DOCUMENT)
	links = [
		(CUSTOMER, customer.name),
		*([(CONTACT, customer.primary_contact)] if customer.primary_contact else []),
	]
	document.update(
		{
			"title": paper.title,
			"kind": paper.kind,
			"folder": folders[paper.folder],
			"tags": paper.tags,
			"links": [{"link_doctype": doctype, "link_name": name} for doctype, name in links],
		}
	)
	document.insert(set_name=name_of(number))
	versions = [
		add_version(document, upload, reads_words=False)
		for upload in uploads_of(paper, customer.customer_name)
	]
	shift(document.name, [version.name for version in versions], customer.salesperson, number)
	if paper.had:
		deliver(versions[paper.had - 1], customer, number)


def uploads_of(paper: Paper, customer: str) -> Iterator[Upload]:
	"""Yield the file of each version of a document."""
	for number in range(1, paper.versions + 1):
		lines = (paper.title, f"For {customer}", f"Version {number}", "An invented document of the demo.")
		yield examined(f"{paper.title}.pdf".replace(":", ""), pdf_of(lines))


def shift(document: str, versions: list[str], owner: str | None, number: int) -> None:
	"""Let versions be of the last months, and of whoever sells to the customer."""
	by = {"owner": owner, "modified_by": owner} if owner else {}
	newest = now_datetime() - timedelta(days=2 + 3 * number, hours=number)
	for place, name in enumerate(reversed(versions)):
		then = newest - timedelta(days=21 * place)
		frappe.db.set_value(VERSION, name, {"creation": then, **by}, update_modified=False)
	values = {"versioned_on": newest, "modified": newest, "versioned_by": owner or frappe.session.user, **by}
	frappe.db.set_value(DOCUMENT, document, values, update_modified=False)


def deliver(version: frappe._dict, customer: frappe._dict, number: int) -> None:
	"""Say that a version went to a customer by mail."""
	receiver = {"contact": customer.primary_contact, "customer": customer.name, "address": None}
	delivered_on = now_datetime() - timedelta(days=1 + number)
	write([row_of(version, Channel.MAIL, receiver, delivered_on=delivered_on)])


def pdf_of(lines: tuple[str, ...]) -> bytes:
	"""Return a PDF of one page with these lines."""
	texts = [
		line.encode("latin-1", "replace").replace(b"\\", b"").replace(b"(", b"").replace(b")", b"")
		for line in lines
	]
	drawn = b" ".join(b"(%s) Tj 0 -30 Td" % text for text in texts)
	stream = b"BT /F1 20 Tf 60 740 Td %s ET" % drawn
	objects = (
		b"<</Type/Catalog/Pages 2 0 R>>",
		b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
		b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
		b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
		b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
	)
	body, places = b"%PDF-1.4\n", []
	for number, each in enumerate(objects, 1):
		places.append(len(body))
		body += b"%d 0 obj%s endobj\n" % (number, each)
	table = b"".join(b"%010d 00000 n \n" % place for place in places)
	size = len(objects) + 1
	end = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, len(body))
	return body + b"xref\n0 %d\n0000000000 65535 f \n" % size + table + end


def remove_documents() -> int:
	"""Remove the demo's documents with their files, and its folders that nobody else uses; return how many documents went."""
	names = frappe.get_all(DOCUMENT, filters={"name": ("like", f"{PREFIX}%")}, pluck="name")
	for chunk in chunks(names):
		remove_files(remove_parts_of(chunk))
	remove_rows(DOCUMENT, names)
	folders = frappe.get_all(
		FOLDER, filters={"name": ("like", f"{PREFIX}%")}, pluck="name", order_by="name desc"
	)
	remove_rows(FOLDER, [folder for folder in folders if not is_used(folder)])
	return len(names)


def is_used(folder: str) -> bool:
	"""Return whether a document that is not the demo's, or a folder of the site's own, is in a folder or in one below it."""
	inside = frappe.get_all(FOLDER, {"parent_folder": folder}, pluck="name")
	is_filled = bool(frappe.db.exists(DOCUMENT, {"folder": folder}))
	return is_filled or any(not is_demo(name) or is_used(name) for name in inside)
