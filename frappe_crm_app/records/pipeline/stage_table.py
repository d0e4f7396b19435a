"""The stages of a pipeline as one table: read, edited row by row, ordered, removed, all at once or not at all."""

from collections.abc import Iterable, Mapping

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.query_builder.functions import Count

from frappe_crm_app.frappe_crm_app.doctype.crm_stage.options import Outcome
from frappe_crm_app.kit.exceptions import RecordInUseError, StageError
from frappe_crm_app.kit.phrases import plural
from frappe_crm_app.kit.received import read_json, read_texts
from frappe_crm_app.kit.storable_texts import is_storable
from frappe_crm_app.records.pipeline.stage_locks import count_standing

EDITED = ("stage_name", "stage_group", "outcome", "probability", "color", "rot_after_days")
MOST_STAGES = 50


def read_table(pipeline: Document) -> dict:
	"""Return `{pipeline, title, tracks, may_write, warning, stages: [{name, position, is_archived, records, …EDITED}]}`, in the order of the columns.

	To an archived stage nothing comes, so `warning` is about the others. `records` is how many deals or customers stand there, for whoever may change the table, `None` for others.
	"""
	may_write = bool(frappe.has_permission("CRM Pipeline", "write", pipeline))
	stages = frappe.get_all(
		"CRM Stage",
		filters={"pipeline": pipeline.name},
		fields=["name", "position", "is_archived", *EDITED],
		order_by="position asc, name asc",
	)
	counts = count_by_stage(pipeline.name) if may_write else None
	return {
		"pipeline": pipeline.name,
		"title": pipeline.pipeline_name,
		"tracks": pipeline.tracks,
		"may_write": may_write,
		"warning": warning_of(stage.outcome for stage in stages if not stage.is_archived),
		"stages": [
			{**stage, "records": None if counts is None else counts.get(stage.name, 0)} for stage in stages
		],
	}


def count_by_stage(pipeline: str) -> dict[str, int]:
	"""Return how many deals and customers stand in each stage of the pipeline that holds any."""
	counts = {}
	for doctype in ("CRM Sales Deal", "CRM Customer"):
		record = frappe.qb.DocType(doctype)
		query = frappe.qb.from_(record).select(record.stage, Count("*")).where(record.pipeline == pipeline)
		for stage, number in query.groupby(record.stage).run():
			counts[stage] = counts.get(stage, 0) + number
	return counts


def missing_outcomes(outcomes: Iterable[str]) -> tuple[Outcome, ...]:
	"""Return which of open, won and lost no stage stands for."""
	there = set(outcomes)
	return tuple(outcome for outcome in Outcome if outcome not in there)


def warning_of(outcomes: Iterable[str]) -> str:
	"""Return one sentence on what cannot happen in a pipeline with stages of these outcomes, `""` where everything can."""
	missing = missing_outcomes(outcomes)
	if Outcome.OPEN in missing:
		return _("No stage of this pipeline is open, so nothing can begin in it.")
	if len(missing) > 1:
		return _("This pipeline has no stage for Won and none for Lost, so nothing in it is ever closed.")
	if Outcome.WON in missing:
		return _("This pipeline has no stage for Won, so nothing in it can be won.")
	if Outcome.LOST in missing:
		return _("This pipeline has no stage for Lost, so nothing in it can be given up.")
	return ""


def save_table(pipeline: Document, rows: object, removed: object) -> None:
	"""Remove the stages named in `removed`, then save `rows` as the pipeline's first stages, in this order; one without a name is new.

	Stages that are in neither, since somebody has added them meanwhile, follow. Raises `StageError` or what a stage's own save raises.
	"""
	stages = read_rows(rows)
	there = stages_of(pipeline.name)
	gone = read_texts(removed, refuse_no_table)
	refuse_other_stages([*gone, *(row["name"] for row in stages if row["name"])], there)
	for name in gone:
		frappe.delete_doc("CRM Stage", name)
	named = {row["name"] for row in stages}
	others = [name for name in there if name not in named and name not in gone]
	renamed = [row["name"] for row in stages if row["name"] and is_renamed(row, there[row["name"]])]
	for position, row in enumerate(stages, start=1):
		renamed = [name for name in renamed if name != row["name"]]
		save_row(pipeline.name, position, row, renamed)
	for position, name in enumerate(others, start=len(stages) + 1):
		save_row(pipeline.name, position, {"name": name})


