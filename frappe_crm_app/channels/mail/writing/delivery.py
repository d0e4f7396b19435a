"""Sends one owed mail whose lease is ours, and says what became of it.

Who has the mail is stored before anything else is done, so that an attempt after a crash goes on where it was. In between, when the
mail itself is on its way, nobody can know; that doubt is stored, too, before it begins (README.md).
"""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, get_datetime, now_datetime

from frappe_crm_app.channels.mail.servers import handing_in
from frappe_crm_app.channels.mail.servers.accounts import smtp_server_of
from frappe_crm_app.channels.mail.servers.problems import CREDENTIALS, MailProblem, ProblemKind
from frappe_crm_app.channels.mail.servers.sentences import sentence_of
from frappe_crm_app.channels.mail.servers.server import Server
from frappe_crm_app.channels.mail.writing import finishing, sent_copies
from frappe_crm_app.channels.mail.writing.accounts import account_of
from frappe_crm_app.channels.mail.writing.composing import Composed, compose
from frappe_crm_app.channels.mail.writing.outgoing import Outgoing, outgoing_of
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
FOR_GOOD = (ProblemKind.NOT_TAKEN, ProblemKind.TOO_LARGE, ProblemKind.FORBIDDEN)


def deliver(row: frappe._dict) -> dict:
	"""Send a mail to those who do not have it, and return what is to be stored; raises `GiveUp`, `TryLater` or `LeaseLost`."""
	outgoing = outgoing_of(row)
	try:
		composed = compose(row)
		account = account_of(row.mailbox)
	except WritingError as error:
		raise GiveUp(sentence_in(error)) from error
	if outgoing.left != []:
		server = server_for(row, outgoing, account)
		frappe.db.commit()  # no transaction is open while a server is waited for
		attempt(row, outgoing, composed, server, partial(sent_copies.is_there, account, composed))
	if has_taker(outgoing, composed):
		committed(partial(finishing.file_as_sent, row, outgoing))
		sent_copies.keep(account, composed)
	return result(row, outgoing, composed)


def server_for(row: frappe._dict, outgoing: Outgoing, account: Document) -> Server:
	"""Return where the mails of an account are handed in; raises `GiveUp` or `TryLater` where nobody may log in."""
	try:
		return smtp_server_of(account)
	except MailProblem as problem:
		raise after_problem(row, outgoing, problem, account.smtp_server) from problem


def attempt(
	row: frappe._dict,
	outgoing: Outgoing,
	composed: Composed,
	server: Server,
	is_there: Callable[[], bool],
) -> None:
	"""Hand the mail to the server, and store who has it; raises `GiveUp` or `TryLater` where nobody got it now."""
	people, was_doubtful = tuple(outgoing.left or composed.recipients), outgoing.is_doubtful
	if was_doubtful and is_there():
		refused: dict[str, handing_in.Reply] = {}
	else:
		try:
			refused = handing_in.send(
				server, composed.sender, people, composed.raw, partial(note_doubt, row, outgoing)
			)
		except MailProblem as problem:
			outgoing.is_doubtful = was_doubtful or problem.is_doubtful
			raise after_problem(row, outgoing, problem, server.host) from problem
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


def after_problem(
	row: frappe._dict, outgoing: Outgoing, problem: MailProblem, host: str
) -> GiveUp | TryLater:
	"""Return what follows from a problem: `GiveUp` for what the server refuses for good, otherwise `TryLater`, for a day."""
	sentence, values = sentence_of(problem, host), {"outgoing": outgoing.as_json()}
	if problem.kind in FOR_GOOD or is_late(row):
		doubt = _("It may have arrived all the same.") if outgoing.is_doubtful else ""
		return GiveUp(f"{sentence} {doubt}".strip(), **values)
	if problem.kind in CREDENTIALS and not cint(row.attempts):
		committed(partial(finishing.tell_delayed, row, sentence))
	return TryLater(sentence, **values)


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
