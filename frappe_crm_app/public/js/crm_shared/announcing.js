// How a page tells what was done: to a screen reader by `state.announcement`, what went wrong also by an alert.

/** Return `{announce, complain}`, each of one sentence as text. */
export function announcer(state) {
	const announce = (text) => {
		state.announcement = text;
	};
	const complain = (text) => {
		announce(text);
		frappe.show_alert({ message: frappe.utils.escape_html(text), indicator: "red" }, 7);
	};
	return { announce, complain };
}