def is_renamed(row: Mapping, stored: str) -> bool:
	"""Return whether a row gives its stage another name than is stored."""
	return "stage_name" in row and not is_same(stored, row["stage_name"])


def save_row(pipeline: str, position: int, row: Mapping, renamed_later: Iterable[str] = ()) -> None:
	"""Save a stage at a place of its pipeline, where something of it is another than stored.

	`renamed_later` are stages that give up their names in the same table, after this one: two may change theirs with each other.
	"""
	if row["name"]:
		stage = frappe.get_doc("CRM Stage", row["name"])
	else:
		stage = frappe.new_doc("CRM Stage", pipeline=pipeline)
	values = {"position": position, **{field: row[field] for field in EDITED if field in row}}
	if not stage.is_new() and all(is_same(stage.get(field), value) for field, value in values.items()):
		return
	stage.update(values)
	stage.flags.renamed_later = list(renamed_later)
	stage.save()


def is_same(stored: object, given: object) -> bool:
	"""Return whether a value is what is stored, as numbers and texts are given."""
	if not isinstance(stored, int | float):
		return str(stored or "") == str(given or "")
	try:
		return stored == float(given or 0)
	except (ValueError, OverflowError):
		return False  # the stage's own save says what is wrong with it


def read_rows(rows: object) -> list[dict]:
	"""Return the rows, each with its `name` or `""`; raises `StageError` for what is no such table."""
	rows = read_json(rows)
	if not isinstance(rows, list) or not all(is_row(row) for row in rows):
		refuse_no_table()
	if len(rows) > MOST_STAGES:
		frappe.throw(_("A pipeline has at most {0} stages.").format(MOST_STAGES), StageError)
	names = [row["name"] for row in rows if row.get("name")]
	if len(names) != len(set(names)):
		refuse_no_table()
	return [{**row, "name": row.get("name") or ""} for row in rows]


def is_row(row: object) -> bool:
	"""Return whether something is an object whose values are texts that can be stored, or numbers."""
	return isinstance(row, dict) and all(
		value is None or isinstance(value, int | float) or is_storable(value) for value in row.values()
	)


def refuse_no_table() -> None:
	frappe.throw(_("The stages are a list of rows, each stage once."), StageError)


def stages_of(pipeline: str) -> dict[str, str]:
	"""Return the names of the pipeline's stages, in their order, each with what people call it."""
	stages = frappe.get_all(
		"CRM Stage",
		filters={"pipeline": pipeline},
		fields=["name", "stage_name"],
		order_by="position asc, name asc",
	)
	return {stage.name: stage.stage_name for stage in stages}


def refuse_other_stages(names: list[str], there: Iterable[str]) -> None:
	"""Raise `StageError` where a stage is named that the pipeline does not have, or has no longer."""
	if not set(names) <= set(there):
		frappe.throw(_("Somebody has removed a stage meanwhile. Reload the table and try again."), StageError)


def refuse_losing_records(stage: Document) -> None:
	"""Raise `RecordInUseError` where records stand in a stage that is to be deleted, or have passed through it."""
	title = frappe.utils.escape_html(stage.stage_name)
	for doctype, sentence in (("CRM Sales Deal", deals_stand), ("CRM Customer", customers_stand)):
		count = count_standing(doctype, stage.name)
		if count:
			frappe.throw(sentence(count, title), RecordInUseError)
	if any(frappe.db.exists("CRM Stage Change", {end: stage.name}) for end in ("from_stage", "to_stage")):
		frappe.throw(
			_(
				"Records have passed through “{0}”, and their history names it. Give it another name instead."
			).format(title),
			RecordInUseError,
		)


def deals_stand(count: int, stage: str) -> str:
	return plural(
		count,
		"1 deal stands in “{1}”. Move it before the stage is deleted.",
		"{0} deals stand in “{1}”. Move them before the stage is deleted.",
		stage,
	)


def customers_stand(count: int, stage: str) -> str:
	return plural(
		count,
		"1 customer stands in “{1}”. Move it before the stage is deleted.",
		"{0} customers stand in “{1}”. Move them before the stage is deleted.",
		stage,
	)
