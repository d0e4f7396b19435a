// How steps and triggers look: a drawing of strokes in a square of 24, and a tone.
const DRAWN = {
	mail: "M3 6h18v12H3z M3 7l9 6 9-6",
	note: "M5 4h14v16H5z M8.5 12l2.5 2.5 4.5-5",
	notify: "M6 16v-5a6 6 0 0 1 12 0v5l1.5 2h-15z M10 20.5h4",
	change: "M4 20l1-4L16 5l3 3L8 19z M14 7l3 3",
	stage: "M6 21V4 M6 5h11l-2.5 3.5L17 12H6",
	assign: "M12 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7z M5 20c.5-4 3.5-6 7-6s6.5 2 7 6",
	tag: "M4 4h8l8 8-8 8-8-8z M8 8h.1",
	wait: "M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17z M12 7.5V12l3 2",
	wait_for_event: "M4 12a8 8 0 0 1 16 0 M8 12a4 4 0 0 1 8 0 M12 12v8",
	if: "M12 3v5 M12 8L6 14v6 M12 8l6 6v6",
	repeat: "M5 12a7 7 0 0 1 12-5l2 2 M19 12a7 7 0 0 1-12 5l-2-2 M19 4.5V9h-4.5 M5 19.5V15h4.5",
	stop: "M7 7h10v10H7z",
	webhook:
		"M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17z M3.5 12h17 M12 3.5c3 2.5 3 14.5 0 17 M12 3.5c-3 2.5-3 14.5 0 17",
	respondio: "M4 5h16v11H11l-4 4v-4H4z",
	trigger: "M13 3L5 14h6l-1 7 8-11h-6z",
	conditions: "M4 6h16 M7 12h10 M10 18h4",
	other: "M5 12h.1 M12 12h.1 M19 12h.1",
	more: "M4 7h10 M18 7h2 M4 17h2 M10 17h10 M16 5v4 M8 15v4",
	up: "M12 19V6 M6 11l6-6 6 6",
	down: "M12 5v13 M6 13l6 6 6-6",
	copy: "M9 9h11v11H9z M5 15H4V4h11v1",
	remove: "M6 6l12 12 M18 6L6 18",
	add: "M12 5v14 M5 12h14",
	yes: "M5 13l4.5 4.5L19 7",
	no: "M6 6l12 12 M18 6L6 18",
	back: "M15 5l-7 7 7 7",
};
const FLOW = ["wait", "wait_for_event", "if", "repeat", "stop"];
const TELLING = ["mail", "notify", "webhook", "respondio"];
const RECORDS = ["note", "change", "stage", "assign", "tag"];

export const strokes = (name) => DRAWN[name] || DRAWN.other;

export const tone_of = (step) => {
	if (FLOW.includes(step)) return "orange";
	return TELLING.includes(step) ? "blue" : "green";
};

/** Return the steps of a catalog as the menu groups them. */
export function grouped(steps) {
	const ours = [...FLOW, ...TELLING, ...RECORDS];
	const groups = [
		{ label: __("Records"), steps: steps.filter(({ key }) => RECORDS.includes(key)) },
		{ label: __("Telling people and systems"), steps: steps.filter(({ key }) => TELLING.includes(key)) },
		{ label: __("Time and branches"), steps: steps.filter(({ key }) => FLOW.includes(key)) },
		{ label: __("More"), steps: steps.filter(({ key }) => !ours.includes(key)) },
	];
	return groups.filter((group) => group.steps.length);
}
