"""How often an address, or whoever has a link, may ask within an hour."""

from frappe_crm_app.kit.client_address import client_address
from frappe_crm_app.kit.request_limits import refuse_more
from frappe_crm_app.kit.site_keys import keyed_hash

PURPOSE = "address of a document's page"
MOST_OF_ADDRESS, MOST_FILES_OF_LINK, MOST_VIEWS_OF_LINK = 300, 60, 180


def refuse_flood_from_address() -> None:
	"""Count a request from its address; raises `TooManyRequestsError` where that asked often enough within the hour."""
	refuse_more(f"document:{keyed_hash(PURPOSE, client_address())}", MOST_OF_ADDRESS)


def refuse_flood_of_files(link: str) -> None:
	"""Count a file that was asked for by a link; raises `TooManyRequestsError`."""
	refuse_more(f"document:file:{link}", MOST_FILES_OF_LINK)


def refuse_flood_of_views(link: str) -> None:
	"""Count a file that was shown by a link; raises `TooManyRequestsError`."""
	refuse_more(f"document:view:{link}", MOST_VIEWS_OF_LINK)
