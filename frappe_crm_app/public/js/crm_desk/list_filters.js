// The fields to filter by above a list: on a phone they would fill half of it, and are folded behind a button. Frappe 16 has one itself.
import { element } from "./elements";

/** Fold the fields to filter by where the window is as narrow as a phone; the button says how many of them are filled in. */
export function fold_filters(listview) {
	const form = listview.page.page_form[0];
	const fields = form.querySelector(".standard-filter-section");
	const place = listview.$filter_section?.[0];
	if (!fields || !place || form.querySelector(".crm-fold-filters, .filter-toggle")) return;
	fields.id = fields.id || `crm-filters-${listview.doctype.replaceAll(" ", "-")}`;
	const button = element("button", {
		type: "button",
		class: "btn btn-default btn-sm crm-fold-filters",
		"aria-controls": fields.id,
		"aria-expanded": "false",
		onclick: () => button.setAttribute("aria-expanded", String(!form.classList.toggle("crm-folded"))),
	});
	form.classList.add("crm-folded");
	place.prepend(button);
	const count = () => (button.textContent = label_of(listview.filter_area.get_standard_filters().length));
	count();
	const after_render = listview.after_render.bind(listview);
	listview.after_render = () => {
		after_render();
		count();
	};
}

const label_of = (filled) => (filled ? __("Fields ({0})", [filled]) : __("Fields"));
