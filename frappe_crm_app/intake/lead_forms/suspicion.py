"""What makes a submission suspicious. Each doubt is a sentence for the reviewer; the sender gets the same answer as everybody."""

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from frappe_crm_app.intake.lead_forms import limits
from frappe_crm_app.intake.lead_forms.keys import Purpose, key_for
from frappe_crm_app.intake.lead_forms.proof_of_work import is_proven
from frappe_crm_app.intake.lead_forms.tokens import ExpiredTokenError, ForgedTokenError, Token, read_token
from frappe_crm_app.kit.enums import StrEnum

if TYPE_CHECKING:
	from frappe_crm_app.frappe_crm_app.doctype.crm_lead_form.crm_lead_form import CRMLeadForm
	from frappe_crm_app.intake.lead_forms.answers import Answers


class Doubt(StrEnum):
	"""Why a submission is quarantined. English, translated where it is shown: the sender's language is not the reviewer's."""

	HONEYPOT = "A field that people do not see was filled in."
	NO_TOKEN = "It did not come from the form's page: no token."
	FORGED_TOKEN = "It did not come from the form's page: the token is none of this site."
	OTHER_FORM = "The token belongs to another form."
	EXPIRED_TOKEN = "The page had been open for too long: the token has expired."
	REUSED_TOKEN = "The token had been used already."
	TOO_FAST = "It was filled in faster than people type."
	ADDRESS_LIMIT = "More came from one address within the hour than the form allows."
	OVERALL_LIMIT = "More came within the hour than the form allows."
	NO_PROOF = "The proof of work is missing or wrong."


@dataclass(frozen=True)
class Suspicion:
	"""The doubts about a submission, and its token where it is a true one."""

	doubts: tuple[Doubt, ...]
	token: Token | None


@dataclass(frozen=True)
class PageToken:
	"""The token of a form's page where it is a true one, or why there is none."""

	token: Token | None
	doubts: tuple[Doubt, ...] = ()

	@property
	def nonce(self) -> str | None:
		return self.token.nonce if self.token else None


def judge(form: "CRMLeadForm", answers: "Answers", page: PageToken, rate: limits.Rate) -> Suspicion:
	"""Return what is suspicious about a submission."""
	read, doubts = page.token, [*page.doubts]
	if answers.honeypot:
		doubts.append(Doubt.HONEYPOT)
	if read and read.age < form.min_seconds:
		doubts.append(Doubt.TOO_FAST)
	if limits.is_over(rate.from_address, form.limit_per_address):
		doubts.append(Doubt.ADDRESS_LIMIT)
	if limits.is_over(rate.overall, form.limit_overall):
		doubts.append(Doubt.OVERALL_LIMIT)
	if form.proof_of_work and not (
		read and is_proven(key_for(Purpose.PROOF_OF_WORK), answers.proof, read.nonce)
	):
		doubts.append(Doubt.NO_PROOF)
	return Suspicion(tuple(doubts), read)


def read_form_token(form: "CRMLeadForm", text: object) -> PageToken:
	"""Return the token of this form's page, or why there is none."""
	if not text:
		return PageToken(None, (Doubt.NO_TOKEN,))
	try:
		token = read_token(key_for(Purpose.TOKEN), text, time.time(), form.token_minutes * 60)
	except ForgedTokenError:
		return PageToken(None, (Doubt.FORGED_TOKEN,))
	except ExpiredTokenError:
		return PageToken(None, (Doubt.EXPIRED_TOKEN,))
	return PageToken(token) if token.subject == form.name else PageToken(None, (Doubt.OTHER_FORM,))
