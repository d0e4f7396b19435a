"""Removes what the benchmark made: by the names it gives, so that nothing else can be meant."""

import frappe

from frappe_crm_app.benchmark import bare, history, mails, search_entries
from frappe_crm_app.benchmark.rows import DOMAIN, FORM_TITLE, IMPORT_DOMAIN, PREFIX, TABLES
from frappe_crm_app.benchmark.seeding import PIPELINE


def clean_up() -> None:
	"""Remove the rows, the pipeline, the users and the bare DocType; safe to run again."""
	frappe.db.rollback()
	frappe.set_user("Administrator")
	for table in TABLES.values():
		frappe.db.delete(table.doctype, {"name": ("like", f"{PREFIX}%")})
		frappe.db.commit()
	history.remove()
	mails.remove()
	frappe.db.delete("CRM Deal Snapshot", {"deal": ("like", f"{PREFIX}%")})
	remove_imported()
	search_entries.remove()
	frappe.db.delete("CRM Contact", {"email": ("like", f"%@{DOMAIN}")})
	frappe.db.commit()  # what follows begins by undoing what was left open
	remove_submissions()
	frappe.db.delete("CRM Lead Form", {"form_title": FORM_TITLE})
	remove_pipeline()
	remove_users()
	bare.remove()
	frappe.db.commit()
	frappe.clear_cache()


def remove_imported() -> None:
	"""Remove the imports that were measured, their contacts and their files."""
	frappe.db.rollback()
	imported = {"email": ("like", f"%@{IMPORT_DOMAIN}")}
	search_entries.forget_terms("CRM Contact", frappe.get_all("CRM Contact", filters=imported, pluck="name"))
	frappe.db.delete("CRM Contact", imported)
	for name in frappe.get_all("File", filters={"file_name": ("like", f"{PREFIX}%.csv")}, pluck="name"):
		for contact_import in imports_of(name):
			frappe.db.delete("CRM Contact Import Row", {"contact_import": contact_import})
			frappe.db.delete("CRM Contact Import", {"name": contact_import})
		frappe.delete_doc("File", name, force=True)
	frappe.db.commit()


def imports_of(file: str) -> list[str]:
	file_url = frappe.db.get_value("File", file, "file_url")
	return frappe.get_all("CRM Contact Import", filters={"file": file_url}, pluck="name")


def remove_submissions() -> None:
	"""Remove what was sent to the form that is measured."""
	frappe.db.rollback()
	for form in frappe.get_all("CRM Lead Form", filters={"form_title": FORM_TITLE}, pluck="name"):
		frappe.db.delete("CRM Lead Submission", {"form": form})
	frappe.db.commit()


def remove_pipeline() -> None:
	for pipeline in frappe.get_all("CRM Pipeline", filters={"pipeline_name": PIPELINE}, pluck="name"):
		frappe.db.delete("CRM Stage Change", {"pipeline": pipeline})
		frappe.db.delete("CRM Stage", {"pipeline": pipeline})
		frappe.db.delete("CRM Pipeline", {"name": pipeline})


def remove_users() -> None:
	frappe.db.delete("Has Role", {"parent": ("like", f"%@{DOMAIN}")})
	frappe.db.delete("User", {"name": ("like", f"%@{DOMAIN}")})
