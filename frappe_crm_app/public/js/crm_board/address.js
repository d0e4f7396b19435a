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
