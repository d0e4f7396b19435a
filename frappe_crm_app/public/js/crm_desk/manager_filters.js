// Filters of those who see everyone's records: by salesperson, by sales role, by period.
import { manager_filters } from "./services/visibility";

const NOBODY = "-"; // stands in a list of users where a sales role is nobody's

/** Add the button to a list; `owner_field` says whose a record is. */
export async function add_manager_filters(listview, owner_field) {
	const { salespeople, sales_roles } = await manager_filters();
	if (!salespeople.length && !sales_roles.length) return;
	listview.page.add_inner_button(__("Filter by Salesperson"), () =>
		ask(salespeople, sales_roles, (chosen) => apply(listview, owner_field, chosen, salespeople))
	);
}

function ask(salespeople, sales_roles, on_choice) {
	const people = salespeople.map(({ user, full_name }) => ({ value: user, label: full_name }));
	const roles = sales_roles.map(({ name, role_name }) => ({ value: name, label: __(role_name) }));
	const dialog = new frappe.ui.Dialog({
		title: __("Filter by Salesperson"),
		fields: [
			{
				fieldname: "salesperson",
				label: __("Salesperson"),
				fieldtype: "Autocomplete",
				options: people,
			},
			{
				fieldname: "sales_role",
				label: __("Sales Role"),
				fieldtype: "Select",
				options: [{ value: "", label: "" }, ...roles],
			},
			{ fieldname: "period", label: __("Created Between"), fieldtype: "DateRange" },
		],
		primary_action_label: __("Filter"),
		primary_action: (values) => {
			dialog.hide();
			on_choice(values);
		},
		secondary_action_label: __("Clear"),
		secondary_action: () => {
			dialog.hide();
			on_choice({});
		},
	});
	dialog.show();
}

async function apply(listview, owner_field, chosen, salespeople) {
	await listview.filter_area.remove(owner_field);
	await listview.filter_area.remove("creation");
	await listview.filter_area.add(filters_of(listview.doctype, owner_field, chosen, salespeople));
	listview.refresh();
}

/** The filters that mean what was chosen: a person, or else whoever has the sales role, and the period. */
function filters_of(doctype, owner_field, { salesperson, sales_role, period }, salespeople) {
	const filters = [];
	if (salesperson) filters.push([doctype, owner_field, "=", salesperson]);
	else if (sales_role) {
		const users = salespeople
			.filter((one) => one.sales_roles.includes(sales_role))
			.map((one) => one.user);
		filters.push([doctype, owner_field, "in", users.length ? users : [NOBODY]]);
	}
	if (period) filters.push([doctype, "creation", "Between", period]);
	return filters;
}
