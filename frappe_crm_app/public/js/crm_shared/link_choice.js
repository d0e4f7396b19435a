/**
 * Let a link field without a form know at once what was chosen. Frappe's shows the title of it, and knows of which record that is
 * only when the server has said that the record is there: whoever saves before would save the title.
 */
export function know_choice(control) {
	control.$input?.on("awesomplete-select", ({ originalEvent }) => {
		const { value, label } = control.awesomplete.get_item(originalEvent.text.value);
		if (!value) return;
		const shown = control.get_translated(label || value);
		control.title_value_map = { ...control.title_value_map, [shown]: value };
	});
}
