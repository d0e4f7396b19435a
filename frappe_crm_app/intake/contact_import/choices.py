"""Mapping and options of an import, as asked for and as remembered."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields

import frappe
from frappe import _
from frappe.core.doctype.docfield.docfield import DocField

from frappe_crm_app.frappe_crm_app.doctype.crm_contact_import.options import ImportMode, SharedEmails
from frappe_crm_app.frappe_crm_app.doctype.crm_pipeline.options import Tracks
from frappe_crm_app.intake.contact_import.columns import (
	COUNTRY,
	OWNER,
	SOURCE,
	STAGE,
	STORED_IN,
	TARGETS,
	apply_choices,
	headers_key,
	missing_fields,
)
from frappe_crm_app.intake.contact_import.own_fields import READABLE, OwnField, by_header_key
from frappe_crm_app.intake.contact_import.row_steps import Rules
from frappe_crm_app.intake.contact_import.tables import (
	NO_HEADER,
	FileProblem,
	ReadingChoices,
	Table,
	UnreadableFile,
)
from frappe_crm_app.kit.exceptions import ImportChoiceError
from frappe_crm_app.kit.field_values import read_text
from frappe_crm_app.records.identity.contact_details import region_of, regions_by_name
from frappe_crm_app.records.identity.normalise import clean_text
from frappe_crm_app.visibility.guards import can_hold, may_reassign
from frappe_crm_app.visibility.permlevels import unwritable_fields
from frappe_crm_app.visibility.roles import CRMRole


@dataclass(frozen=True)
class ImportOptions:
	"""What holds for all rows: `source`, `contact_owner` and `tag` are given to new contacts only.

	How the file is read (`encoding`, `sheet`, `header_row`) is found where it is not chosen. `shared_emails` is what becomes of
	people with the email of somebody else. Without `overwrite` an update fills only what is empty, without `lower_status` it lets
	nobody fall back. `one_name` takes people with one name, `leave_bad_phones` those whose phone is none, without it.
	`phone_country` is the country of phones without a prefix, unless the row names one. With `has_consented` all have agreed to mails in the
	words of `consent_wording`, and are subscribed to `mailing_list` where there is one.
	"""

	mode: ImportMode = ImportMode.BOTH
	source: str | None = None
	contact_owner: str | None = None
	tag: str | None = None
	create_prospects: bool = False
	send_to_respondio: bool = False
	encoding: str = ""
	sheet: str = ""
	header_row: int = 0
	shared_emails: SharedEmails = SharedEmails.LEFT_OUT
	overwrite: bool = True
	lower_status: bool = False
	one_name: bool = False
	phone_country: str | None = None
	leave_bad_phones: bool = False
	has_consented: bool = False
	consent_wording: str = ""
	mailing_list: str | None = None

	def as_dict(self) -> dict:
		"""Return the options by their names."""
		return asdict(self)

	@property
	def reading(self) -> ReadingChoices:
		"""Return what was chosen about reading the file."""
		return ReadingChoices(self.encoding, self.sheet, self.header_row)


TICKS = (
	"create_prospects",
	"send_to_respondio",
	"overwrite",
	"lower_status",
	"one_name",
	"leave_bad_phones",
	"has_consented",
)


def read_options(given: Mapping | None) -> ImportOptions:
	"""Return the options asked for; raises `ImportChoiceError`, or `frappe.PermissionError` where they are not the user's to choose."""
	asked = dict(given or {})
	given = {name: value for name, value in asked.items() if value}
	known = {field.name: field.default for field in fields(ImportOptions)}
	unknown = set(given) - set(known)
	if unknown:
		frappe.throw(_("There is no option “{0}”.").format(shown(sorted(unknown)[0])), ImportChoiceError)
	options = ImportOptions(
		mode=read_choice(ImportMode, given.get("mode"), ImportMode.BOTH),
		source=given.get("source"),
		contact_owner=given.get("contact_owner"),
		tag=clean_text(str(given.get("tag", "")).replace(",", " ")) or None,
		encoding=str(given.get("encoding", "")),
		sheet=str(given.get("sheet", "")),
		header_row=frappe.utils.cint(given.get("header_row")),
		shared_emails=read_choice(SharedEmails, given.get("shared_emails"), SharedEmails.LEFT_OUT),
		phone_country=given.get("phone_country"),
		consent_wording=read_text(
			str(given.get("consent_wording", "")), frappe._dict(label=_("Wording"), fieldtype="Small Text")
		)
		or "",
		mailing_list=given.get("mailing_list"),
		**{name: is_ticked(asked.get(name), known[name]) for name in TICKS},
	)
	check_options(options)
	return options


