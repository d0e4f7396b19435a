// @ in the text of a follow-up's form.
import { mentioned_in, offer_mentions } from "../crm_shared/mentions";

/** Offer colleagues in the text. */
export function mention_in_note(frm) {
	const field = frm.fields_dict.content?.$input?.[0];
	if (!field || frm.crm_mentioning === field) return;
	frm.crm_mentioning = field;
	frm.crm_chosen = [];
	offer_mentions(field, (person) => frm.crm_chosen.push(person));
}

/** Send whom the writer mentioned with the save. */
export function send_mentions(frm) {
	frm.doc.mentioned = mentioned_in(frm.doc.content, frm.crm_chosen || []);
	frm.crm_chosen = [];
}
