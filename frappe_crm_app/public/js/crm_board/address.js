// The address of a board: /app/crm-board/PIPELINE?filter=value&card=NAME. `/app` is `/desk` on Frappe 16.
const CARD = "card";

export function read_address() {
	const [, , pipeline] = window.location.pathname.split("/").filter(Boolean).map(decodeURIComponent);
	const filters = Object.fromEntries(new URLSearchParams(window.location.search));
	const card = filters[CARD] || null;
	delete filters[CARD];
	return { pipeline: pipeline || null, filters, card };
}

export function write_address(pipeline, filters, card) {
	window.history.replaceState(window.history.state, "", address_of(pipeline, filters, card));
}

export function address_of(pipeline, filters, card) {
	const [desk] = window.location.pathname.split("/").filter(Boolean);
	const query = new URLSearchParams({ ...filters, ...(card ? { [CARD]: card } : {}) }).toString();
	return `/${desk}/crm-board/${encodeURIComponent(pipeline)}${query ? `?${query}` : ""}`;
}

// What travels with the filters but narrows nothing.
const VIEWING = ["sort", "closed", "cards"];

/** Return how many filters narrow the board, `text` not counted, which is seen anyway. */
export const count_filters = (filters) => narrowing(filters).filter((name) => name !== "text").length;

export const is_narrowed = (filters) => narrowing(filters).length > 0;

/** Return the filters without those that narrow. */
export const without_narrowing = (filters) =>
	Object.fromEntries(Object.entries(filters).filter(([name]) => VIEWING.includes(name)));

const narrowing = (filters) => Object.keys(filters).filter((name) => !VIEWING.includes(name));

/** Whether an address says the same filters as the board has: in an address, all are texts. */
export function is_same_filter(filters, others) {
	const texts = [filters, others].map((each) =>
		Object.entries(each)
			.map(([name, value]) => `${name}=${value}`)
			.sort()
			.join("&")
	);
	return texts[0] === texts[1];
}
