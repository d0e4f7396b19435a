// A strip of chips above a list, with how many rows each would show.
import { color_of } from "../crm_shared/enums";
import { number } from "../crm_shared/format";
import { element } from "./elements";
import { get_chips } from "./services/lists";

/**
 * Make the strip of a list; returns what brings it up to date after each refresh of the list.
 * `chips` are `{value, label}` of the field's values.
 */
export function add_list_strip(listview, fieldname, chips) {
	const strip = make_strip(listview);
	let latest = 0;

	return async function refresh() {
		const turn = ++latest;
		const counted = await get_chips(listview.doctype, listview.get_filters_for_args());
		if (turn === latest) draw(strip, listview, fieldname, chips, counted);
	};
}

/** Return the element above the rows that holds chips. */
export function make_strip(listview) {
	const strip = element("div", { class: "crm-list-strip", role: "group", "aria-label": __("Show") });
	listview.$frappe_list[0].prepend(strip);
	return strip;
}

/** Return a chip: a button with a number. */
export const chip = ({ value, label, color, count, is_pressed, choose }) =>
	element(
		"button",
		{
			type: "button",
			class: `crm-chip ${color}`,
			"aria-pressed": String(is_pressed),
			"data-value": value || "",
			onclick: choose,
		},
		label,
		element("span", { class: "crm-chip-count" }, number(count))
	);

function draw(strip, listview, fieldname, chips, { total, counts }) {
	const chosen = listview
		.get_filters_for_args()
		.find((filter) => filter[1] === fieldname && filter[2] === "=")?.[3];
	const all = { value: undefined, label: __("All"), color: "gray", count: total };
	const each = chips.map(({ value, label }) => ({
		value,
		label,
		color: color_of(listview.doctype, fieldname, value),
		count: counts[value] || 0,
	}));
	strip.replaceChildren(
		...[all, ...each].map((one) =>
			chip({
				...one,
				is_pressed: chosen === one.value,
				choose: () => choose(listview, fieldname, one.value),
			})
		)
	);
}

async function choose(listview, fieldname, value) {
	await listview.filter_area.remove(fieldname);
	if (value) await listview.filter_area.add([[listview.doctype, fieldname, "=", value]]);
	else listview.refresh();
}
