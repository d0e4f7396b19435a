"""What goes wrong with a mail server, in plain sentences."""

from frappe import _

from frappe_crm_app.channels.mail.servers.problems import MailProblem, ProblemKind
from frappe_crm_app.kit.sentences import without_markup


def sentence_of(problem: MailProblem, host: str) -> str:
	"""Return what is wrong and, where there is something, what to do; `host` is the server that was asked."""
	said = without_markup(problem.said)
	sentence = sentences()[problem.kind].format(without_markup(host), said)
	is_to_quote = said and problem.kind in QUOTED
	return f"{sentence} {_('It says: {0}').format(said)}" if is_to_quote else sentence


QUOTED = (
	ProblemKind.AUTHENTICATION,
	ProblemKind.LATER,
	ProblemKind.NO_FOLDER,
	ProblemKind.NOT_GIVEN,
	ProblemKind.NOT_TAKEN,
	ProblemKind.ODD,
)


def sentences() -> dict[ProblemKind, str]:
	"""Return the sentence for each kind, with places for the server's name and its words."""
	return {
		ProblemKind.AUTHENTICATION: _(
			"{0} refuses the password. Where you log in there with a second step, make an app password and enter that one."
		),
		ProblemKind.NOT_AUTHORIZED: _(
			"{0} lets nobody in by this account: it was not authorized yet, or is no more. Authorize it in its Connected App."
		),
		ProblemKind.CERTIFICATE: _(
			"{0} has a certificate that is not valid for this name, so the password was not sent. Check the server's name."
		),
		ProblemKind.INSECURE: _("{0} offers no encrypted connection, so the password was not sent."),
		ProblemKind.LATER: _("{0} does not let anybody in at this moment. It is tried again by itself."),
		ProblemKind.DROPPED: _("{0} ended the connection. It is tried again by itself."),
		ProblemKind.NO_FOLDER: _("{0} does not open a folder."),
		ProblemKind.NOT_GIVEN: _("{0} does not hand over a mail."),
		ProblemKind.NOT_TAKEN: _("{0} refuses the mail."),
		ProblemKind.TOO_LARGE: _("The mail is too large: {0} takes at most {1} bytes."),
		ProblemKind.ODD: _("{0} answers what is no answer of a mail server."),
		ProblemKind.REFUSED: _("{0} refuses the connection. Is it the mail server?"),
		ProblemKind.TIMEOUT: _("{0} does not answer."),
		ProblemKind.FORBIDDEN: _("{0} is in a private network, to which this site makes no connections."),
		ProblemKind.UNREACHABLE: _("{0} cannot be reached."),
		ProblemKind.NO_SUCH_HOST: _("There is no server {0}. Check how it is written."),
	}
