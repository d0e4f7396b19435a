// Escape closes one thing at a time: what lies on top.
import { onBeforeUnmount, onMounted } from "vue";

/**
 * Call `close` for an Escape typed inside `element` (a ref) or nowhere, unless a dialog lies over it, which closes alone.
 * Whether one does is asked before the key reaches anybody: afterwards it may be closed already.
 */
export function close_on_escape(element, close) {
	let is_covered = false;

	function look(event) {
		if (event.key === "Escape") is_covered = has_dialog();
	}

	function act(event) {
		if (event.key !== "Escape" || event.defaultPrevented || is_covered) return;
		const { target } = event;
		if (target !== document.body && !element.value?.contains(target)) return;
		event.stopPropagation();
		close();
	}

	onMounted(() => {
		document.addEventListener("keydown", look, true);
		document.addEventListener("keydown", act);
	});
	onBeforeUnmount(() => {
		document.removeEventListener("keydown", look, true);
		document.removeEventListener("keydown", act);
	});
}

const has_dialog = () => Boolean(window.cur_dialog?.display || document.querySelector(".modal.show"));
