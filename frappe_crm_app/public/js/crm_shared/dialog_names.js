// Frappe's dialogs and their selects tell a screen reader no name, and those of Frappe 16 explain their fields in a grey that is too light.

/** Name a dialog that is shown, its button that closes it, and its fields. */
export function name_for_readers(dialog) {
	const wrapper = dialog.$wrapper[0];
	wrapper.classList.add("crm-dialog");
	wrapper.setAttribute("aria-label", wrapper.querySelector(".modal-title")?.textContent.trim() || "");
	wrapper.querySelector(".btn-modal-close")?.setAttribute("aria-label", __("Close"));
	for (const { df, $input } of dialog.fields_list) if (df.label) $input?.attr("aria-label", df.label);
}
