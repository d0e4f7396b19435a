// What a person last looked at, kept by Frappe among the person's settings.
const DOCTYPE = "CRM Pipeline";
const KEY = "board";

export async function load_settings() {
	const settings = await frappe.model.user_settings.get(DOCTYPE);
	frappe.model.user_settings[DOCTYPE] = settings;
	return settings[KEY] || {};
}

export function save_settings(pipeline, filters) {
	const saved = frappe.model.user_settings[DOCTYPE]?.[KEY] || {};
	const all = { ...saved.filters, [pipeline]: filters };
	return frappe.model.user_settings.save(DOCTYPE, KEY, { pipeline, filters: all });
}

export const save_views = (views) => frappe.model.user_settings.save(DOCTYPE, KEY, { views });
