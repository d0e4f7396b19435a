// The fields of the dialog that moves many records: a stage, and what the stages ask for.

const REASON = "lost_reason";

/** Return the fields, `stages` as the server lists them; those that the chosen stage does not ask for stay hidden. */
export function moveFields(doctype, stages) {
	const asked = [...new Set(stages.flatMap((stage) => stage.fields))];
	return [stageField(stages), ...asked.map((fieldname) => askedField(doctype, fieldname)).filter(Boolean)];
}

/** Show what the chosen stage asks for, and hide the rest. */
export function showAsked(dialog, stages) {
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
