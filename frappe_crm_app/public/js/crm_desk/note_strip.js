// The chips above the list of follow-ups. What each means, as filters of the list, comes from the server with its number.
import { chip, make_strip } from "./list_strip";
import { get_chips } from "./services/lists";

const CHIPS = [
	{ value: "overdue", label: __("Overdue"), color: "red" },
	{ value: "today", label: __("Today"), color: "orange" },
	{ value: "this_week", label: __("Later this week"), color: "blue" },
	{ value: "done", label: __("Done"), color: "green" },
];
const MINE = { value: "mine", label: __("Mine"), color: "purple" };
const WHEN = ["status", "scheduled_on"];
const WHOSE = ["assigned_to"];

/** Make the strip; returns what brings it up to date after each refresh of the list. */
export function add_note_strip(listview) {
	const strip = make_strip(listview);
	let latest = 0;

	return async function refresh() {
		const turn = ++latest;
		const answer = await get_chips(listview.doctype, listview.get_filters_for_args());
		if (turn !== latest) return;
		const all = { value: "", label: __("All"), color: "gray" };
		strip.replaceChildren(
			make(listview, all, WHEN, [], answer.total),
			...CHIPS.map((one) =>
				make(listview, one, WHEN, answer.filters[one.value], answer.counts[one.value])
			),
			make(listview, MINE, WHOSE, answer.filters.mine, answer.counts.mine)
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
