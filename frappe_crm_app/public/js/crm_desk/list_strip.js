// A strip of chips above a list, with how many rows each would show, and a column with the number of deals.
import { color_of } from "../crm_shared/enums";
import { number } from "../crm_shared/format";
import { element } from "./elements";
import { get_chips, get_deal_counts } from "./services/lists";

/**
 * Make the strip and the column of a list; returns what brings both up to date after each refresh of the list.
 * `chips` are `{value, label}` of the field's values.
 */
export function add_list_strip(listview, fieldname, chips) {
	const strip = element("div", { class: "crm-list-strip", role: "group", "aria-label": __("Show") });
	listview.$frappe_list[0].prepend(strip);
	let latest = 0;

	async function refresh() {
		const turn = ++latest;
		const filters = listview.get_filters_for_args();
		const names = listview.data.map((row) => row.name);
		const [counted, deals] = await Promise.all([
			get_chips(listview.doctype, filters),
			names.length && frappe.model.can_read("CRM Sales Deal")
				? get_deal_counts(listview.doctype, names)
				: null,
		]);
		if (turn !== latest) return;
		draw(strip, listview, fieldname, chips, counted);
		if (deals) show_deals(listview, deals);
	}
	return refresh;
}

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
		...[all, ...each].map(({ value, label, color, count }) =>
			element(
				"button",
				{
					type: "button",
					class: `crm-chip ${color}`,
					"aria-pressed": String(chosen === value),
					"data-value": value || "",
					onclick: () => choose(listview, fieldname, value),
				},
				label,
				element("span", { class: "crm-chip-count" }, number(count))
			)
		)
	);
}

async function choose(listview, fieldname, value) {
	await listview.filter_area.remove(fieldname);
	if (value) await listview.filter_area.add([[listview.doctype, fieldname, "=", value]]);
	else listview.refresh();
}

// Beside the list's own columns: the number of deals is no field of a contact, and so no column of Frappe's.
function show_deals(listview, deals) {
	const root = listview.$result[0];
	const head = root.querySelector(".list-row-head .list-header-subject");
	if (head && !head.querySelector(".crm-deals-column")) head.append(cell(__("Deals")));
	for (const row of root.querySelectorAll(".list-row-container")) {
		const name = row.querySelector("[data-name]")?.dataset.name;
		const columns = row.querySelector(".list-row .level-left");
		if (!columns || !name) continue;
		columns.querySelector(".crm-deals-column")?.remove();
		const { deals: count, open } = deals[name] || { deals: 0, open: 0 };
		const hint = __("{0} deals, {1} of them open", [count, open]);
		columns.append(cell(count ? String(count) : "–", hint));
	}
}

const cell = (text, title) =>
	element("div", { class: "list-row-col ellipsis hidden-xs text-right crm-deals-column", title }, text);
