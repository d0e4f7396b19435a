"""Give ToDo the fields that say what an assignment lets do; those given before let read."""

from frappe_crm_app.visibility.assignments import ship_marks


def execute() -> None:
	ship_marks()
