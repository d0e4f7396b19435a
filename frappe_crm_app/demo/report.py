"""What the command says."""

from collections.abc import Callable

import frappe
from frappe import _

from frappe_crm_app.demo.clear import Cleared, clear_demo, has_demo
from frappe_crm_app.demo.documents import file_documents
from frappe_crm_app.demo.keeping import Row
from frappe_crm_app.demo.load import PARTS, ignore, is_loaded, load_demo
from frappe_crm_app.demo.papers import print_quotes
from frappe_crm_app.demo.team import MANAGER, REPS
from frappe_crm_app.kit.exceptions import PdfEngineError
from frappe_crm_app.kit.sentences import sentence_in
from frappe_crm_app.visibility.guarded import DOCUMENT

MOST_LISTED = 20


def lines_of_loading(
	password: str, progressed: Callable[[int, int], None] = ignore, is_password_shown: bool = True
) -> list[str]:
	"""Load the demo, unless it is there, and return what to tell whoever asked for it; `progressed` hears how far it is."""
	if is_loaded():
		return [_("The demo data is already there; nothing was changed. `crm-demo --clear` removes it.")]
	counts = load_demo(password, progressed)
	papers = _lines_of_papers()
	progressed(PARTS - 1, PARTS)
	documents = file_documents()
	progressed(PARTS, PARTS)
	return [
		*(_line(doctype, count) for doctype, count in counts.items()),
		*papers,
		_line(DOCUMENT, documents),
		_("Manager: {0}").format(MANAGER.user),
		*(_("Salesperson: {0}").format(rep.user) for rep in REPS),
		_("Password of all four: {0}").format(password)
		if is_password_shown
		else _("Whoever wants to sign in as one of them sets their password in User."),
	]


def _lines_of_papers() -> list[str]:
	"""Make the PDFs of the demo's quotes, and say so where this machine cannot make any."""
	try:
		print_quotes()
	except PdfEngineError as error:
		return [_("The PDFs of the quotes were not made: {0}").format(sentence_in(error))]
	return []


def lines_of_clearing() -> list[str]:
	"""Remove the demo, if it is there, and return what to tell whoever asked for it."""
	if not has_demo():
		return [_("There is no demo data on this site.")]
	cleared = clear_demo()
	return [
		*(_line(doctype, count) for doctype, count in cleared.counts.items()),
		_line("User", len(cleared.removed_logins)),
		_("Removed."),
		*_lines_of_kept(cleared),
	]


def _lines_of_kept(cleared: Cleared) -> list[str]:
	lines = [
		_("Kept {0}, for {1} is not demo data and needs it.").format(_described(row), _described(reason))
		for row, reason in list(cleared.kept.items())[:MOST_LISTED]
	]
	if len(cleared.kept) > MOST_LISTED:
		lines.append(_("Kept {0} more.").format(len(cleared.kept) - MOST_LISTED))
	lines += [
		_("Kept the login {0}, which records name, but disabled it.").format(user)
		for user in cleared.kept_logins
	]
	return lines


def _line(doctype: str, count: int) -> str:
	return f"{count:>5}  {_(doctype)}"


def _described(row: Row) -> str:
	"""Return DocType and title of a row."""
	doctype, name = row
	meta = frappe.get_meta(doctype)
	title = None if meta.issingle else frappe.db.get_value(doctype, name, meta.get_title_field())
	return f"{_(doctype)} “{title or name}”"
