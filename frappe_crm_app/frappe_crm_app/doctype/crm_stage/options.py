"""Values of the Select fields of CRM Stage."""

from frappe_crm_app.kit.enums import StrEnum


class Outcome(StrEnum):
	"""What standing in a stage means for a deal."""

	OPEN = "Open"
	WON = "Won"
	LOST = "Lost"


class ForecastCategory(StrEnum):
	"""How surely a deal is counted on in a forecast."""

	PIPELINE = "Pipeline"
	BEST_CASE = "Best Case"
	COMMIT = "Commit"
	OMITTED = "Omitted"


COLOR_OF_OUTCOME = {
	Outcome.OPEN: "blue",
	Outcome.WON: "green",
	Outcome.LOST: "red",
}
