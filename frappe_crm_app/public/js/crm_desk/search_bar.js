// What our search finds, among the options of the desk's search bar and before them.
// The bar asks its method `add_defaults` for options, at once; ours come a moment later and join those that are shown then. Nothing
// of the bar is replaced, so that what other apps add stays.
import { find, PAUSE } from "../crm_shared/services/search";

const FIRST = 200; // Frappe gives "Search for ..." 100 and sorts by that
const SEARCHED = ["CRM Contact", "CRM Customer", "CRM Sales Deal"];
const LEAST = 2; // characters
let waiting = null;

export function join_search_bar() {
	const bar = frappe.search?.AwesomeBar?.prototype;
	if (!bar || bar.has_crm_search) return;
	const add_defaults = bar.add_defaults;
	bar.has_crm_search = true;
	bar.add_defaults = function (text) {
		add_defaults.call(this, text);
		clearTimeout(waiting);
		waiting = setTimeout(() => offer(this, text), PAUSE);
	};
}

async function offer(bar, text) {
	if (
		typed_in(bar) !== text ||
		text.length < LEAST ||
		text.startsWith("#") ||
		!SEARCHED.some(frappe.model.can_read)
	)
		return;
	const groups = await find(text).catch(() => []); // without an answer the bar is as it was
	if (!groups.length || typed_in(bar) !== text) return;
	const rows = groups.flatMap(({ doctype, label, rows }) => rows.map((row) => ({ doctype, label, row })));
	const options = rows.map((found, place) => option_of(found, FIRST + rows.length - place));
	bar.options = bar.options.filter((option) => !option.is_of_crm).concat(options);
	show(bar);
}

const typed_in = (bar) => bar.awesomplete.input.value.trim().replace(/\s\s+/g, " ");

function option_of({ doctype, label, row }, index) {
	const escape = frappe.utils.escape_html;
	return {
		is_of_crm: true,
		index,
		value: `${row.title} (${label}, ${row.name})`, // the bar finds an option by its value
		label: `<span class="crm-found"><b>${escape(row.title)}</b> <span class="crm-found-type">${escape(
			label
		)}</span></span>`,
		description: escape(row.detail),
		route: ["Form", doctype, row.name],
	};
}

// Whoever has moved on among the options meanwhile stays where they are.
function show(bar) {
	const { awesomplete } = bar;
	const options = () => [...awesomplete.ul.children];
	const value_of = (item) => $(item).data("item.autocomplete")?.value;
	const chosen = awesomplete.index > 0 ? value_of(options()[awesomplete.index]) : null;
	awesomplete.list = bar.deduplicate(bar.options);
	const place = chosen ? options().findIndex((item) => value_of(item) === chosen) : -1;
	if (place > 0) awesomplete.goto(place);
}
