"""What is to be said about a row (pure)."""

from dataclasses import dataclass

from frappe_crm_app.kit.enums import StrEnum


class RowProblem(StrEnum):
	"""Why a row is not taken."""

	NO_FIRST_NAME = "no first name"
	NO_LAST_NAME = "no last name"
	EMAIL_AS_NAME = "email as name"
	BAD_EMAIL = "bad email"
	BAD_PHONE = "bad phone"
	BAD_OPT_OUT = "bad opt-out"
	CUT_ID = "cut id"
	BAD_VALUE = "bad value"
	TOO_LONG = "too long"
	BROKEN_QUOTES = "broken quotes"
	SHIFTED_CELLS = "shifted cells"
	FORMULA = "formula"
	DIGITS_LOST = "digits lost"
	EXISTS = "exists"
	UNKNOWN = "unknown"
	NOT_WRITABLE = "not writable"
	TWO_CONTACTS = "two contacts"
	ID_OF_ANOTHER = "id of another"
	SEVERAL_CONTACTS = "several contacts"
	SHARED_EMAIL = "shared email"
	REFUSED = "refused"


class RowNote(StrEnum):
	"""What one should know about a row that is taken."""

	UNKNOWN_STATUS = "unknown status"
	UNKNOWN_TYPE = "unknown type"
	UNKNOWN_STAGE = "unknown stage"
	UNKNOWN_OWNER = "unknown owner"
	UNKNOWN_SOURCE = "unknown source"
	SURPLUS_CELLS = "surplus cells"
	STRAY_BYTES = "stray bytes"
	GARBLED = "garbled"
	HTML_REMOVED = "html removed"
	ONE_NAME = "one name"
	NO_JOB = "no job"
	NO_PHONE = "no phone"
	FURTHER_COMPANIES = "further companies"
	OTHER_NAME = "other name"
	OWN_CONTACT = "own contact"
	SAME_PERSON = "same person"
	NOT_OVERWRITTEN = "not overwritten"
	COMPANY_KEPT = "company kept"
	STATUS_KEPT = "status kept"
	POSSIBLE_DUPLICATE = "possible duplicate"
	ONLY_OF_NEW = "only of new"


SHARING = (RowProblem.SHARED_EMAIL, RowNote.OWN_CONTACT, RowNote.SAME_PERSON)


@dataclass(frozen=True)
class Remark:
	"""A problem or note about a row; `text` is the value or field it is about, `other` whom or what else it names."""

	code: RowProblem | RowNote
	text: str = ""
	other: str = ""
