"""How often an address, or whoever has a link, may ask within an hour."""

from frappe_crm_app.kit.enums import StrEnum
from frappe_crm_app.kit.request_limits import RequestLimits


class Asked(StrEnum):
	"""What is counted, each for itself."""

	PAGE = "page"
	VERIFY = "verify"
	QUESTION = "question"
	CODE = "code"
	DECISION = "decision"
	PDF = "pdf"


LIMITS = RequestLimits(
	"quote",
	{
		Asked.PAGE: 600,
		Asked.VERIFY: 60,
		Asked.QUESTION: 10,
		Asked.CODE: 5,
		Asked.DECISION: 60,
		Asked.PDF: 60,
	},
)
