// One key for each thing that is done often, wherever the focus is, but where something is typed.
const TYPED = "input:not([type=checkbox]), textarea, select, [contenteditable=true], .modal";

export const KEYS = [
	["j", __("Next conversation")],
	["k", __("Previous conversation")],
	["Enter", __("Open")],
	["x", __("Choose")],
	["e", __("Archive")],
	["#", __("Spam")],
	["u", __("Mark as unread")],
	["r", __("Answer")],
	["a", __("Answer all")],
	["c", __("Write a mail")],
	["s", __("Assign")],
	["t", __("Tag")],
	["l", __("Link to a record")],
	["/", __("Search")],
	["?", __("These keys")],
];

/** Call what `actions` has for a key that is pressed while `is_shown()`; answers a function that ends it. */
export function listen_to_keys(actions, is_shown) {
	function press(event) {
		if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing)
			return;
		if (!is_shown() || event.target.closest?.(TYPED) || document.querySelector(".modal.show")) return;
		const action = actions[event.key];
		if (!action) return;
		event.preventDefault();
		action();
	}
	document.addEventListener("keydown", press);
	return () => document.removeEventListener("keydown", press);
}
