"""How often an address, or whoever has a link, may ask within an hour."""

import frappe
from frappe import _

from frappe_crm_app.kit.client_address import client_address
from frappe_crm_app.kit.exceptions import TooManyRequestsError
from frappe_crm_app.kit.request_limits import counted
from frappe_crm_app.kit.site_keys import keyed_hash

PURPOSE = "address of a document's page"
MOST_OF_ADDRESS, MOST_FILES_OF_LINK = 300, 60


def refuse_flood_from_address() -> None:
	"""Count a request from its address; raises `TooManyRequestsError` where that asked often enough within the hour."""
	refuse_above(MOST_OF_ADDRESS, keyed_hash(PURPOSE, client_address()))


def refuse_flood_of_files(link: str) -> None:
	"""Count a file that was asked for by a link; raises `TooManyRequestsError`."""
	refuse_above(MOST_FILES_OF_LINK, f"file:{link}")


def refuse_above(most: int, who: str) -> None:
	if counted(f"document:{who}") > most:
		frappe.throw(_("Too many requests at once. Please try again in an hour."), TooManyRequestsError)
