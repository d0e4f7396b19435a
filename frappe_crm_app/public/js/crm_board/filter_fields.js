// What the board is filtered and sorted by, in the order of its form.

const NOTHING_YET = { owners: [], sources: [], sales_roles: [] };

/**
 * Return the fields: of a choice `{name, label, any, options: [{value, label}]}`, of two bounds `{name, label, title, type, min?, bounds:
 * [{name, title, label?}]}`, and `{name: "tags"}`. `any` is said where nothing is chosen.
 */
export function filter_fields({ setup, currency, sees_everyone }) {
	const { owners, sources, sales_roles } = setup || NOTHING_YET;
	return [
		{
			name: "owner",
			label: __("Owner"),
			any: __("Everybody"),
			options: [{ value: "me", label: __("Me") }, ...owners.map(titled)],
		},
		{ name: "source", label: __("Source"), any: __("Any"), options: sources.map(titled) },
		...of_closing(),
		{
			name: "step",
			label: __("Next Step"),
			any: __("Any"),
			options: [
				{ value: "overdue", label: __("Overdue") },
				{ value: "none", label: __("No next step") },
			],
		},
		{ name: "tags" },
		of_value(currency),
		...(sees_everyone ? of_everybody(sales_roles) : []),
		...of_order(),
	];
}

const titled = ({ name, title }) => ({ value: name, label: title });

const of_closing = () => [
	{
		name: "closing",
		label: __("Expected to Close"),
		any: __("Any time"),
		options: [
			{ value: "past", label: __("Date has passed") },
			{ value: "this_month", label: __("This month") },
			{ value: "next_month", label: __("Next month") },
			{ value: "none", label: __("Without a date") },
		],
	},
	{
		name: "closing_days",
		label: __("Close date from, to"),
		title: __("Close Date"),
		type: "date",
		bounds: [
			{ name: "closing_from", title: __("Closes from") },
			{ name: "closing_to", title: __("Closes until") },
		],
	},
];

const of_value = (currency) => ({
	name: "value",
	label: __("Value ({0})", [currency]),
	title: __("Value"),
	type: "number",
	min: 0,
	bounds: [
		{ name: "value_from", label: __("From"), title: __("Value from") },
		{ name: "value_to", label: __("To"), title: __("Value to") },
	],
});

function of_everybody(sales_roles) {
	const options = sales_roles.map(({ name, role_name }) => ({ value: name, label: role_name }));
	const created = {
		name: "created",
		label: __("Created"),
		title: __("Created"),
		type: "date",
		bounds: [
			{ name: "date_from", title: __("Created from") },
			{ name: "date_to", title: __("Created to") },
		],
	};
	const sales_role = { name: "sales_role", label: __("Sales Role"), any: __("Any"), options };
	return options.length ? [sales_role, created] : [created];
}

const of_order = () => [
	{
		name: "sort",
		label: __("Sort by"),
		any: __("Last moved"),
		options: [
			{ value: "closing", label: __("Close date") },
			{ value: "amount", label: __("Amount") },
			{ value: "age", label: __("Longest in its stage") },
			{ value: "step", label: __("Next step") },
		],
	},
	{
		name: "closed",
		label: __("Won and Lost"),
		any: __("The last 90 days"),
		options: [{ value: "all", label: __("All") }],
	},
];
