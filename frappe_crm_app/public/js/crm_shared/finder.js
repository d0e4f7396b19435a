// Finds records while somebody types, for an input with a list below it (the ARIA pattern of a combobox).
import { computed, reactive } from "vue";
import { find, PAUSE } from "./services/search";

const LEAST = 2; // characters

export function make_finder(choose) {
	const state = reactive({ groups: [], active: -1, is_open: false });
	const rows = computed(() =>
		state.groups.flatMap(({ doctype, rows }) => rows.map((row) => ({ ...row, doctype })))
	);
	let timer = null;
	let latest = 0;

	function type(text) {
		const turn = ++latest;
		clearTimeout(timer);
		if (text.trim().length < LEAST) return close();
		timer = setTimeout(async () => {
			const groups = await find(text).catch(() => []);
			if (turn !== latest) return;
			Object.assign(state, { groups, active: -1, is_open: groups.length > 0 });
		}, PAUSE);
	}

	function close() {
		latest++;
		clearTimeout(timer);
		Object.assign(state, { active: -1, is_open: false });
	}

	function move(by) {
		if (!state.is_open && rows.value.length) state.is_open = true;
		const count = rows.value.length;
		if (count) state.active = (Math.max(state.active, by > 0 ? -1 : 0) + by + count) % count;
	}

	function pick(row) {
		close();
		choose(row);
	}

	// Answers whether the key was one of the list's.
	function press(event) {
		const { key, isComposing } = event;
		if (isComposing) return;
		if (key === "ArrowDown" || key === "ArrowUp") move(key === "ArrowDown" ? 1 : -1);
		else if (key === "Enter" && state.is_open && state.active >= 0) pick(rows.value[state.active]);
		else if (key === "Escape" && state.is_open) close();
		else return;
		event.preventDefault();
		event.stopPropagation();
	}

	return { state, rows, type, close, pick, press };
}
