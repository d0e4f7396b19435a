import { mount_page } from "../crm_shared/mount_page";
import Board from "./Board.vue";
import { create_board } from "./store";

frappe.provide("frappe.crm_board");

// Puts the board into the page that Frappe made; answers what the page calls when it is shown again.
frappe.crm_board.mount = (wrapper, page) => {
	const board = create_board(page);
	mount_page(wrapper, Board, { board });
	return { show: () => board.show() };
};
