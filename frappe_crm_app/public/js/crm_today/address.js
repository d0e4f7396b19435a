// The address of the page: /app/crm-today?whose=team&only=overdue, and that of a list. `/app` is `/desk` on Frappe 16.
export const MINE = "mine";
export const TEAM = "team";
export const EVERYBODY = "everybody";

/** Return what the address asks for, and whether it says whose day; what a number card asks for comes beside it. */
export function read_address(search, asked) {
	const given = { ...asked, ...Object.fromEntries(new URLSearchParams(search)) };
	return { whose: given.whose || MINE, only: given.only || null, is_chosen: Boolean(given.whose) };
}

/** Return the address's query; one's own day is named only where it was chosen. */
export function query_of({ whose, only, is_chosen }) {
	const query = new URLSearchParams();
	if (whose !== MINE || is_chosen) query.set("whose", whose);
	if (only) query.set("only", only);
	return query.toString() ? `?${query}` : "";
}

/** Return a list's filters by field as both desks take several of one field: each as JSON of comparison and value. */
export function route_options(filters) {
	const options = {};
	for (const [, fieldname, comparison, value] of filters) {
		(options[fieldname] ??= []).push(JSON.stringify([comparison, value]));
	}
	return options;
}

export function list_query(filters) {
	const query = new URLSearchParams();
	for (const [fieldname, rules] of Object.entries(route_options(filters))) {
		rules.forEach((rule) => query.append(fieldname, rule));
	}
	return query.toString();
}
