import assert from "node:assert/strict";
import test from "node:test";
import { load } from "./load.mjs";

const { grouped, place_of, put_back, replace, set_totals, take_out } = await load("crm_board/ordering.js");

/** A board of two stages, newest first; the numbers are the minutes at which the cards came there. */
function board() {
	return [
		column("lead", [card("b", "lead", 30), card("a", "lead", 10)]),
		column("won", [card("c", "won", 20)]),
	];
}

const column = (stage, cards, next_cursor = null) => ({ stage, cards, next_cursor, count: cards.length });
const card = (name, stage, minute) => ({ name, stage, place: `2026-07-01 10:${minute}:00` });
const names = (columns) => columns.map(({ cards }) => cards.map(({ name }) => name).join(""));

test("a card is found where it stands, or not at all", () => {
	const columns = board();
	assert.deepEqual(place_of(columns, "a"), { column: columns[0], index: 1, card: columns[0].cards[1] });
	assert.equal(place_of(columns, "z"), null);
});

test("a card that was moved comes back to its place when the move is refused", () => {
	const columns = board();
	const origin = place_of(columns, "b");
	take_out(columns, "b");
	columns[1].cards.unshift({ ...origin.card, stage: "won" });
	assert.deepEqual(names(columns), ["a", "bc"]);
	put_back(columns, origin);
	assert.deepEqual(names(columns), ["ba", "c"]);
});

test("a card whose column has gone meanwhile comes back nowhere", () => {
	const columns = board();
	const origin = place_of(columns, "b");
	const others = [columns[1]];
	put_back(others, origin);
	assert.deepEqual(names(others), ["c"]);
});

test("a changed card stays in its place", () => {
	const columns = board();
	replace(columns, "a", { ...card("a", "lead", 10), title: "Cranes" });
	assert.deepEqual(names(columns), ["ba", "c"]);
	assert.equal(columns[0].cards[1].title, "Cranes");
});

test("a card that others moved stands by the moment it came there", () => {
	for (const [minute, expected] of [
		["40", ["b", "ac"]],
		["15", ["b", "ca"]],
	]) {
		const columns = board();
		replace(columns, "a", card("a", "won", minute));
		assert.deepEqual(names(columns), expected);
	}
});

test("a card that was changed in that by which the board is sorted goes to its new place", () => {
	const columns = [column("lead", [card("b", "lead", 10), card("a", "lead", 30), card("d", "lead", 40)])];
	replace(columns, "b", card("b", "lead", 35), "closing");
	assert.deepEqual(names(columns), ["abd"]);
	const amounts = [
		column("lead", [
			{ ...card("b", "lead", 10), place: 900 },
			{ ...card("a", "lead", 30), place: 100 },
		]),
	];
	replace(amounts, "n", { name: "n", stage: "lead", place: 500 }, "amount");
	assert.deepEqual(names(amounts), ["bna"]);
});

test("a card older than all that were fetched waits for the next page", () => {
	const columns = board();
	columns[1].next_cursor = "more";
	replace(columns, "a", card("a", "won", 11));
	assert.deepEqual(names(columns), ["b", "c"]);
});

test("a card that is not seen any more goes, as does one in a stage that is not shown", () => {
	const columns = board();
	replace(columns, "a", undefined);
	replace(columns, "c", card("c", "hidden", 20));
	assert.deepEqual(names(columns), ["b", ""]);
});

test("a card that is new on the board comes to its column", () => {
	const columns = board();
	replace(columns, "n", card("n", "lead", 20));
	assert.deepEqual(names(columns), ["bna", "c"]);
});

test("totals reach the columns that are shown", () => {
	const columns = board();
	set_totals(columns, { won: { count: 7, value: 100 }, hidden: { count: 1 } });
	assert.deepEqual(
		columns.map(({ count, value }) => [count, value]),
		[
			[2, undefined],
			[7, 100],
		]
	);
});

test("neighbouring columns of one group stand together, those without one alone", () => {
	const stages = [
		["new", null],
		["called", "Contacted"],
		["mailed", "Contacted"],
		["lost", null],
		["again", "Contacted"],
	];
	const columns = stages.map(([stage, stage_group]) => ({ stage, stage_group }));
	assert.deepEqual(
		grouped(columns).map((group) => [group.name, group.columns.map(({ stage }) => stage).join(" ")]),
		[
			[null, "new"],
			["Contacted", "called mailed"],
			[null, "lost"],
			["Contacted", "again"],
		]
	);
});
