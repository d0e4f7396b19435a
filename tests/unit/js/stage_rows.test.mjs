// The table of a pipeline's stages while it is edited.
import assert from "node:assert/strict";
import test from "node:test";
import { load } from "./load.mjs";

const { rows_of, with_new_row, moved, sent, is_changed } = await load("crm_first_hour/stage_rows.js");
const stage = (stage_name, outcome = "Open") => ({ name: `n-${stage_name}`, stage_name, outcome });
const STAGES = [stage("Lead"), stage("Offer"), stage("Won", "Won"), stage("Lost", "Lost")];
const names = (rows) => rows.map(({ stage_name }) => stage_name);

test("a row moves to another place, and nowhere beyond the ends", () => {
	const rows = rows_of(STAGES);
	assert.deepEqual(names(moved(rows, 1, 0)), ["Offer", "Lead", "Won", "Lost"]);
	assert.deepEqual(names(moved(rows, 0, 3)), ["Offer", "Won", "Lost", "Lead"]);
	for (const [from, to] of [
		[0, -1],
		[3, 4],
		[2, 2],
	])
		assert.equal(moved(rows, from, to), rows);
});

test("a new stage stands after the open ones, before those that close", () => {
	assert.deepEqual(names(with_new_row(rows_of(STAGES), "Open")), ["Lead", "Offer", "", "Won", "Lost"]);
	assert.deepEqual(names(with_new_row([], "Open")), [""]);
	assert.deepEqual(names(with_new_row(rows_of(STAGES.slice(2)), "Open")), ["", "Won", "Lost"]);
});

test("what is sent of a new row is what can be edited, and of others what is other than it came", () => {
	const rows = with_new_row(rows_of(STAGES.map((each) => ({ ...each, records: 3, position: 1 }))), "Open");
	rows[1] = { ...rows[1], stage_name: "Quote" };
	const [lead, offer, added, won] = sent(rows, STAGES);
	assert.deepEqual(lead, { name: "n-Lead" });
	assert.deepEqual(offer, { name: "n-Offer", stage_name: "Quote" });
	assert.deepEqual(Object.keys(added), [
		...["name", "stage_name", "stage_group", "outcome", "probability", "color", "rot_after_days"],
	]);
	assert.deepEqual(won, { name: "n-Won" });
});

test("rows are changed by an edit, an order or a removal, and not by being looked at", () => {
	const rows = rows_of(STAGES);
	assert.equal(is_changed(rows, STAGES, []), false);
	assert.equal(is_changed(moved(rows, 0, 1), STAGES, []), true);
	assert.equal(is_changed([{ ...rows[0], stage_name: "Start" }, ...rows.slice(1)], STAGES, []), true);
	assert.equal(is_changed(rows, STAGES, ["n-Lost"]), true);
});
