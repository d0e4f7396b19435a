"""Which functions a request will run, and with what: worked out once, as Frappe will work it out.

Frappe takes `cmd` before the path (`frappe.app.application`), replaced functions before those that were named
(`override_whitelisted_methods`), and calls methods of documents by their names.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import frappe
from frappe import _, handler
from frappe.api import API_URL_MAP, v1, v2
from frappe.model.base_document import get_controller
from werkzeug.exceptions import HTTPException
from werkzeug.routing.exceptions import RequestRedirect

from frappe_crm_app.kit.overrides import HOOK, OURS
from frappe_crm_app.kit.received import parsed
from frappe_crm_app.visibility.columns import is_doctype
from frappe_crm_app.visibility.request_guard.functions import function_at, named_module, unwrapped

RPC = (v1.handle_rpc_call, v2.handle_rpc_call)
METHOD_OF_DOCUMENT = (v1.execute_doc_method, v2.execute_doc_method)


@dataclass(frozen=True)
class Call:
	"""A function that a request will run, with its arguments by name.

	`asked` is the function at the path that was named, where another takes its place; `path` is that path. `document_of`
	is the DocType whose method it is.
	"""

	function: Callable | None
	arguments: dict
	path: str = ""
	asked: Callable | None = None
	document_of: str = ""


def calls_of_request() -> list[Call]:
	"""Return what the request will run; nothing for pages and files."""
	request, form = frappe.request, frappe.local.form_dict or {}
	if request.path.startswith("/api/"):
		if form.get("cmd"):
			frappe.throw(_("A request names one function: by its path, or as cmd."))
		return list(calls_of_api(form))
	return list(calls_of_command(form["cmd"], form)) if form.get("cmd") else []


def calls_of_api(form: dict) -> Iterator[Call]:
	"""Yield what a path under `/api/` runs; nothing where Frappe finds no such path."""
	try:
		endpoint, route = API_URL_MAP.bind_to_environ(frappe.request.environ).match()
	except (HTTPException, RequestRedirect):
		return
	if endpoint in RPC:
		yield from calls_of_rpc(endpoint, route, form)
	elif is_document_runner(endpoint):
		yield from calls_on_document(v2.run_doc_method, "document", "kwargs", form)
	else:
		yield from calls_of_resource(endpoint, route, form)


def is_document_runner(endpoint: Callable) -> bool:
	"""Return whether this is the way of the second API to `run_doc_method`, which has no name of its own."""
	return endpoint.__module__ == v2.__name__ and endpoint.__name__ == "<lambda>"


def calls_of_rpc(endpoint: Callable, route: dict, form: dict) -> Iterator[Call]:
	"""Yield the function that a path names, in the second API perhaps of a DocType's module."""
	path = route["method"]
	if endpoint is v1.handle_rpc_call:
		path = path.split("/")[0]
	elif doctype := route.get("doctype"):
		module = named_module(doctype)
		if not module:
			return
		path = f"{module}.{path}"
	yield from calls_of_command(path, form)


def calls_of_command(path: object, form: dict) -> Iterator[Call]:
	"""Yield the function that `cmd` or a path names; `run_doc_method` with the method of the document."""
	if not isinstance(path, str):
		frappe.throw(_("A function is named by a text."))
	call = call_at(path, form)
	function = unwrapped(call.function)
	if function is handler.run_doc_method:
		yield from calls_on_document(handler.run_doc_method, "docs", "args", form)
	elif function is v2.run_doc_method:
		yield from calls_on_document(v2.run_doc_method, "document", "kwargs", form)
	else:
		yield call


def call_at(path: str, form: dict) -> Call:
	"""Return the call of what stands at a path, or in its place. A replacement of ours called by its own path stands for Frappe's."""
	runs = frappe.override_whitelisted_method(path)
	asked = function_at(stands_for(path) if path.startswith(OURS) else path)
	return Call(function_at(runs), form, path, asked)


def stands_for(path: str) -> str:
	"""Return the path of the function of Frappe's in whose place one of ours is called, or the path itself."""
	standing = frappe.get_hooks(HOOK, {})
	return next(
		(theirs for theirs in standing if theirs.startswith("frappe.") and path in standing[theirs]), path
	)


def calls_on_document(runner: Callable, document: str, options: str, form: dict) -> Iterator[Call]:
	"""Yield `run_doc_method` and the method that it will run."""
	yield Call(runner, form)
	sent = parsed(form.get(document))
	doctype = form.get("dt") if document == "docs" and form.get("dt") else as_dict(sent).get("doctype")
	given = parsed(form.get(options) or form.get("arg"))
	yield from calls_of_method(doctype, form.get("method"), given)


def calls_of_resource(endpoint: Callable, route: dict, form: dict) -> Iterator[Call]:
	"""Yield what REST does with records, and the method of a record where one is named."""
	yield Call(endpoint, {**form, **route, "values": values_sent(endpoint, form)})
	method = route.get("method") or form.get("run_method")
	if method and (endpoint in METHOD_OF_DOCUMENT or endpoint is v1.read_doc):
		yield from calls_of_method(route["doctype"], method, form)


def values_sent(endpoint: Callable, form: dict) -> object:
	"""Return the values of a record that is inserted or updated."""
	if endpoint in (v1.create_doc, v1.update_doc):
		return v1.get_request_form_data()
	return form if endpoint in (v2.create_doc, v2.update_doc) else None


def calls_of_method(doctype: object, method: object, given: object) -> Iterator[Call]:
	"""Yield the call of a document's method; nothing where there is no such DocType.

	What is no object of arguments is the first of them.
	"""
	if is_doctype(doctype):
		function = getattr(get_controller(doctype), str(method), None)
		function = getattr(function, "__func__", function)
		arguments = given if isinstance(given, dict) else {first_argument(function): given}
		yield Call(function, arguments, document_of=doctype)


def first_argument(function: Callable | None) -> str:
	"""Return the name of a method's first argument after `self`."""
	code = getattr(unwrapped(function), "__code__", None)
	return code.co_varnames[1] if code and code.co_argcount > 1 else ""


def as_dict(value: object) -> dict:
	return value if isinstance(value, dict) else {}
