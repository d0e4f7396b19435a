/**
 * Let a link field without a form know at once what was chosen. Frappe's shows the title of it, and knows of which record that is
 * only when the server has said that the record is there: whoever saves before would save the title.
 */
export function know_choice(control) {
	control.$input?.on("awesomplete-select", ({ originalEvent }) => remember(control, originalEvent));
}

/** The same for all link fields of a dialog, also those that are shown later. */
export function know_choices({ $wrapper, fields_list }) {
	$wrapper.on("awesomplete-select", ({ target, originalEvent }) => {
		const control = fields_list.find(({ input }) => input === target);
		if (control?.df.fieldtype === "Link") remember(control, originalEvent);
	});
}

/** Wait until the server has answered for a link whose title was typed: until then, its field gives that instead of the name. */
export async function links_are_read() {
	await frappe.after_ajax();
	await new Promise((resolve) => setTimeout(resolve));
}

// What makes a record, or searches, is none: Frappe has taken its value away by now.
function remember(control, { text }) {
	const { value, label } = control.awesomplete.get_item(text.value) || {};
	if (!value) return;
	const shown = control.get_translated(label || value);
	control.title_value_map = { ...control.title_value_map, [shown]: value };
}
