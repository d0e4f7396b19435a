// Chips above a list, each of which is a few filters of it. What each means comes from the server with its number.
import { chip, make_strip } from "./list_strip";

/**
 * Make the strip; returns what brings it up to date after each refresh of the list.
 * `groups` are `{fieldnames, chips: [{value, label, color}]}`: the chips of a group set the filters on its fields, and of the first group
 * one shows all. `ask` answers `{total, counts, filters}` for the list's filters.
 */
export function add_filter_strip(listview, groups, ask) {
	const strip = make_strip(listview);
	let latest = 0;

	return async function refresh() {
		const turn = ++latest;
		const answer = await ask(listview.get_filters_for_args());
		if (turn !== latest) return;
		const all = { value: "", label: __("All"), color: "gray" };
		strip.replaceChildren(
			make(listview, all, groups[0].fieldnames, [], answer.total),
			...groups.flatMap(({ fieldnames, chips }) =>
				chips.map((one) =>
					make(listview, one, fieldnames, answer.filters[one.value], answer.counts[one.value])
				)
			)
		);
	};
}

/** A chip that sets the list's filters on some fields to its own, or takes them away again. */
function make(listview, { value, label, color }, fieldnames, filters, count) {
	const is_pressed = is_same(filters_on(listview, fieldnames), filters);
	const choose = () => set_filters(listview, fieldnames, is_pressed ? [] : filters);
	return chip({ value, label, color, count, is_pressed, choose });
}

const filters_on = (listview, fieldnames) =>
	listview.get_filters_for_args().filter((filter) => fieldnames.includes(filter[1]));

function is_same(some, others) {
	const texts = (filters) => filters.map((filter) => filter.slice(1, 4).join("|")).sort();
	return JSON.stringify(texts(some)) === JSON.stringify(texts(others));
}

async function set_filters(listview, fieldnames, filters) {
	const { filter_area } = listview;
	for (const fieldname of fieldnames) {
		// A period is two filters on one field; Frappe takes away one at a time.
		do await filter_area.remove(fieldname);
		while (filter_area.filter_list.get_filter(fieldname));
	}
	if (filters.length) await filter_area.add(filters);
	else listview.refresh();
}
