"""Values of the Select fields of CRM Domain Event."""

from frappe_crm_app.kit.enums import StrEnum


class Telling(StrEnum):
	"""How far those who listen to an event have been called. One that nobody is to be called with is told from the start."""

	OWED = "Owed"
	RUNNING = "Running"
	TOLD = "Told"
	GIVEN_UP = "Given Up"


OVER = (Telling.TOLD, Telling.GIVEN_UP)
COLOR_OF_STATUS = {
	Telling.OWED: "blue",
	Telling.RUNNING: "blue",
	Telling.TOLD: "green",
	Telling.GIVEN_UP: "red",
}
