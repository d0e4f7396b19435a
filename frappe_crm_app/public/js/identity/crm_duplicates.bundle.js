// Above a contact's or customer's form: which others may be the same, and making them one.

import { choose_and_merge } from "./merge_dialog";
import { get_possible_duplicates } from "./services";

frappe.provide("frappe.crm_duplicates");

frappe.crm_duplicates.show = async (frm) => {
	const { doctype, docname } = frm;
	const found = await get_possible_duplicates(doctype, docname);
	if (!found?.length || frm.docname !== docname) return;
	const can_merge = frm.perm[0]?.write && !frm.is_dirty();
	const links = found.map(({ name, title, sign }) => {
		const link = frappe.utils.get_form_link(doctype, name, true, frappe.utils.escape_html(title));
		return `${link} (${frappe.utils.escape_html(sign)}) ${can_merge ? button(name, title) : ""}`.trim();
	});
	// Frappe adds a banner each time: a form that is shown again has one already.
	frm.layout.wrapper.find("[data-crm-duplicates]").closest(".form-message").remove();
	const text = `${__("Possible duplicates:")} ${links.join(", ")}`;
	frm.dashboard.set_headline(`<span data-crm-duplicates>${text}</span>`, "yellow");
	frm.layout.wrapper.find("[data-crm-merge]").on("click", (event) => {
		const { crmMerge: name, title } = event.currentTarget.dataset;
		choose_and_merge(frm, name, title);
	});
};

function button(name, title) {
	const [id, text] = [name, title].map((value) => frappe.utils.escape_html(value));
	const label = frappe.utils.escape_html(__("Merge {0} into this record", [title]));
	return `<button type="button" class="btn btn-xs btn-default" data-crm-merge="${id}" data-title="${text}"
		aria-label="${label}">${__("Merge")}</button>`;
}
