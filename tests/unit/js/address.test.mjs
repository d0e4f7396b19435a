import assert from "node:assert/strict";
import test from "node:test";
import { load } from "./load.mjs";

const { address_of, count_filters, is_narrowed, is_same_filter, read_address, without_narrowing } =
	await load("crm_board/address.js");

/** Be at an address, as the browser tells it. */
function stand_at(address) {
	const { pathname, search } = new URL(address, "http://crm.localhost");
	globalThis.window = { location: { pathname, search } };
}

test("an address names the pipeline, the filters and the open card", () => {
	stand_at("/app/crm-board/4f2c8a91be?owner=me&value_from=100&card=9d1e7c33aa");
	assert.deepEqual(read_address(), {
		pipeline: "4f2c8a91be",
		filters: { owner: "me", value_from: "100" },
		card: "9d1e7c33aa",
	});
});

test("an address without a pipeline leaves the choice to the board", () => {
	stand_at("/app/crm-board");
	assert.deepEqual(read_address(), { pipeline: null, filters: {}, card: null });
});

test("the desk keeps its place in the address, which differs between versions of Frappe", () => {
	for (const desk of ["app", "desk"]) {
		stand_at(`/${desk}/crm-board/other`);
		assert.equal(address_of("4f2c8a91be", {}, null), `/${desk}/crm-board/4f2c8a91be`);
	}
});

test("what is written is read again, whatever signs it has", () => {
	const pipeline = "Ankauf/Verkauf & 50 % für Ümit?#";
	const filters = { text: "a+b=c & d/é 100%", source: "Fair #3" };
	stand_at("/app/crm-board");
	stand_at(address_of(pipeline, filters, "card & co"));
	assert.deepEqual(read_address(), { pipeline, filters, card: "card & co" });
});

test("filters are the same whatever their order, and whether they are numbers or the texts of an address", () => {
	assert.ok(is_same_filter({ value_from: "100", owner: "me" }, { owner: "me", value_from: 100 }));
	assert.ok(is_same_filter({}, {}));
	assert.ok(!is_same_filter({ owner: "me" }, {}));
	assert.ok(!is_same_filter({ owner: "me" }, { owner: "ada" }));
});

test("an order and what is closed long ago narrow nothing, and outlive the filters", () => {
	const filters = { sort: "amount", closed: "all", text: "crane", owner: "me" };
	assert.equal(count_filters(filters), 1);
	assert.ok(is_narrowed({ text: "crane" }));
	assert.ok(!is_narrowed({ sort: "amount", closed: "all" }));
	assert.deepEqual(without_narrowing(filters), { sort: "amount", closed: "all" });
});
