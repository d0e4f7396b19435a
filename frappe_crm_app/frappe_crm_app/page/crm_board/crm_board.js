frappe.pages["crm-board"].on_page_load = (wrapper) => {
	const page = frappe.ui.make_app_page({
		parent: wrapper,
		title: __("Board"),
		single_column: true,
	});
	wrapper.classList.add("crm-board-page");
	wrapper.classList.toggle("has-own-heading", Boolean(document.querySelector("header.navbar")));
	wrapper.crm_board = frappe
		.require(["crm_board.bundle.css", "crm_board.bundle.js"])
		.then(() => frappe.crm_board.mount(wrapper, page));
};

frappe.pages["crm-board"].on_page_show = async (wrapper) => {
	const board = await wrapper.crm_board;
	board.show();
};
