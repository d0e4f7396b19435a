import assert from "node:assert/strict";
import test from "node:test";
import { load } from "./load.mjs";

const { parts_of } = await load("crm_shared/sms_parts.js");

// The cases of `tests/unit/channels/messaging/test_texts.py`: the server counts the same.
const CASES = [
	["", 0],
	["a".repeat(160), 1],
	["a".repeat(161), 2],
	["a".repeat(307), 3],
	["€".repeat(80), 1],
	["€".repeat(81), 2],
	["€".repeat(153), 3],
	["я".repeat(70), 1],
	["я".repeat(71), 2],
	["🙂".repeat(35), 1],
	["🙂".repeat(67), 3],
];

for (const [text, parts] of CASES) {
	test(`${text.length} units are ${parts} parts`, () => assert.equal(parts_of(text).parts, parts));
}

test("other letters are told", () => {
	assert.equal(parts_of("plain").is_plain, true);
	assert.equal(parts_of("привет").is_plain, false);
});
