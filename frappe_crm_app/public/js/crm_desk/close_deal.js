// Winning and losing by the button of a deal's form: the same questions as on its page.
import { move_from_page } from "../crm_shared/moving";
import { save_typed } from "../crm_record/saving";

/** Close the deal of the form, once that is confirmed; what was typed is saved first. */
export async function close_deal(frm, stage) {
	if (!(await save_typed(frm))) return;
	const { doctype, name, title } = frm.doc;
	move_from_page({ doctype, name, title }, stage, { moved: () => frm.reload_doc(), refused: () => {} });
}
