import assert from "node:assert/strict";
import test from "node:test";
import { load } from "./load.mjs";

const { create_undo } = await load("crm_board/undo.js");
const MOVE = { name: "a", title: "Cranes", stage: "lead", entered_on: "2026-07-01 10:00:00" };

/** Let nothing pass but when the test says so. */
function stop_time() {
	const waiting = new Map();
	let number = 0;
	globalThis.setTimeout = (act, span) => waiting.set(++number, { act, span }) && number;
	globalThis.clearTimeout = (timer) => waiting.delete(timer);
	return {
		spans: () => [...waiting.values()].map(({ span }) => span),
		pass: () => [...waiting.values()].forEach(({ act }) => act()),
	};
}

test("a move can be taken back once, for ten seconds", () => {
	const [state, time] = [{}, stop_time()];
	const undo = create_undo(state);
	undo.offer("Cranes moved", [MOVE]);
	assert.equal(state.undo.text, "Cranes moved");
	assert.deepEqual(time.spans(), [10_000]);
	assert.deepEqual(undo.take(), [MOVE]);
	assert.deepEqual(undo.take(), []);
	undo.offer("Cranes moved", [MOVE]);
	time.pass();
	assert.equal(state.undo, null);
	assert.deepEqual(undo.take(), []);
});

test("who points at it has all the time", () => {
	const [state, time] = [{}, stop_time()];
	const undo = create_undo(state);
	undo.offer("Cranes moved", [MOVE]);
	undo.keep();
	assert.deepEqual(time.spans(), []);
	undo.count_down();
	assert.deepEqual(time.spans(), [10_000]);
});

test("a later move takes the place of an earlier one, and what cannot be taken back offers nothing", () => {
	const [state, time] = [{}, stop_time()];
	const undo = create_undo(state);
	undo.offer("Cranes moved", [MOVE]);
	undo.offer("Rails moved", [{ ...MOVE, name: "b" }]);
	assert.deepEqual(time.spans(), [10_000]);
	assert.equal(undo.take()[0].name, "b");
	undo.offer("Cranes moved back", []);
	assert.equal(state.undo, null);
});
