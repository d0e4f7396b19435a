// What others do: their moves reach the open board, which says from time to time that it is open.
import * as service from "./services/board";

const SIGN_OF_LIFE = 5 * 60 * 1000; // the server forgets a board after fifteen minutes
const GATHERING = 250; // others' moves of this span are fetched together
const MOVED = "crm_board_moved";
const MOST_NAMES = 100;

/** Return `{listen}`; `board` has `state`, `load`, `is_stale`, `is_moving` and `refresh_cards`. */
export function create_live({ state, load, is_stale, is_moving, refresh_cards }) {
	let told = new Set();
	let gathering = null;
	let heartbeat = null;

	function listen() {
		if (heartbeat) return;
		heartbeat = setInterval(() => {
			if (is_looked_at()) service.watch(state.pipeline).catch(() => {});
		}, SIGN_OF_LIFE);
		document.addEventListener("visibilitychange", () => {
			if (is_looked_at() && is_stale()) load();
		});
		frappe.realtime.on(MOVED, hear);
	}

	const is_looked_at = () => document.visibilityState === "visible" && is_on_screen();

	function hear(message) {
		if (message.pipeline !== state.pipeline) return;
		if (message.count > message.names.length) return load();
		message.names.filter((name) => !is_moving(name)).forEach((name) => told.add(name));
		if (!told.size) return;
		clearTimeout(gathering);
		gathering = setTimeout(() => {
			const names = [...told].slice(0, MOST_NAMES);
			told = new Set();
			refresh_cards(names);
		}, GATHERING);
	}

	return { listen };
}

export const is_on_screen = () => frappe.get_route()[0] === "crm-board";
