// The chips above the list of quotes.
import { add_filter_strip } from "./filter_strip";
import { get_quote_chips } from "./services/quotes";

const STATE = {
	fieldnames: ["status", "valid_until"],
	chips: [
		{ value: "draft", label: __("Drafts"), color: "gray" },
		{ value: "open", label: __("Open"), color: "blue" },
		{ value: "expiring", label: __("Expiring"), color: "orange" },
		{ value: "accepted", label: __("Accepted"), color: "green" },
	],
};
const WHOSE = { fieldnames: ["quote_owner"], chips: [{ value: "mine", label: __("Mine"), color: "purple" }] };

/** Make the strip; returns what brings it up to date after each refresh of the list. */
export const add_quote_strip = (listview) =>
	add_filter_strip(listview, [STATE, WHOSE], (filters) => get_quote_chips(filters));
