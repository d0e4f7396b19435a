"""Every function of Frappe's that a request can call was read by somebody (`request_guard/judged.txt`)."""

import inspect
import sys

import frappe

from frappe_crm_app.kit.frappe_version import major_version
from frappe_crm_app.visibility.request_guard.judged import judgements
from tests.site.visibility import fuzzing


def functions() -> dict[str, tuple[str, ...]]:
	"""Return the arguments of each whitelisted function of Frappe's, by its path."""
	fuzzing.import_all()
	return {
		path: arguments_of(function)
		for function in frappe.whitelisted
		if (path := fuzzing.path_of(function)).startswith("frappe.") and not fuzzing.is_of_tests(path)
	}


def arguments_of(function) -> tuple[str, ...]:
	parameters = inspect.signature(function).parameters.values()
	return tuple(
		each.name
		for each in parameters
		if each.kind not in (each.VAR_KEYWORD, each.VAR_POSITIONAL) and each.name not in ("self", "cls")
	)


def test_nobody_adds_a_function_or_an_argument_that_was_not_judged():
	judged = {path: judgement.parameters for path, judgement in judgements(major_version()).items()}
	unjudged = {
		path: arguments
		for path, arguments in functions().items()
		if arguments and judged.get(path) != arguments
	}
	assert not unjudged, "Read these, and write what their arguments are into judged.txt: " + str(unjudged)


def test_what_reads_the_request_itself_was_judged_too():
	"""A function without arguments may read what was sent."""
	judged = judgements(major_version())
	unread = [
		fuzzing.path_of(function)
		for function in frappe.whitelisted
		if (path := fuzzing.path_of(function)).startswith("frappe.")
		and not arguments_of(function)
		and "form_dict" in source_of(function)
		and path not in judged
	]
	assert set(unread) <= READ_AND_HARMLESS


# They read tokens and answers of other servers, no names of records.
READ_AND_HARMLESS = {
	"frappe.integrations.doctype.dropbox_settings.dropbox_settings.dropbox_auth_finish",
	"frappe.integrations.oauth2.authorize",
}


def source_of(function) -> str:
	try:
		return inspect.getsource(inspect.unwrap(function))
	except (OSError, TypeError):
		return ""


def test_what_was_judged_is_there():
	"""What REST calls is whitelisted by its routes; a module that needs a package that is not installed cannot be called."""
	there = set(functions())
	gone = {
		path
		for path in judgements(major_version())
		if path not in there
		and not path.startswith(("frappe.api.", "frappe.handler.run_doc_method"))
		and module_of(path) in sys.modules
		and not is_whitelisted(path)
	}
	assert not gone


def is_whitelisted(path: str) -> bool:
	"""Return whether a request can call what is at a path, though a decorator has left it without its name."""
	return getattr(sys.modules[module_of(path)], path.rpartition(".")[2], None) in frappe.whitelisted


def module_of(path: str) -> str:
	"""Return the module of a function, or of a method of a class."""
	parts = path.split(".")[:-1]
	return ".".join(parts[:-1] if parts[-1][0].isupper() else parts)
