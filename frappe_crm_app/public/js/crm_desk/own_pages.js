/** Make a page of the desk one of ours: its heading is our own where the desk has its navigation elsewhere; `bundle` mounts it and is told when it is shown. */
export function define_page(name, { title, bundle }) {
	const definition = frappe.pages[name];
	definition.on_page_load = (wrapper) => {
		const page = frappe.ui.make_app_page({ parent: wrapper, title, single_column: true });
		wrapper.classList.add("crm-own-page", `${name}-page`);
		wrapper.classList.toggle("has-own-heading", Boolean(document.querySelector("header.navbar")));
		wrapper.crm_mounted = frappe
			.require([`${bundle}.bundle.css`, `${bundle}.bundle.js`])
			.then(() => frappe[bundle].mount(wrapper, page));
	};
	definition.on_page_show = async (wrapper) => {
		const mounted = await wrapper.crm_mounted;
		mounted.show();
	};
}
