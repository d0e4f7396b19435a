// Chooses field by field what the kept record has, then merges.

import { Side } from "../crm_shared/enums";
import { get_differences, merge } from "./services";

export async function choose_and_merge(frm, remove, title) {
	const { doctype, docname: keep } = frm;
	const rows = await get_differences(doctype, keep, remove);
	const dialog = new frappe.ui.Dialog({
		title: __("Merge {0}", [frappe.utils.escape_html(title)]),
		size: "large",
		fields: [{ fieldtype: "HTML", fieldname: "choices" }],
		primary_action_label: __("Merge"),
		async primary_action() {
			const done = await merge(doctype, keep, remove, chosen(dialog));
			dialog.hide();
			frappe.model.clear_doc(doctype, remove);
			await frm.reload_doc();
			say_done(done.merge);
		},
	});
	dialog.fields_dict.choices.$wrapper.html(explanation(title) + table(rows, title));
	dialog.show();
}

function explanation(title) {
	const text = __(
		"Notes, deals, files, comments, mails, tags and assignments of {0} will belong to this record, and {0} will be removed. This can be undone.",
		[`<b>${frappe.utils.escape_html(title)}</b>`]
	);
	return `<p class="text-muted">${text}</p>`;
}

function table(rows, title) {
	if (!rows.length) return `<p>${__("Their fields do not differ.")}</p>`;
	const heads = [__("Field"), __("This record"), frappe.utils.escape_html(title)];
	return `<table class="table table-bordered"><thead><tr>${heads
		.map((head) => `<th scope="col">${head}</th>`)
		.join("")}</tr></thead><tbody>${rows.map(line).join("")}</tbody></table>`;
}

function line(row) {
	const label = frappe.utils.escape_html(row.label);
	const cells = [Side.KEEP, Side.REMOVE].map((side) => `<td>${option(row, side)}</td>`);
	return `<tr role="radiogroup" aria-label="${label}"><th scope="row">${label}</th>${cells.join("")}</tr>`;
}

function option(row, side) {
	const text = frappe.utils.escape_html(row[side]) || `<span class="text-muted">${__("Empty")}</span>`;
	const checked = row.side === side ? "checked" : "";
	return `<label style="font-weight: normal; margin: 0; overflow-wrap: anywhere">
		<input type="radio" name="crm-merge-${row.fieldname}" data-fieldname="${row.fieldname}"
			value="${side}" ${checked}> ${text}</label>`;
}

function chosen(dialog) {
	const inputs = dialog.$wrapper.find("input[data-fieldname]:checked").toArray();
	return Object.fromEntries(inputs.map((input) => [input.dataset.fieldname, input.value]));
}

function say_done(merge_name) {
	const link = frappe.utils.get_form_link("CRM Merge", merge_name, true, __("Undo"));
	frappe.show_alert({ message: `${__("Merged.")} ${link}`, indicator: "green" }, 15);
}
