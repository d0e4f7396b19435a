// Which cards are selected, and what they add up to. Knows neither Vue nor the page.

export const MOST_SELECTED = 100;

/** Return the names of the cards of a column from one to another, both included, or just the last where they do not stand together. */
export function range(cards, from, to) {
	const [start, end] = [from, to].map((name) => cards.findIndex((card) => card.name === name));
	if (start < 0 || end < 0) return [to];
	return cards.slice(Math.min(start, end), Math.max(start, end) + 1).map((card) => card.name);
}

/** Return the selected names with these added, or without them where all are selected already. */
export function toggled(selected, names) {
	const is_taken_out = names.every((name) => selected.includes(name));
	if (is_taken_out) return selected.filter((name) => !names.includes(name));
	return [...new Set([...selected, ...names])];
}

/** Return the cards of all columns that are selected. */
export const selected_cards = (columns, selected) =>
	columns.flatMap((column) => column.cards.filter((card) => selected.includes(card.name)));

/** Return `[{currency, amount}]` of the cards, largest first; amounts that one may not read are left out. */
export function sums_of(cards) {
	const sums = new Map();
	for (const { value, currency } of cards) {
		if (value) sums.set(currency, (sums.get(currency) || 0) + value);
	}
	return [...sums]
		.map(([currency, amount]) => ({ currency, amount }))
		.sort((one, other) => other.amount - one.amount);
}

/** Return the different reasons of refusals, `[{reason}]`. */
export const reasons_of = (refused) => [...new Set(refused.map(({ reason }) => reason))];
