"""Values of the Select fields of CRM Segment."""

from frappe_crm_app.kit.enums import StrEnum


class SegmentKind(StrEnum):
	"""Who is in a segment: whoever fulfils its conditions, or whom somebody has added."""

	CONDITIONS = "Conditions"
	CHOSEN = "Chosen"


class DealMatch(StrEnum):
	"""Whether a person must, or must not, have a deal that fulfils the segment's conditions on deals."""

	ANY = "Any Deal"
	NONE = "No Deal"
