// What is typed and not saved yet.

/** Have the browser ask before the page is left while `is_dirty()`; return what begins to listen, once however often it is called. */
export function asking_before_leaving(is_dirty) {
	let is_listening = false;
	return () => {
		if (is_listening) return;
		is_listening = true;
		window.addEventListener("beforeunload", (event) => {
			if (!is_dirty()) return;
			event.preventDefault();
			event.returnValue = "";
		});
	};
}
