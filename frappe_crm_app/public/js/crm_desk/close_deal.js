// Winning and losing from a deal's form, by its button or by its stage: the same questions as on its page.
import { ask_before_closing, is_closing, tell_of_plans } from "../crm_shared/closing";
import { move_from_page } from "../crm_shared/moving";
import { save_typed } from "../crm_record/saving";

/** Close the deal of the form, once that is confirmed; what was typed is saved first. */
export async function close_deal(frm, stage) {
	if (!(await save_typed(frm))) return;
	const { doctype, name, title } = frm.doc;
	move_from_page({ doctype, name, title }, stage, { moved: () => frm.reload_doc(), refused: () => {} });
}

/** Remember in which stage the deal of the form is stored. */
export function remember_stage(frm) {
	if (!frm.is_dirty()) frm.crm_stage = frm.doc.stage;
}

/**
 * Ask, before the form is saved, whether the stage chosen in it closes the deal; where that is not confirmed, nothing is saved. The save
 * takes along the follow-ups that it is to cancel.
 */
export async function ask_when_closed(frm) {
	delete frm.doc.cancelled_plans;
	frm.crm_plans = [];
	const { doctype, name, title, stage, lost_reason } = frm.doc;
	if (frm.is_new() || !stage || stage === frm.crm_stage) return;
	const chosen = await stage_of(stage);
	if (!is_closing(doctype, chosen)) return;
	const answer = await ask_before_closing({ name, title }, chosen, Boolean(lost_reason));
	if (!answer) {
		frappe.validated = false;
		return;
	}
	frm.crm_plans = frm.doc.cancelled_plans = answer.cancelled_plans;
	await frm.set_value(answer.values);
}

/** Say, once the form is saved, which of the follow-ups that were to be cancelled stay open. */
export function tell_of_kept_plans(frm) {
	const plans = frm.crm_plans || [];
	frm.crm_plans = [];
	if (plans.length) tell_of_plans(plans, frm.doc.__onload?.cancelled_plans || 0);
}

async function stage_of(stage) {
	const { message } = await frappe.db.get_value("CRM Stage", stage, ["outcome", "stage_name"]);
	return { stage, ...message };
}
