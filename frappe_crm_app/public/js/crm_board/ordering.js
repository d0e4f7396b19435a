// Where cards stand in the columns of a board, and where they go. Knows neither Vue nor the page.

export const column_of = (columns, stage) => columns.find((column) => column.stage === stage);

/** Return `{column, index, card}` of the card with this name, or null where it is in no column. */
export function place_of(columns, name) {
	for (const column of columns) {
		const index = column.cards.findIndex((card) => card.name === name);
		if (index >= 0) return { column, index, card: column.cards[index] };
	}
	return null;
}

export function take_out(columns, name) {
	const place = place_of(columns, name);
	if (place) place.column.cards.splice(place.index, 1);
}

/** Bring a card back to the place that `place_of` told, wherever it is now. */
export function put_back(columns, { column: { stage }, index, card }) {
	take_out(columns, card.name);
	column_of(columns, stage)?.cards.splice(index, 0, card);
}

/** Show a card as the server tells it: in its place, elsewhere by the board's `sort`, or (null) not at all. */
export function replace(columns, name, card, sort) {
	const place = place_of(columns, name);
	if (place && place.column.stage === card?.stage && place.card.place === card.place) {
		place.column.cards.splice(place.index, 1, card);
		return;
	}
	take_out(columns, name);
	const column = card && column_of(columns, card.stage);
	if (column) insert_in_order(column, card, sort);
}

// What comes after the last card that was fetched comes with the next ones.
function insert_in_order(column, card, sort) {
	const stands_after = is_descending(sort)
		? (other) => other.place < card.place
		: (other) => other.place > card.place;
	const index = column.cards.findIndex(stands_after);
	if (index >= 0) column.cards.splice(index, 0, card);
	else if (!column.next_cursor) column.cards.push(card);
}

// Without a sort, newest in the stage first (`screens/board/sorting.py`).
const is_descending = (sort) => !sort || sort === "amount";

/** Take the totals that the server sends, `{stage: {count, value, ...}}`. */
export function set_totals(columns, totals) {
	for (const [stage, values] of Object.entries(totals)) {
		const column = column_of(columns, stage);
		if (column) Object.assign(column, values);
	}
}

/** Return `[{name, columns}]`: neighbouring columns of one stage group stand together. */
export function grouped(columns) {
	const groups = [];
	for (const column of columns) {
		const last = groups[groups.length - 1];
		if (last && last.name && last.name === column.stage_group) last.columns.push(column);
		else groups.push({ name: column.stage_group, columns: [column] });
	}
	return groups;
}
