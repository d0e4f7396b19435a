import assert from "node:assert/strict";
import test from "node:test";
import { load } from "./load.mjs";

const { range, reasons_of, selected_cards, sums_of, toggled } = await load("crm_board/selection.js");

const cards = (names) => [...names].map((name) => ({ name }));

test("from one card to another all between are selected, whichever was first", () => {
	assert.deepEqual(range(cards("abcd"), "b", "d"), ["b", "c", "d"]);
	assert.deepEqual(range(cards("abcd"), "d", "b"), ["b", "c", "d"]);
});

test("a card of another column, or none before it, is selected alone", () => {
	assert.deepEqual(range(cards("abcd"), "z", "c"), ["c"]);
	assert.deepEqual(range(cards("abcd"), null, "c"), ["c"]);
});

test("what is selected already is selected no more, unless something of it is not", () => {
	assert.deepEqual(toggled(["a", "b"], ["a"]), ["b"]);
	assert.deepEqual(toggled(["a"], ["a", "b"]), ["a", "b"]);
});

test("only cards in sight count as selected", () => {
	const columns = [{ cards: cards("ab") }, { cards: cards("c") }];
	assert.deepEqual(
		selected_cards(columns, ["c", "b", "gone"]).map(({ name }) => name),
		["b", "c"]
	);
});

test("amounts add up by currency, and what one may not read adds nothing", () => {
	const selected = [
		{ value: 100, currency: "EUR" },
		{ value: 50.5, currency: "EUR" },
		{ value: 700, currency: "USD" },
		{ value: null, currency: "GBP" },
	];
	assert.deepEqual(sums_of(selected), [
		{ currency: "USD", amount: 700 },
		{ currency: "EUR", amount: 150.5 },
	]);
	assert.deepEqual(sums_of([]), []);
});

test("a reason is told once", () => {
	assert.deepEqual(reasons_of([{ reason: "No." }, { reason: "No." }, { reason: "Never." }]), [
		"No.",
		"Never.",
	]);
});
