// The rows of the table of stages while they are edited: pure, so that it can be tested without a page.
export const EDITED = ["stage_name", "stage_group", "outcome", "probability", "color", "rot_after_days"];
const NEW_COLOR = "#7c7c7c";
let next_key = 1;

/** Return rows to edit of stages as the server answers them. */
export const rows_of = (stages) => stages.map((stage) => ({ ...stage, key: next_key++ }));

/** Return the rows with a new one after the last whose outcome is `open`, before those that close. */
export function with_new_row(rows, open) {
	const row = {
		name: "",
		stage_name: "",
		stage_group: "",
		outcome: open,
		probability: 0,
		color: NEW_COLOR,
		rot_after_days: 0,
		records: 0,
		key: next_key++,
	};
	const place = rows.map(({ outcome }) => outcome).lastIndexOf(open) + 1;
	return [...rows.slice(0, place), row, ...rows.slice(place)];
}

/** Return the rows with one at another place; the same rows where there is no such place. */
export function moved(rows, from, to) {
	if (from === to || to < 0 || to >= rows.length) return rows;
	const others = rows.filter((_row, place) => place !== from);
	return [...others.slice(0, to), rows[from], ...others.slice(to)];
}

/** Return what the server is sent of the rows. */
export const sent = (rows) =>
	rows.map((row) => ({
		name: row.name,
		...Object.fromEntries(EDITED.map((field) => [field, row[field] ?? ""])),
	}));

/** Whether rows are other than they came. */
export const is_changed = (rows, stages, removed) =>
	removed.length > 0 || JSON.stringify(sent(rows)) !== JSON.stringify(sent(stages));
