"""How often an address, or whoever has a link, may ask within an hour."""

from frappe_crm_app.kit.enums import StrEnum
from frappe_crm_app.kit.request_limits import RequestLimits


class Asked(StrEnum):
	"""What is counted apart."""

	PAGE = "page"
	FILE = "file"
	VIEW = "view"


LIMITS = RequestLimits("document", {Asked.PAGE: 300, Asked.FILE: 60, Asked.VIEW: 180})
