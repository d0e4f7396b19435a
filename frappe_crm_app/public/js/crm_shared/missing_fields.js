import { Outcome } from "../crm_shared/enums";
import { know_choices, links_are_read } from "./link_choice";

const TABLES = ["Table", "Table MultiSelect"];

// A stage asks for fields that the record lacks: a small dialog asks for just those. Whether it can is the answer.
export function can_be_asked(doctype, fieldnames) {
	return new Promise((resolve) =>
		frappe.model.with_doctype(doctype, () => {
			const fields = fieldnames.map((name) => frappe.meta.get_docfield(doctype, name));
			resolve(fields.every((field) => field && !TABLES.includes(field.fieldtype)));
		})
	);
}

export function ask_for_missing_fields(doctype, card, column, fieldnames, submit) {
	frappe.model.with_doctype(doctype, () => {
		const dialog = new frappe.ui.Dialog({
			title: __("Move to {0}", [column.stage_name]),
			fields: [intro(card, column), ...fieldnames.flatMap((name) => fields_for(doctype, name))],
			primary_action_label: __("Move"),
			async primary_action() {
				await links_are_read();
				const values = dialog.get_values();
				if (!values) return;
				dialog.hide();
				await submit(values);
			},
		});
		dialog.$wrapper.addClass("crm-board-dialog");
		know_choices(dialog);
		dialog.show();
	});
}

function intro(card, column) {
	const sentence =
		column.outcome === Outcome.LOST ? __("Why was {0} lost?") : __("{0} needs a little more first.");
	const title = `<strong>${frappe.utils.escape_html(card.title)}</strong>`;
	return { fieldtype: "HTML", options: `<p>${sentence.replace("{0}", title)}</p>` };
}

/** Return a field of the record as a dialog asks for it; beside the reason of a loss, its notes. */
export function fields_for(doctype, fieldname) {
	const field = frappe.meta.get_docfield(doctype, fieldname);
	if (!field) return [];
	const asked = {
		fieldname,
		label: __(field.label),
		fieldtype: field.fieldtype,
		options: field.options,
		reqd: 1,
	};
	if (fieldname !== "lost_reason") return [asked];
	return [
		{ ...asked, only_select: 1 },
		{ fieldname: "lost_notes", label: __("Lost Notes"), fieldtype: "Small Text" },
	];
}
