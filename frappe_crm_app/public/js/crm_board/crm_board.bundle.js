import { createApp } from "vue";
import Board from "./Board.vue";
import { create_board } from "./store";

frappe.provide("frappe.crm_board");

// Puts the board into the page that Frappe made; answers what the page calls when it is shown again.
frappe.crm_board.mount = (wrapper, page) => {
	const board = create_board(page);
	const root = document.createElement("div");
	wrapper.querySelector(".layout-main-section").replaceChildren(root);
	const app = createApp(Board, { board });
	app.config.globalProperties.__ = window.__;
	app.mount(root);
	return { show: () => board.show() };
};