def is_ticked(given: object, default: bool) -> bool:
	"""Return whether an option is ticked; one that is not named, or is empty, is as it is by default."""
	return default if given in (None, "") else bool(frappe.utils.cint(given))


def read_choice(choices: type[ImportMode | SharedEmails], given: object, default: str) -> str:
	"""Return one of several choices; raises `ImportChoiceError`."""
	try:
		return choices(given or default)
	except ValueError:
		frappe.throw(_("“{0}” is no way to import.").format(shown(given)), ImportChoiceError)


def refuse_unproven(options: ImportOptions) -> None:
	"""Raise `ImportChoiceError` for a consent without its wording, and for a mailing list without a consent or that is none."""
	if options.mailing_list and not frappe.db.exists("CRM Mailing List", options.mailing_list):
		frappe.throw(_("There is no such mailing list."), ImportChoiceError)
	if options.mailing_list and not options.has_consented:
		frappe.throw(_("Only people who have agreed are subscribed: say that they have."), ImportChoiceError)
	if options.has_consented and not options.consent_wording:
		frappe.throw(_("Say in which words the people have agreed to mails."), ImportChoiceError)


def check_options(options: ImportOptions) -> None:
	"""Raise where a chosen source or owner is none, or where the user may not give contacts to that owner."""
	chosen = {"CRM Source": options.source, "User": options.contact_owner, "Country": options.phone_country}
	for doctype, name in chosen.items():
		if name and not frappe.db.exists(doctype, name):
			frappe.throw(_("There is no {0} {1}.").format(_(doctype), shown(name)), ImportChoiceError)
	refuse_unproven(options)
	if options.send_to_respondio and not options.create_prospects:
		frappe.throw(
			_("Only new prospects are sent to respond.io: let the import make them."), ImportChoiceError
		)
	if options.header_row < NO_HEADER:
		frappe.throw(_("“{0}” is no row of a file.").format(options.header_row), ImportChoiceError)
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


def chosen_mapping(table: Table, choices: Mapping[str, str] | None) -> dict[int, str]:
	"""Return `{column: fieldname}`: the guess, changed by `choices` or, where there are none, by what was chosen before.

	Raises `ImportChoiceError` for a column or field that does not exist. Raises `UnreadableFile` where the columns for the names
	are missing and no column is left that could be one, unless another sheet may have them.
	"""
	header = table.header
	try:
		mapping = without_unwritable(
			mapping_by(header, choices if choices else remembered_mapping(header)), choices or {}
		)
	except ValueError as error:
		frappe.throw(
			_("“{0}” is no column of the file, no field to fill, or chosen twice.").format(shown(str(error))),
			ImportChoiceError,
		)
	if len(header) - len(mapping) < len(missing_fields(mapping)) and len(table.source.sheets) < 2:
		raise UnreadableFile(FileProblem.NO_NAMES)
	return mapping


def mapping_by(header: Sequence[str], choices: Mapping[str, str]) -> dict[int, str]:
	"""Return `{column: fieldname}` by these choices; raises `ValueError` for one that cannot be."""
	return apply_choices(header, choices, by_header_key(own_fields()))


def without_unwritable(mapping: Mapping[int, str], choices: Mapping[str, str]) -> dict[int, str]:
	"""Return a mapping without the fields of a permission level that the user does not write; raises `ImportChoiceError` for a chosen one."""
	refused = {
		target for target, fieldname in STORED_IN.items() if fieldname in unwritable_fields("CRM Contact")
	}
	chosen = sorted(refused.intersection(choices.values()))
	if chosen:
		frappe.throw(
			_("You may not write the field {0}.").format(label_of(STORED_IN[chosen[0]])), ImportChoiceError
		)
	return {column: target for column, target in mapping.items() if target not in refused}


