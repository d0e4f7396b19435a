"""How often an address, or whoever has a link, may ask within an hour."""

from frappe_crm_app.kit.client_address import client_address
from frappe_crm_app.kit.enums import StrEnum
from frappe_crm_app.kit.request_limits import refuse_more
from frappe_crm_app.kit.site_keys import keyed_hash

PURPOSE = "address of a room"


class Asked(StrEnum):
	"""What is counted, each for itself."""

	PAGE = "page"
	ANSWER = "answer"
	DOING = "doing"
	UPLOAD = "upload"
	FEED = "feed"
	FETCHING = "fetching"


MOST = {
	Asked.PAGE: 600,
	Asked.ANSWER: 30,
	Asked.DOING: 120,
	Asked.UPLOAD: 20,
	Asked.FEED: 120,
	Asked.FETCHING: 1200,
}


def refuse_flood_from_address(asked: Asked) -> None:
	"""Count a request from its address; raises `TooManyRequestsError` where that asked often enough within the hour."""
	refuse_flood_by_link(asked, keyed_hash(PURPOSE, client_address()))


def refuse_flood_by_link(asked: Asked, link: str) -> None:
	"""Count what was asked with a link; raises `TooManyRequestsError`."""
	refuse_more(f"event:{asked}:{link}", MOST[asked])
