import assert from "node:assert/strict";
import test from "node:test";
import { load } from "./load.mjs";

const { list_query, query_of, read_address, route_options } = await load("crm_today/address.js");
const NOTE = "CRM Follow-up Note";
const FILTERS = [
	[NOTE, "assigned_to", "=", "grace+1@example.com"],
	[NOTE, "scheduled_on", ">=", "2027-03-10 00:00:00"],
	[NOTE, "scheduled_on", "<", "2027-03-11 00:00:00"],
];

test("an address without anything is one's own day", () => {
	assert.deepEqual(read_address("", null), { whose: "mine", only: null, is_chosen: false });
	assert.equal(query_of({ whose: "mine", only: null }), "");
});

test("what is written is read again", () => {
	const asked = { whose: "grace+1@example.com", only: "overdue", is_chosen: true };
	assert.deepEqual(read_address(query_of(asked), null), asked);
});

test("one's own day is named where it was chosen, so that it stays", () => {
	const chosen = { whose: "mine", only: null, is_chosen: true };
	assert.deepEqual(read_address(query_of(chosen), null), chosen);
});

test("what a number card asks for comes beside the address", () => {
	assert.deepEqual(read_address("?whose=team", { only: "gone_quiet" }), {
		whose: "team",
		only: "gone_quiet",
		is_chosen: true,
	});
});

test("several filters of one field all stay", () => {
	assert.deepEqual(route_options(FILTERS), {
		assigned_to: ['["=","grace+1@example.com"]'],
		scheduled_on: ['[">=","2027-03-10 00:00:00"]', '["<","2027-03-11 00:00:00"]'],
	});
	const query = new URLSearchParams(list_query(FILTERS));
	assert.equal(query.getAll("scheduled_on").length, 2);
	assert.deepEqual(JSON.parse(query.get("assigned_to")), ["=", "grace+1@example.com"]);
});
