"""Errors that users of the CRM can meet, each with the HTTP status that fits, and how they are shown."""

import frappe

OUR_PATHS = ("/api/resource/CRM", "/api/v2/document/CRM", "/api/method/frappe_crm_app.")


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


class RecordInUseError(frappe.LinkExistsError):
	"""Something that must not be lost still hangs on the record."""

	http_status_code = 409


def hide_traceback_on_our_paths() -> None:
	"""Answer errors of our endpoints and records with their sentence alone (hook `before_request`).

	Frappe adds the traceback unless a System Setting says otherwise. That setting is the site's, so only
	requests to our own paths are changed, and none on a site in developer mode.
	"""
	if frappe.conf.developer_mode:
		return
	path = frappe.request.path.replace("%20", " ")
	if path.startswith(OUR_PATHS):
		frappe.local.flags.disable_traceback = True
