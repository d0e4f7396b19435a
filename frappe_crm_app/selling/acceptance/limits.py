"""How often an address, or whoever has a link, may ask within an hour."""

from frappe_crm_app.kit.client_address import client_address
from frappe_crm_app.kit.enums import StrEnum
from frappe_crm_app.kit.request_limits import refuse_more
from frappe_crm_app.kit.site_keys import keyed_hash

PURPOSE = "address of a quote's page"


class Asked(StrEnum):
	"""What is counted, each for itself."""

	PAGE = "page"
	VERIFY = "verify"
	QUESTION = "question"
	CODE = "code"
	DECISION = "decision"
	PDF = "pdf"


MOST = {
	Asked.PAGE: 600,
	Asked.VERIFY: 60,
	Asked.QUESTION: 10,
	Asked.CODE: 5,
	Asked.DECISION: 60,
	Asked.PDF: 60,
}


def refuse_flood_from_address(asked: Asked) -> None:
	"""Count a request from its address; raises `TooManyRequestsError` where that asked often enough within the hour."""
	refuse_flood_by_link(asked, keyed_hash(PURPOSE, client_address()))


def refuse_flood_by_link(asked: Asked, link: str) -> None:
	"""Count what was asked with a link; raises `TooManyRequestsError`."""
	refuse_more(f"quote:{asked}:{link}", MOST[asked])
