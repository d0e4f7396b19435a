import assert from "node:assert/strict";
import test from "node:test";
import { load } from "./load.mjs";

const { reached_in, tel } = await load("crm_shared/reach.js");

test("a number is called without what only reads well", () => {
	assert.equal(tel("+49 (30) 123-45 67"), "tel:+49301234567");
});

test("addresses and numbers with their country are links, all else stays text", () => {
	assert.deepEqual(reached_in("Call +49 30 1234567, or bob.x@example.co.uk."), [
		{ text: "Call ", href: null },
		{ text: "+49 30 1234567", href: "tel:+49301234567" },
		{ text: ", or ", href: null },
		{ text: "bob.x@example.co.uk", href: "mailto:bob.x@example.co.uk" },
		{ text: ".", href: null },
	]);
});

test("amounts, dates and invoices are no numbers to call", () => {
	for (const text of ["Invoice 2026-11-27 00012345", "+20 % on 1.000.000", "at 9:00 @Ada", "<b>1+1</b>"])
		assert.deepEqual(reached_in(text), [{ text, href: null }]);
});

test("what was typed is there in full, and no text has no parts", () => {
	const text = "a@b.example +14155550100\n+14155550101 c@d.example";
	assert.equal(
		reached_in(text)
			.map((part) => part.text)
			.join(""),
		text
	);
	assert.deepEqual(reached_in(""), []);
});
