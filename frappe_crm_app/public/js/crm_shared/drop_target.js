// A column in which cards of other columns are dropped; the one that is dragged is `state.dragged`, `{name, stage}`.
import { ref } from "vue";

/** Return `{is_target, drag_over, drag_leave, drop}`; `accepts` says whether the dragged card may come here, `take` gets its name. */
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
