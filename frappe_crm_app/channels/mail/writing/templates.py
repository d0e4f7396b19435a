"""Email Templates with a record's fields, as far as the reader may read them.

Frappe's own rendering lets a template call what reads any record. Here a template knows the record, the contact and customer that
it links to, and the user; it calls nothing. A field that is not there stays to be seen: `{{ field }}`.
"""

from collections.abc import Mapping

import frappe
from frappe import _
from frappe.model import no_value_fields, table_fields
from frappe.model.document import Document
from frappe.utils import escape_html, get_fullname
from frappe.utils.formatters import format_value
from jinja2 import ChainableUndefined, DebugUndefined, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from frappe_crm_app.channels.mail.writing import bodies, rights
from frappe_crm_app.kit.exceptions import WritingError
from frappe_crm_app.visibility import policy
from frappe_crm_app.visibility.guarded import CONTACT, CUSTOMER, DEAL, PROJECT

TEMPLATE = "Email Template"
MOST = 100
RICH = ("Text Editor", "HTML Editor", "Markdown Editor")
OF_DOCTYPE = {CONTACT: "contact", CUSTOMER: "customer", DEAL: "deal", PROJECT: "project"}


class Missing(ChainableUndefined, DebugUndefined):
	"""What a template names and the record has not: it is shown as it was written."""


class Named(dict):
	"""A linked record: its title where it stands alone, its fields by name."""

	def __str__(self) -> str:
		return str(self.get("_title") or "")

	def __html__(self) -> str:
		return escape_html(str(self))


HTML = ImmutableSandboxedEnvironment(undefined=Missing, autoescape=True)
TEXT = ImmutableSandboxedEnvironment(undefined=Missing)
for _each in (HTML, TEXT):
	_each.globals.clear()


def filled_templates(doctype: str | None, name: str | None) -> list[dict]:
	"""Return the templates that the user reads, with the fields of a record: `[{name, title, subject, html, problem}]`."""
	rights.refuse_others()
	context = context_of(doctype, name)
	fields = ["name", "subject", "use_html", "response", "response_html"]
	rows = frappe.get_list(TEMPLATE, fields=fields, order_by="name asc", limit=MOST)
	return [{"name": row.name, "title": row.name, **filled(row, context)} for row in rows]


def filled(template: Mapping, context: Mapping) -> dict:
	"""Return `{subject, html, problem}` of a template; of one that cannot be filled, only why."""
	text = (template.response_html if template.use_html else template.response) or ""
	try:
		subject = TEXT.from_string(template.subject or "").render(context)
		html = bodies.cleaned(HTML.from_string(text).render(context))
	except bodies.TooMuch:
		return {"subject": "", "html": "", "problem": _("The template is too long.")}
	except (TemplateError, ArithmeticError, LookupError, TypeError, ValueError, AttributeError) as error:
		problem = _("The template cannot be used here: {0}").format(escape_html(str(error)[:200]))
		return {"subject": "", "html": "", "problem": problem}
	return {"subject": " ".join(subject.split())[:998], "html": html, "problem": ""}


def context_of(doctype: str | None, name: str | None) -> dict:
	"""Return what a template knows; raises `frappe.PermissionError` for a record that the user does not see."""
	user = {"full_name": get_fullname(frappe.session.user), "email": frappe.session.user}
	if not doctype and not name:
		return {"user": user}
	rights.check_record(doctype, name)
	facts = facts_of(doctype, name)
	for fieldname in ("contact", "primary_contact", "customer"):
		field = frappe.get_meta(doctype).get_field(fieldname)
		if field and fieldname in facts:
			facts[fieldname] = linked(field.options, frappe.db.get_value(doctype, name, fieldname))
	facts[OF_DOCTYPE[doctype]] = Named(facts)
	return {**facts, "doc": facts, "user": user}


def linked(doctype: str, name: str | None) -> Named:
	"""Return a linked record, without anything where the user does not see it."""
	is_seen = name and frappe.has_permission(doctype, "read") and policy.may(doctype, name)
	return facts_of(doctype, name) if is_seen else Named()


def facts_of(doctype: str, name: str) -> Named:
	"""Return the fields of a record that the user reads, as people read them."""
	doc = frappe.get_doc(doctype, name)
	doc.apply_fieldlevel_read_permissions()
	facts = Named(name=doc.name, _title=doc.get_title() or doc.name)
	for field in doc.meta.fields:
		if field.fieldtype not in (*no_value_fields, *table_fields, "Password"):
			facts[field.fieldname] = value_of(doc, field)
	return facts


def value_of(doc: Document, field: Document) -> str | Markup:
	"""Return a value as text, of a field with formatted text as HTML."""
	value = doc.get(field.fieldname)
	if value is None or value == "":
		return ""
	if field.fieldtype in RICH:
		return Markup(bodies.cleaned(str(value)))
	if field.fieldtype in ("Date", "Datetime", "Time", "Currency", "Float", "Percent"):
		return str(format_value(value, field, doc))
	return str(value)


def filled_template(template: str, doctype: str | None, name: str | None) -> dict:
	"""Return `{subject, html}` of one template; raises `WritingError` where it cannot be filled, and `frappe.PermissionError`."""
	rights.refuse_others()
	fields = ["name", "subject", "use_html", "response", "response_html"]
	rows = frappe.get_list(TEMPLATE, filters={"name": template}, fields=fields, order_by=None)
	if not rows:
		frappe.throw(_("There is no such template that you can read."), frappe.PermissionError)
	found = filled(rows[0], context_of(doctype, name))
	if found.pop("problem"):
		frappe.throw(_("The template “{0}” cannot be used here.").format(escape_html(template)), WritingError)
	return found
