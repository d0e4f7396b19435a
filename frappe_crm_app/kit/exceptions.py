"""Errors that users of the CRM can meet, each with the HTTP status that fits."""

from inspect import signature
from typing import NoReturn

import frappe


def throw_with_link(sentence: str, error: type[Exception], title: str) -> NoReturn:
	"""`frappe.throw` for a sentence whose links and names are ours and escaped.

	Frappe 16 takes links out of what it shows unless it is told that they are meant; 15 has no such option.
	"""
	can_allow = "allow_dangerous_html" in signature(frappe.throw).parameters
	frappe.throw(sentence, error, title=title, **({"allow_dangerous_html": True} if can_allow else {}))


class DuplicateContactError(frappe.UniqueValidationError):
	"""Another contact already has this email."""

	http_status_code = 409


class InvalidPhoneError(frappe.ValidationError):
	"""The text is not a phone number."""


class StageError(frappe.ValidationError):
	"""The record cannot stand in this stage."""


class MissingFieldsError(StageError):
	"""Fields that the stage requires are empty; `fieldnames` lists them, so that a form can ask for just those."""

	def __init__(self, *args, fieldnames: tuple[str, ...] = ()) -> None:
		super().__init__(*args)
		self.fieldnames = fieldnames


class UnknownRateError(frappe.ValidationError):
	"""No conversion rate is known for a currency."""


class AmountError(frappe.ValidationError):
	"""An amount is negative, too large or no number."""


class PeriodError(frappe.ValidationError):
	"""Something ends before it starts."""


class RecurrenceError(frappe.ValidationError):
	"""A text is no rule by which an event recurs, or an occurrence is none of its series."""


class CoordinatesError(frappe.ValidationError):
	"""Latitude or longitude lie outside the globe."""


class HistoryError(frappe.ValidationError):
	"""History is only ever added to."""


class BusyError(frappe.ValidationError):
	"""Another save holds what this one needs; nothing was written, trying again helps."""

	http_status_code = 409


class MissingArgumentsError(frappe.ValidationError):
	"""An endpoint was called without an argument that it needs."""


class TooCostlyError(frappe.ValidationError):
	"""The database has ended a statement that took too long."""

	http_status_code = 503


class RecordInUseError(frappe.LinkExistsError):
	"""Something that must not be lost still hangs on the record."""

	http_status_code = 409


class UnreadableDateError(frappe.ValidationError):
	"""The text is no date."""


class UnreadableNumberError(frappe.ValidationError):
	"""The text is no number."""


class UnreadableTextError(frappe.ValidationError):
	"""The text is too long, or holds what no database stores."""


class UnreadableFileError(frappe.ValidationError):
	"""The file is no table of people."""


class ConditionError(frappe.ValidationError):
	"""What somebody has put together is no condition on such a record."""


class RuleError(frappe.ValidationError):
	"""What somebody has put together is no rule, or a rule in a state that does not allow what is asked."""


class ImportChoiceError(frappe.ValidationError):
	"""A column, field or option that an import cannot have."""


class RepeatedKeyError(frappe.ValidationError):
	"""The key of an earlier call came with another one."""

	http_status_code = 409


class FollowUpChangedError(frappe.ValidationError):
	"""Somebody has saved the follow-up since it was seen; `theirs` is the follow-up as it is now."""

	http_status_code = 409

	def __init__(self, *args, theirs: dict | None = None) -> None:
		super().__init__(*args)
		self.theirs = theirs or {}


class ImportStateError(frappe.ValidationError):
	"""An import is not in the state that this needs: the same file is being imported, or there is nothing to undo."""

	http_status_code = 409


class HiddenRecordError(frappe.LinkValidationError):
	"""A link names a record that the user cannot see, or that is not there: it is not said which."""


class ReassignmentError(frappe.PermissionError):
	"""The user may not change whose the record is."""


