"""Errors that users of the CRM can meet, each with the HTTP status that fits, and how they are shown."""

import frappe

MODULE = "Frappe CRM App"
RECORD_PATHS = ("/api/resource/", "/api/v1/resource/", "/api/v2/document/")
METHOD_PATHS = (
	"/api/method/frappe_crm_app.",
	"/api/v1/method/frappe_crm_app.",
	"/api/v2/method/frappe_crm_app.",
)


class DuplicateContactError(frappe.UniqueValidationError):
	"""Another contact already has this email."""

	http_status_code = 409


class InvalidPhoneError(frappe.ValidationError):
	"""The text is not a phone number."""


class StageError(frappe.ValidationError):
	"""The record cannot stand in this stage."""


class MissingFieldsError(StageError):
	"""Fields that the stage requires are empty; `fieldnames` lists them, so that a form can ask for just those."""

	def __init__(self, *args, fieldnames: tuple[str, ...] = ()) -> None:
		super().__init__(*args)
		self.fieldnames = fieldnames


class UnknownRateError(frappe.ValidationError):
	"""No conversion rate is known for a currency."""


class AmountError(frappe.ValidationError):
	"""An amount is negative, too large or no number."""


class PeriodError(frappe.ValidationError):
	"""Something ends before it starts."""


class CoordinatesError(frappe.ValidationError):
	"""Latitude or longitude lie outside the globe."""


class HistoryError(frappe.ValidationError):
	"""History is only ever added to."""


class BusyError(frappe.ValidationError):
	"""Another save holds what this one needs; nothing was written, trying again helps."""

	http_status_code = 409


class RecordInUseError(frappe.LinkExistsError):
	"""Something that must not be lost still hangs on the record."""

	http_status_code = 409


def hide_traceback_on_our_paths() -> None:
	"""Answer errors of our endpoints and records with their sentence alone (hook `before_request`).

	Frappe adds the traceback unless a System Setting says otherwise. That setting is the site's, so only
	requests to our own paths are changed, and none on a site in developer mode.
	"""
	if not frappe.conf.developer_mode and is_our_path(frappe.request.path):
		frappe.local.flags.disable_traceback = True


def is_our_path(path: str) -> bool:
	"""Return whether a request to `path` is about a record of ours or calls an endpoint of ours."""
	if path.startswith(METHOD_PATHS):
		return True
	for prefix in RECORD_PATHS:
		if path.startswith(prefix):
			doctype = path.removeprefix(prefix).partition("/")[0]
			return frappe.db.get_value("DocType", doctype, "module", cache=True) == MODULE
	return False
