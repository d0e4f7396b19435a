import assert from "node:assert/strict";
import test from "node:test";
import { load } from "./load.mjs";

const { read_address } = await load("crm_rules/address.js");

test("the address tells the list from a rule, on both desks", () => {
	assert.equal(read_address("/app/crm-rules"), null);
	assert.equal(read_address("/desk/crm-rules/"), null);
	assert.equal(read_address("/app/crm-rules/new"), "new");
	assert.equal(read_address("/desk/crm-rules/a%20b"), "a b");
});