class BulkChangeError(frappe.ValidationError):
	"""A change to many records that cannot be: no records, too many, nobody to give them to."""


class MergeError(frappe.ValidationError):
	"""Two records that cannot be merged, or a merge that cannot be undone."""


class LeadFormError(frappe.ValidationError):
	"""A public form that cannot be so, or a submission in a state that does not allow what is asked."""


class LeadFormNotFoundError(frappe.DoesNotExistError):
	"""No form of this name takes submissions."""


class RefusedAnswersError(frappe.ValidationError):
	"""What was sent is no set of answers to this form: unknown, too large or unreadable."""


class TooManySubmissionsError(frappe.ValidationError):
	"""An address sends more than is even stored."""

	http_status_code = 429


class TooManyRequestsError(frappe.ValidationError):
	"""An address, or whoever has a link, asks more often than is answered."""

	http_status_code = 429


class QuoteLinkError(frappe.ValidationError):
	"""A link to a quote that never was, or is no more."""

	http_status_code = 410


class RoomError(frappe.ValidationError):
	"""A link to an event, or to somebody's room, that never was or is no more; or what it does not let one do."""

	http_status_code = 410


class AcceptanceError(frappe.ValidationError):
	"""What somebody does with a quote cannot be done as they sent it."""


class SyncStateError(frappe.ValidationError):
	"""What is owed to respond.io is not in a state that this needs."""

	http_status_code = 409


class MailStateError(frappe.ValidationError):
	"""A mail that is owed is not in a state that this needs."""

	http_status_code = 409


class WritingError(frappe.ValidationError):
	"""What was written is no mail that can be sent."""


class UnsignedEventError(frappe.ValidationError):
	"""The body of a webhook is not signed with one of the keys."""

	http_status_code = 401


class UnreadableEventError(frappe.ValidationError):
	"""The body of a webhook is no event."""

	http_status_code = 400


class StrangerError(frappe.ValidationError):
	"""Nobody in the mail becomes a contact."""


class CampaignError(frappe.ValidationError):
	"""What somebody has put together is no campaign that can be sent."""


class CampaignStateError(frappe.ValidationError):
	"""A campaign, or a recipient of it, is not in the state that this needs."""

	http_status_code = 409


class AudienceError(frappe.ValidationError):
	"""A segment, mailing list or subscription that cannot be so."""


class LinkExpiredError(frappe.ValidationError):
	"""A signed link that this site has not made, or that is not valid any more."""

	http_status_code = 410


class MessageError(frappe.ValidationError):
	"""A message cannot be sent as it was given."""


class MessageStateError(frappe.ValidationError):
	"""What is asked of a message does not fit what became of it."""

	http_status_code = 409


class ConsentWithdrawnError(frappe.ValidationError):
	"""The person wants no messages by this channel: whoever sends one all the same has to say so."""

	http_status_code = 409


class ConsentError(frappe.ValidationError):
	"""What is to be noted of a consent cannot be so."""


class QuoteError(frappe.ValidationError):
	"""What somebody has put together is no quote, product or tax that can be."""


class PdfEngineError(frappe.ValidationError):
	"""This machine lacks a library with which PDFs are drawn."""

	http_status_code = 503


class QuoteStateError(frappe.ValidationError):
	"""A quote is not in the state that this needs: it was sent, accepted, superseded or has expired."""

	http_status_code = 409


class DocumentError(frappe.ValidationError):
	"""What somebody has put together is no document, version or folder that can be."""


class DocumentFileError(frappe.ValidationError):
	"""A file that no document takes: of no kind that is known, of another one than its name says, or too large."""


class DocumentStateError(frappe.ValidationError):
	"""A document is not in the state that this needs: somebody else has it checked out, or it has no such version."""

	http_status_code = 409


class DocumentLinkError(frappe.ValidationError):
	"""A link to a document that was never one, has expired or was revoked."""

	http_status_code = 410
