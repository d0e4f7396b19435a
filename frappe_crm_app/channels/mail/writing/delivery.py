"""Sends one owed mail whose lease is ours, and says what became of it.

Who has the mail is stored before anything else is done, so that an attempt after a crash goes on where it was. In between, when the
mail itself is on its way, nobody can know; that doubt is stored, too, before it begins (README.md).
"""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import frappe
from frappe import _
from frappe.utils import cint, get_datetime, now_datetime

from frappe_crm_app.channels.mail.writing import finishing, sent_copies, smtp
from frappe_crm_app.channels.mail.writing.accounts import account_of, server_of
from frappe_crm_app.channels.mail.writing.composing import Composed, compose
from frappe_crm_app.channels.mail.writing.outgoing import Outgoing, outgoing_of
from frappe_crm_app.channels.mail.writing.smtp import ProblemKind, SmtpProblem
from frappe_crm_app.channels.mail.writing.tasks import OUTBOX
from frappe_crm_app.frappe_crm_app.doctype.crm_mail.options import DeliveryState
from frappe_crm_app.kit.conflicts import committed
from frappe_crm_app.kit.exceptions import WritingError
from frappe_crm_app.kit.outbox.outcomes import GiveUp, TryLater
from frappe_crm_app.kit.sentences import sentence_in, without_markup

PATIENCE = timedelta(days=1)
LEAST_ATTEMPTS = (
	3  # before a mail is given up that could not be sent for a day: the workers may have been off that long
)
FOR_GOOD = (ProblemKind.REFUSED, ProblemKind.TOO_LARGE, ProblemKind.FORBIDDEN)


def deliver(row: frappe._dict) -> dict:
	"""Send a mail to those who do not have it, and return what is to be stored; raises `GiveUp`, `TryLater` or `LeaseLost`."""
	outgoing = outgoing_of(row)
	try:
		composed = compose(row)
		account = account_of(row.mailbox)
		if outgoing.left != []:
			server = server_of(account)
	except WritingError as error:
		raise GiveUp(sentence_in(error)) from error
	frappe.db.commit()  # no transaction is open while a server is waited for
	if outgoing.left != []:
		attempt(row, outgoing, composed, server, partial(sent_copies.is_there, account, composed))
	if has_taker(outgoing, composed):
		committed(partial(finishing.file_as_sent, row, outgoing))
		sent_copies.keep(account, composed)
	return result(row, outgoing, composed)


def attempt(
	row: frappe._dict,
	outgoing: Outgoing,
	composed: Composed,
	server: smtp.Server,
	is_there: Callable[[], bool],
) -> None:
	"""Hand the mail to the server, and store who has it; raises `GiveUp` or `TryLater` where nobody got it now."""
	people, was_doubtful = tuple(outgoing.left or composed.recipients), outgoing.is_doubtful
	if was_doubtful and is_there():
		refused: dict[str, smtp.Reply] = {}
	else:
		try:
			refused = smtp.send(
				server, composed.sender, people, composed.raw, partial(note_doubt, row, outgoing)
			)
		except SmtpProblem as problem:
			outgoing.is_doubtful = was_doubtful or problem.is_doubtful
			after_problem(row, outgoing, problem)
	outgoing.is_doubtful = was_doubtful and len(refused) == len(people)
	outgoing.left = [each for each in people if each in refused and not refused[each].is_permanent]
	outgoing.refused |= {
		each: without_markup(str(said)) for each, said in refused.items() if said.is_permanent
	}
	OUTBOX.note(row, outgoing=outgoing.as_json())


def note_doubt(row: frappe._dict, outgoing: Outgoing) -> None:
	"""Store that the server may have the mail from now on, whatever becomes of us."""
	outgoing.is_doubtful = True
	OUTBOX.note(row, outgoing=outgoing.as_json())


def after_problem(row: frappe._dict, outgoing: Outgoing, problem: SmtpProblem) -> None:
	"""Raise what follows from a problem: `GiveUp` for what the server refuses for good, otherwise `TryLater`, for a day."""
	sentence, values = sentence_of(problem), {"outgoing": outgoing.as_json()}
	if problem.kind in FOR_GOOD or is_late(row):
		doubt = _("It may have arrived all the same.") if outgoing.is_doubtful else ""
		raise GiveUp(f"{sentence} {doubt}".strip(), **values)
	if problem.kind == ProblemKind.AUTHENTICATION and not cint(row.attempts):
		committed(partial(finishing.tell_delayed, row, sentence))
	raise TryLater(sentence, **values)


def is_late(row: frappe._dict) -> bool:
	"""Return whether a mail was tried for long enough."""
	return now_datetime() - get_datetime(row.sent_on) > PATIENCE and cint(row.attempts) + 1 >= LEAST_ATTEMPTS


def has_taker(outgoing: Outgoing, composed: Composed) -> bool:
	"""Return whether somebody has the mail."""
	return outgoing.left is not None and len(outgoing.left) + len(outgoing.refused) < len(composed.recipients)


def result(row: frappe._dict, outgoing: Outgoing, composed: Composed) -> dict:
	"""Return what is to be stored of a mail that went to some; raises `GiveUp` where to none, `TryLater` while some are still to get it."""
	blind = {each.email for each in composed.bcc}
	refused = finishing.sentence_of_refused(outgoing.refused, blind)
	if not outgoing.left:
		if not has_taker(outgoing, composed):
			raise GiveUp(refused, outgoing=outgoing.as_json())
		if outgoing.refused:
			told = finishing.sentence_of_refused(outgoing.refused)
			committed(partial(finishing.tell_refused, row, told))
		return {"delivery_state": DeliveryState.SENT, "delivery_problem": refused or None, "outgoing": None}
	waiting = _("The server does not take the mail yet for {0}.").format(
		", ".join(finishing.shown(each, blind) for each in outgoing.left)
	)
	if is_late(row):
		raise GiveUp(" ".join(filter(None, (waiting, refused))))
	raise TryLater(waiting)


def sentence_of(problem: SmtpProblem) -> str:
	"""Return what went wrong in plain words."""
	sentence = {
		ProblemKind.UNREACHABLE: _("The mail server cannot be reached: {0}"),
		ProblemKind.FORBIDDEN: _("The mail server lies where no connection may go: {0}"),
		ProblemKind.INSECURE: _("There is no secure connection to the mail server: {0}"),
		ProblemKind.AUTHENTICATION: _("The mail server refuses address and password of the mailbox: {0}"),
		ProblemKind.LATER: _("The mail server asks to try later: {0}"),
		ProblemKind.REFUSED: _("The mail server refuses the mail: {0}"),
		ProblemKind.TOO_LARGE: _("The mail is too large: the server takes at most {0} bytes."),
		ProblemKind.DROPPED: _("The connection to the mail server broke off: {0}"),
	}[problem.kind]
	return sentence.format(without_markup(problem.said))
