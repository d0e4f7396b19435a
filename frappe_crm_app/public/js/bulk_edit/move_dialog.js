// The fields of the dialog that moves many records: a stage, what the stages ask for, and what becomes of the follow-ups of deals that
// are won or lost, as where one is (`closing.js`).
import { NoteStatus, Outcome } from "../crm_shared/enums";
import { number } from "../crm_shared/format";

const NOTE = "CRM Follow-up Note";
const DEAL = "CRM Sales Deal";
const REASON = "lost_reason";

/** Return the fields, `stages` as the server lists them; those that the chosen stage does not ask for stay hidden. */
export function moveFields(doctype, stages) {
	const asked = [...new Set(stages.flatMap((stage) => stage.fields))];
	return [
		stageField(stages),
		...asked.map((fieldname) => askedField(doctype, fieldname)).filter(Boolean),
		...(doctype === DEAL ? planFields() : []),
	];
}

/** Show what the chosen stage asks for, and hide the rest; `ticked` are the names of the ticked rows. */
export function showAsked(dialog, stages, ticked) {
	if (dialog.has_field("cancel_plans")) showPlans(dialog, stages, ticked);
	const asked = fieldsOf(stages, dialog.get_value("stage"));
	for (const { fieldname, is_asked } of dialog.fields) {
		if (!is_asked) continue;
		const is_shown = asked.includes(fieldname);
		dialog.set_df_property(fieldname, "hidden", is_shown ? 0 : 1);
		// no open deal has a reason yet: without one, each of them would be refused
		dialog.set_df_property(fieldname, "reqd", is_shown && fieldname === REASON ? 1 : 0);
	}
}

/** Return what was filled in of the fields that the chosen stage asks for. */
export function askedValues(stages, values) {
	const filled = fieldsOf(stages, values.stage).filter((fieldname) => values[fieldname]);
	return Object.fromEntries(filled.map((fieldname) => [fieldname, values[fieldname]]));
}

/** Return whether the open follow-ups of the deals are to be cancelled. */
export const cancelsPlans = (stages, values) =>
	Boolean(closes(stages, values.stage) && values.cancel_plans) || undefined;

const closes = (stages, chosen) =>
	[Outcome.WON, Outcome.LOST].includes(stages.find(({ stage }) => stage === chosen)?.outcome);

// Each deal's owner is mailed when it is won: what happens is said before it does.
async function showPlans(dialog, stages, ticked) {
	const is_closing = closes(stages, dialog.get_value("stage"));
	for (const fieldname of ["closing", "cancel_plans"]) {
		dialog.set_df_property(fieldname, "hidden", is_closing ? 0 : 1);
	}
	if (!is_closing) return;
	const is_ticked = dialog.get_value("which") === "ticked";
	const plans = is_ticked ? await countPlans(ticked) : null;
	const label =
		plans === null
			? __("Cancel their open follow-ups")
			: __("Cancel their open follow-ups ({0})", [number(plans)]);
	dialog.set_df_property("cancel_plans", "label", label);
}

const countPlans = (deals) =>
	frappe.db.count(NOTE, { filters: { deal: ["in", deals], status: NoteStatus.OPEN } }).catch(() => null);

function planFields() {
	const sentence = __("This closes each of the deals, and tells the owners of those that are won.");
	return [
		{ fieldname: "closing", fieldtype: "HTML", options: `<p>${sentence}</p>`, hidden: 1 },
		{
			fieldname: "cancel_plans",
			fieldtype: "Check",
			label: __("Cancel their open follow-ups"),
			default: 1,
			hidden: 1,
		},
	];
}

const fieldsOf = (stages, chosen) => stages.find(({ stage }) => stage === chosen)?.fields || [];

function stageField(stages) {
	const has_several = new Set(stages.map((stage) => stage.pipeline)).size > 1;
	const options = stages.map(({ stage, stage_name, pipeline_name }) => ({
		value: stage,
		label: has_several ? `${__(pipeline_name)}: ${__(stage_name)}` : __(stage_name),
	}));
	return {
		fieldname: "stage",
		label: __("To Stage"),
		fieldtype: "Select",
		options: [{ value: "", label: "" }, ...options],
		reqd: 1,
	};
}

// A field of the record that a stage asks for, as the dialog has it.
function askedField(doctype, fieldname) {
	const field = frappe.meta.get_docfield(doctype, fieldname);
	if (!field) return null;
	const { label, fieldtype, options } = field;
	const description = __("Fills what a record lacks; what it has is kept.");
	return {
		fieldname,
		label: __(label, null, doctype),
		fieldtype,
		options: fieldtype === "Currency" ? undefined : options,
		description,
		hidden: 1,
		is_asked: true,
	};
}
