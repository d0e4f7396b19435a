// Pages that are not for everybody: whoever may not open one reads there what it is and who may, instead of Frappe's refusal.
import { element } from "./elements";

const CLOSED = {
	"crm-first-hour": {
		title: __("First Hour"),
		sentences: [
			__("This is the checklist by which the CRM is set up: its currency, stages, people and forms."),
			__("A CRM Admin or a System Manager opens it."),
		],
	},
};

/** Have Frappe show these pages as they are explained to whoever may not open them. */
export function explain_closed_pages() {
	for (const [name, page] of Object.entries(CLOSED)) {
		if (!(name in (frappe.boot.page_info || {}))) frappe.standard_pages[name] = () => show(name, page);
	}
}

function show(name, { title, sentences }) {
	const wrapper = frappe.container.add_page(name);
	const page = frappe.ui.make_app_page({ parent: wrapper, title, single_column: true });
	const told = sentences.map((sentence) => element("p", {}, sentence));
	page.main.append(element("section", { class: "crm-closed-page", "aria-label": title }, ...told));
}
