// What a person last looked at, kept by Frappe among the person's settings.
const DOCTYPE = "CRM Pipeline";
const KEY = "board";
let kept = {};
let last = Promise.resolve();

export async function load_settings() {
	const settings = await frappe.model.user_settings.get(DOCTYPE);
	frappe.model.user_settings[DOCTYPE] = settings;
	kept = settings[KEY] || {};
	return kept;
}

export const save_settings = (pipeline, filters) =>
	keep({ pipeline, filters: { ...kept.filters, [pipeline]: filters } });

export const save_views = (views) => keep({ views });

// Frappe stores all of it at once, and builds on what the server answered last: a change that did not wait for the one before
// would take it back. What could not be kept, Frappe says.
function keep(changes) {
	kept = { ...kept, ...changes };
	last = last.then(() => frappe.model.user_settings.save(DOCTYPE, KEY, kept)).catch(() => {});
	return last;
}
