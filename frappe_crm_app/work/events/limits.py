"""How often an address, or whoever has a link, may ask within an hour."""

from frappe_crm_app.kit.enums import StrEnum
from frappe_crm_app.kit.request_limits import RequestLimits


class Asked(StrEnum):
	"""What is counted, each for itself."""

	PAGE = "page"
	ANSWER = "answer"
	DOING = "doing"
	UPLOAD = "upload"
	FEED = "feed"
	FETCHING = "fetching"


LIMITS = RequestLimits(
	"event",
	{
		Asked.PAGE: 600,
		Asked.ANSWER: 30,
		Asked.DOING: 120,
		Asked.UPLOAD: 20,
		Asked.FEED: 120,
		Asked.FETCHING: 1200,
	},
)
