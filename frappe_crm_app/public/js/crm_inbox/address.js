// The address of the page: /app/crm-inbox?view=Archive&thread=…  `/app` is `/desk` on Frappe 16.
export const INBOX = "Inbox";
const NAMES = ["view", "mailbox", "thread", "text"];

/** Return what the address asks for; what a link in the desk asks for comes beside it. */
export function read_address(search, asked) {
	const given = { ...asked, ...Object.fromEntries(new URLSearchParams(search)) };
	return {
		view: given.view || INBOX,
		mailbox: given.mailbox || null,
		thread: given.thread || null,
		text: given.text || "",
	};
}

/** Return the address's query; what is as ever is not named. */
export function query_of(state) {
	const query = new URLSearchParams();
	for (const name of NAMES) {
		if (state[name] && !(name === "view" && state.view === INBOX)) query.set(name, state[name]);
	}
	return query.toString() ? `?${query}` : "";
}
