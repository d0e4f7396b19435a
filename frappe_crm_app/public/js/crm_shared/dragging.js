// Cards that are dragged from one column into another; the one that is dragged is `state.dragged`, `{name, stage}`.
import { ref } from "vue";

/** Begin to drag a card, which other programs get as its title. */
export function begin_drag(event, state, title, card) {
	event.dataTransfer.effectAllowed = "move";
	event.dataTransfer.setData("text/plain", title);
	// Chromium ends a drag whose element changes while it takes the picture
	setTimeout(() => (state.dragged = card));
}

/** Return, for a column, `{is_target, drag_over, drag_leave, drop}`; `accepts` says whether the dragged card may come here, `take` gets its name. */
export function use_drop_target(state, accepts, take) {
	const is_target = ref(false);
	const is_accepted = () => state.dragged && accepts(state.dragged);

	function drag_over(event) {
		if (!is_accepted()) return;
		event.preventDefault();
		event.dataTransfer.dropEffect = "move";
		is_target.value = true;
	}

	function drag_leave(event) {
		if (!event.currentTarget.contains(event.relatedTarget)) is_target.value = false;
	}

	function drop() {
		is_target.value = false;
		if (!is_accepted()) return;
		const { name } = state.dragged;
		state.dragged = null;
		take(name);
	}

	return { is_target, drag_over, drag_leave, drop };
}
