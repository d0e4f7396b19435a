// Columns of numbers behind a list's status: how many deals a contact has is no field of it, and so no column of Frappe's.
import { element } from "./elements";
import { get_contact_counts, get_deal_counts } from "./services/lists";
import { plural } from "../crm_shared/format";

const DEALS = {
	records: "CRM Sales Deal",
	label: () => __("Deals"),
	read: get_deal_counts,
	number: (counted) => counted?.deals,
	hint: ({ deals, open }) => plural(deals, "1 deal, {1} open", "{0} deals, {1} of them open", open),
};
const CONTACTS = {
	records: "CRM Contact",
	label: () => __("Contacts"),
	read: (_doctype, names) => get_contact_counts(names),
	number: (counted) => counted,
	hint: (contacts) => plural(contacts, "1 contact", "{0} contacts"),
};
const COLUMNS = { "CRM Contact": [DEALS], "CRM Customer": [CONTACTS, DEALS] };

/** Make the columns of a list; returns what fills them after each refresh of the list. */
export function add_list_numbers(listview) {
	const columns = COLUMNS[listview.doctype].filter(({ records }) => frappe.model.can_read(records));
	let latest = 0;

	return async function refresh() {
		const turn = ++latest;
		const names = listview.data.map((row) => row.name);
		if (!names.length) return;
		const answers = await Promise.all(columns.map(({ read }) => read(listview.doctype, names)));
		if (turn !== latest) return;
		const root = listview.$result[0];
		root.querySelectorAll(".crm-number-column").forEach((cell) => cell.remove());
		const place = listview.columns.findIndex((column) => column.type === "Status");
		columns.forEach((column, number) => show(root, column, answers[number], place + number));
	};
}

// `place` is that of the column behind which the numbers stand.
function show(root, column, counted, place) {
	insert(root.querySelector(".list-row-head .list-header-subject"), place, cell(column.label()));
	for (const row of root.querySelectorAll(".list-row-container")) {
		const value = counted[row.querySelector("[data-name]")?.dataset.name];
		const text = column.number(value) ? String(column.number(value)) : "–";
		insert(
			row.querySelector(".list-row .level-left"),
			place,
			cell(text, value ? column.hint(value) : null)
		);
	}
}

function insert(columns, place, made) {
	if (!columns) return;
	const before = columns.querySelectorAll(":scope > .list-row-col")[place];
	before ? before.after(made) : columns.append(made);
}

const cell = (text, title) =>
	element("div", { class: "list-row-col ellipsis hidden-xs text-right crm-number-column", title }, text);
