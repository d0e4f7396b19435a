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

/** Return what the server is sent of rows that came as `stages`: what is new or other, so that what somebody else has saved meanwhile stays. */
export function sent(rows, stages) {
	const former = new Map(stages.map((stage) => [stage.name, stage]));
	return rows.map((row) => {
		const before = former.get(row.name);
		const fields = EDITED.filter((field) => !before || value_of(row, field) !== value_of(before, field));
		return {
			name: row.name,
			...Object.fromEntries(fields.map((field) => [field, value_of(row, field)])),
		};
	});
}

const value_of = (row, field) => row[field] ?? "";

/** Whether rows are other than they came. */
export const is_changed = (rows, stages, removed) =>
	removed.length > 0 || JSON.stringify(sent(rows, stages)) !== JSON.stringify(sent(stages, stages));
