"""Mapping and options of an import, as asked for and as remembered."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields

import frappe
from frappe import _

from frappe_crm_app.frappe_crm_app.doctype.crm_contact_import.options import ImportMode
from frappe_crm_app.intake.contact_import.columns import apply_choices, headers_key, missing_fields
from frappe_crm_app.intake.contact_import.planning import Rules
from frappe_crm_app.intake.contact_import.reading import FileProblem, UnreadableFile
from frappe_crm_app.kit.exceptions import ImportChoiceError
from frappe_crm_app.records.identity.contact_details import region_of, regions_by_name
from frappe_crm_app.records.identity.normalise import clean_text
from frappe_crm_app.visibility.guards import can_hold, may_reassign


@dataclass(frozen=True)
class ImportOptions:
	"""What holds for all rows: `source`, `contact_owner` and `tag` are given to new contacts only.

	`phone_country` is the country of phones without a prefix, unless the row names one; with `leave_bad_phones` a person is taken
	without a phone that is none.
	"""

	mode: ImportMode = ImportMode.BOTH
	source: str | None = None
	contact_owner: str | None = None
	tag: str | None = None
	create_prospects: bool = False
	send_to_respondio: bool = False
	phone_country: str | None = None
	leave_bad_phones: bool = False

	def as_dict(self) -> dict:
		"""Return the options by their names."""
		return asdict(self)


def read_options(given: Mapping | None) -> ImportOptions:
	"""Return the options asked for; raises `ImportChoiceError`, or `frappe.PermissionError` where they are not the user's to choose."""
	given = {name: value for name, value in (given or {}).items() if value}
	unknown = set(given) - {field.name for field in fields(ImportOptions)}
	if unknown:
		frappe.throw(_("There is no option “{0}”.").format(shown(sorted(unknown)[0])), ImportChoiceError)
	try:
		mode = ImportMode(given.get("mode", ImportMode.BOTH))
	except ValueError:
		frappe.throw(_("“{0}” is no way to import.").format(shown(given["mode"])), ImportChoiceError)
	options = ImportOptions(
		mode=mode,
		source=given.get("source"),
		contact_owner=given.get("contact_owner"),
		tag=clean_text(str(given.get("tag", "")).replace(",", " ")) or None,
		create_prospects=bool(frappe.utils.cint(given.get("create_prospects"))),
		send_to_respondio=bool(frappe.utils.cint(given.get("send_to_respondio"))),
		phone_country=given.get("phone_country"),
		leave_bad_phones=bool(frappe.utils.cint(given.get("leave_bad_phones"))),
	)
	check_options(options)
	return options


def check_options(options: ImportOptions) -> None:
	"""Raise where a chosen source or owner is none, or where the user may not give contacts to that owner."""
	links = {"CRM Source": options.source, "User": options.contact_owner, "Country": options.phone_country}
	for doctype, name in links.items():
		if name and not frappe.db.exists(doctype, name):
			frappe.throw(_("There is no {0} {1}.").format(_(doctype), shown(name)), ImportChoiceError)
	if options.send_to_respondio and not options.create_prospects:
		frappe.throw(
			_("Only new prospects are sent to respond.io: let the import make them."), ImportChoiceError
		)
	if options.tag and len(options.tag) > 60:
		frappe.throw(_("A tag has at most 60 characters."), ImportChoiceError)
	if options.contact_owner in (None, frappe.session.user):
		return
	if not frappe.db.get_value("User", options.contact_owner, "enabled"):
		frappe.throw(_("{0} is disabled.").format(shown(options.contact_owner)), ImportChoiceError)
	if not can_hold(options.contact_owner):
		frappe.throw(
			_("{0} has no role of the CRM and could not see the contacts.").format(
				shown(options.contact_owner)
			),
			ImportChoiceError,
		)
	if not may_reassign():
		frappe.throw(_("You may not give contacts to somebody else."), frappe.PermissionError)


def check_permissions(options: ImportOptions) -> None:
	"""Raise `frappe.PermissionError` where the user may not import contacts in the way that the options say."""
	frappe.has_permission("CRM Contact", "import", throw=True)
	if options.mode != ImportMode.ONLY_UPDATE:
		frappe.has_permission("CRM Contact", "create", throw=True)
	if options.mode != ImportMode.ONLY_CREATE:
		frappe.has_permission("CRM Contact", "write", throw=True)
	if options.create_prospects:
		frappe.has_permission("CRM Customer", "create", throw=True)


def chosen_mapping(header: Sequence[str], choices: Mapping[str, str] | None) -> dict[int, str]:
	"""Return `{column: fieldname}`: the guess, changed by `choices` or, where there are none, by what was chosen before.

	Raises `ImportChoiceError` for a column or field that does not exist. Raises `UnreadableFile` where the columns for the names
	are missing and no column is left that could be one.
	"""
	try:
		mapping = apply_choices(header, choices if choices else remembered_mapping(header))
	except ValueError as error:
		frappe.throw(
			_("“{0}” is no column of the file, no field to fill, or chosen twice.").format(shown(str(error))),
			ImportChoiceError,
		)
	if len(header) - len(mapping) < len(missing_fields(mapping)):
		raise UnreadableFile(FileProblem.NO_NAMES)
	return mapping


def remembered_mapping(header: Sequence[str]) -> dict[str, str]:
	"""Return what the user chose the last time for a file with the same headers, `{}` where that was never."""
	last = frappe.get_all(
		"CRM Contact Import",
		filters={"headers_key": headers_key(header), "owner": frappe.session.user},
		order_by="creation desc, name desc",
		limit=1,
		pluck="mapping",
	)
	return frappe.parse_json(last[0]) if last and last[0] else {}


def rules_of_site(options: ImportOptions) -> Rules:
	"""Return what planning must know about the site and of what was chosen."""
	meta = frappe.get_meta("CRM Contact")
	return Rules(
		region=region_of(None),
		statuses=tuple(filter(None, (meta.get_field("status").options or "").split("\n"))),
		contact_types=tuple(filter(None, (meta.get_field("contact_type").options or "").split("\n"))),
		chosen_region=region_of(options.phone_country) if options.phone_country else None,
		regions=regions_by_name(),
		leaves_bad_phones=options.leave_bad_phones,
	)


def shown(value: object) -> str:
	"""Return a caller's text as it may stand in a sentence."""
	return frappe.utils.escape_html(str(value)[:100])