def label_of(fieldname: str) -> str:
	"""Return how a field of contacts is called."""
	return _(frappe.get_meta("CRM Contact").get_label(fieldname))


def own_fields() -> dict[str, OwnField]:
	"""Return the fields that the site has added to contacts and a column can fill, by fieldname."""
	return {
		field.fieldname: OwnField(
			field.fieldname,
			_(field.label or field.fieldname),
			field.fieldtype,
			tuple(filter(None, (field.options or "").split("\n"))) if field.fieldtype == "Select" else (),
		)
		for field in frappe.get_meta("CRM Contact").fields
		if field.get("is_custom_field") and is_fillable(field)
	}


def is_fillable(field: DocField) -> bool:
	"""Return whether a column can fill a field: one that people may change, whose values can be read."""
	is_open = not (field.read_only or field.hidden or field.permlevel or field.unique)
	return is_open and field.fieldtype in READABLE and field.fieldname not in TARGETS


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


def rules_of_site(options: ImportOptions, mapping: Mapping[int, str]) -> Rules:
	"""Return what planning must know about the site and of what was chosen; asks only for what columns need."""
	meta = frappe.get_meta("CRM Contact")
	fields = set(mapping.values())
	return Rules(
		region=region_of(None),
		statuses=tuple(filter(None, (meta.get_field("status").options or "").split("\n"))),
		contact_types=tuple(filter(None, (meta.get_field("contact_type").options or "").split("\n"))),
		chosen_region=region_of(options.phone_country) if options.phone_country else None,
		regions=regions_by_name() if COUNTRY in fields else {},
		owners=possible_owners() if OWNER in fields else {},
		one_name=options.one_name,
		stages=stages_of_prospects() if STAGE in fields and options.create_prospects else None,
		own_fields={name: field for name, field in own_fields().items() if name in fields},
		leaves_bad_phones=options.leave_bad_phones,
		sources=sources_by_name() if SOURCE in fields else {},
	)


def stages_of_prospects() -> dict[str, str]:
	"""Return the stages of the follow-up pipelines by their names in small letters; of two the default pipeline's."""
	pipelines = frappe.get_all(
		"CRM Pipeline",
		{"tracks": Tracks.FOLLOW_UPS, "is_archived": 0},
		order_by="is_default asc, name asc",
		pluck="name",
	)
	stages = frappe.get_all(
		"CRM Stage",
		filters={"pipeline": ("in", pipelines or [""]), "is_archived": 0},
		fields=["name", "stage_name", "pipeline"],
		order_by="name asc",
	)
	stages.sort(key=lambda stage: pipelines.index(stage.pipeline))
	return {
		name.casefold(): stage.name for stage in stages for name in (stage.stage_name, _(stage.stage_name))
	}


def sources_by_name() -> dict[str, str]:
	"""Return the CRM Sources by their names, and by what these are called in the user's language, in small letters."""
	sources = frappe.get_all("CRM Source", fields=["name", "source_name"], order_by="name asc")
	return {
		name.casefold(): source.name
		for source in sources
		for name in (_(source.source_name), source.source_name)
	}


def possible_owners() -> dict[str, str]:
	"""Return whom the user may give contacts to, by email and by full name, in small letters; a name that two bear is `""`."""
	filters = {"enabled": 1, "user_type": "System User", "name": ("!=", "Guest")}
	if not may_reassign():
		filters["name"] = frappe.session.user
	users = frappe.get_all("User", filters=filters, fields=["name", "full_name"], order_by="name asc")
	holders = set(
		frappe.get_all(
			"Has Role", {"parenttype": "User", "role": ("in", [*CRMRole])}, pluck="parent", order_by=None
		)
	)
	owners: dict[str, str] = {}
	for user in users:
		if user.name not in holders and user.name != "Administrator":
			continue
		name = (user.full_name or "").casefold()
		owners[name] = "" if name in owners else user.name
		owners[user.name.casefold()] = user.name
	return owners


def shown(value: object) -> str:
	"""Return a caller's text as it may stand in a sentence."""
	return frappe.utils.escape_html(str(value)[:100])
