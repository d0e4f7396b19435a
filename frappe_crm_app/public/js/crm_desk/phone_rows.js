// Rows of lists on a phone, where Frappe leaves the title and the status: a second line says when and with whom, and a button calls.
import { date_of, day_of, is_past, money } from "../crm_shared/format";
import { tel } from "../crm_shared/reach";
import { element } from "./elements";
import { phone } from "./phone";

const CONTACT = "CRM Contact";
// Of each list: the field of what is due, that of whom it is with, and what else is worth a line.
const LISTS = {
	"CRM Contact": { due: "next_follow_up_on", more: ({ company_name }) => company_name },
	"CRM Customer": { due: "next_follow_up_on", contact: "primary_contact" },
	"CRM Sales Deal": {
		due: "next_follow_up_on",
		contact: "contact",
		more: ({ value, currency }) => value && money(value, currency),
	},
	"CRM Follow-up Note": { due: "scheduled_on", contact: "contact" },
	"CRM Quote": { more: ({ gross_total, currency }) => gross_total && money(gross_total, currency) },
	"CRM Project": { more: ({ ends_on }) => ends_on && date_of(ends_on) },
	"CRM Event": { more: ({ starts_on }) => starts_on && day_of(starts_on) },
};

/** Have the rows of a list so where it is one of these and the window is narrow. */
export function show_phone_rows(listview) {
	const kind = LISTS[listview.doctype];
	if (!kind) return;
	const after_render = listview.after_render.bind(listview);
	const show_if_narrow = () => phone.matches && listview.data.length && show(listview, kind);
	listview.after_render = () => {
		after_render();
		show_if_narrow();
	};
	phone.addEventListener("change", show_if_narrow);
}

async function show(listview, kind) {
	const { data } = listview;
	const people = await read_people(data.map((row) => row[kind.contact]).filter(Boolean));
	if (data !== listview.data) return;
	const rows = new Map(data.map((row) => [row.name, row]));
	for (const place of listview.$result[0].querySelectorAll(".list-row-container")) {
		const row = rows.get(place.querySelector("[data-name]")?.dataset.name);
		if (row && !place.querySelector(".crm-second-line")) extend(place, row, kind, people);
	}
}

/** Answer the contacts of these names that the user sees, by name. */
async function read_people(names) {
	if (!names.length || !frappe.model.can_read(CONTACT)) return new Map();
	const found = await frappe.db
		.get_list(CONTACT, {
			filters: { name: ["in", [...new Set(names)]] },
			fields: ["name", "full_name", "phone"],
			limit: names.length,
		})
		.catch(() => []); // without them the rows are as useful as without phones
	return new Map(found.map((person) => [person.name, person]));
}

function extend(place, row, kind, people) {
	const person = people.get(row[kind.contact]);
	const customer = row.customer_customer_name; // as Frappe's list reads the title of a link
	const facts = [person?.full_name || customer, kind.more?.(row)].filter(Boolean);
	place.classList.add("crm-two-lines");
	place
		.querySelector(".list-row")
		.append(
			element(
				"div",
				{ class: "crm-second-line ellipsis" },
				due_of(row, row[kind.due]),
				...facts.map((fact) => element("span", {}, fact))
			),
			...call_button(
				row.phone || person?.phone,
				person?.full_name || row.full_name || row.customer_name
			)
		);
}

function due_of(row, due) {
	if (!due) return null;
	const is_open = !row.status || row.status !== "Done";
	return element(
		"span",
		{ class: is_open && is_past(due) ? "crm-due is-overdue" : "crm-due" },
		day_of(due)
	);
}

// The list would open the record at any click within the row.
const call_button = (number, who) =>
	number
		? [
				element(
					"a",
					{
						class: "crm-row-call",
						href: tel(number),
						"aria-label": __("Call {0}", [who || number]),
						onclick: (event) => event.stopPropagation(),
					},
					__("Call")
				),
			]
		: [];
