// A record is moved from its page: what closes it is asked about first, and what the stage asks for where it is missing.
import { ask_before_closing, is_closing, tell_of_plans } from "./closing";
import { ask_for_missing_fields, can_be_asked } from "./missing_fields";
import { move_record } from "./services/records";

/**
 * Move a record, `{doctype, name, title}`, to a stage, `{stage, stage_name, outcome}`. `moved()` is called once it is there,
 * `refused(sentence)` where it stays.
 */
export async function move_from_page(record, stage, { moved, refused }) {
	const closing = is_closing(record.doctype, stage) ? await ask_before_closing(record, stage) : {};
	if (closing) await move_now(record, stage, closing, { moved, refused });
}

async function move_now(record, stage, { values = null, cancelled_plans = [] }, heard) {
	const { doctype, name } = record;
	try {
		const answer = await move_record(doctype, name, stage.stage, values, cancelled_plans);
		tell_of_plans(cancelled_plans, answer.cancelled_plans);
	} catch (refusal) {
		const { missing_fields, message } = refusal;
		heard.refused(message);
		if (!missing_fields.length || !(await can_be_asked(doctype, missing_fields))) {
			frappe.show_alert({ message: frappe.utils.escape_html(message), indicator: "red" }, 7);
			return;
		}
		ask_for_missing_fields(doctype, record, stage, missing_fields, (typed) =>
			move_now(record, stage, { values: { ...values, ...typed }, cancelled_plans }, heard)
		);
		return;
	}
	heard.moved();
}
