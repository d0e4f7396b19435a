// The chips above the list of follow-ups.
import { add_filter_strip } from "./filter_strip";
import { get_chips } from "./services/lists";

const WHEN = {
	fieldnames: ["status", "scheduled_on"],
	chips: [
		{ value: "overdue", label: __("Overdue"), color: "red" },
		{ value: "today", label: __("Today"), color: "orange" },
		{ value: "this_week", label: __("Later this week"), color: "blue" },
		{ value: "done", label: __("Done"), color: "green" },
	],
};
const WHOSE = { fieldnames: ["assigned_to"], chips: [{ value: "mine", label: __("Mine"), color: "purple" }] };

/** Make the strip; returns what brings it up to date after each refresh of the list. */
export const add_note_strip = (listview) =>
	add_filter_strip(listview, [WHEN, WHOSE], (filters) => get_chips(listview.doctype, filters));
