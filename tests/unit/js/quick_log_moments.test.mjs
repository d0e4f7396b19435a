import assert from "node:assert/strict";
import test from "node:test";
import { load } from "./load.mjs";

globalThis.document = { documentElement: { lang: "en" } };
const { moment_of, tomorrow } = await load("crm_go/moments.js");

const FRIDAY = new Date(2026, 10, 27, 16, 30);
const text = (moment) => moment && [moment.getDate(), moment.getMonth() + 1, moment.getHours()];

test("a next step is in the morning of its day", () => {
	assert.deepEqual(text(moment_of("tomorrow", "", FRIDAY)), [28, 11, 9]);
	assert.deepEqual(text(moment_of("in_three_days", "", FRIDAY)), [30, 11, 9]);
	assert.deepEqual(text(moment_of("date", "2026-12-24", FRIDAY)), [24, 12, 9]);
});

test("next week begins on the next Monday, on a Monday the one after", () => {
	assert.deepEqual(text(moment_of("next_week", "", FRIDAY)), [30, 11, 9]);
	assert.deepEqual(text(moment_of("next_week", "", new Date(2026, 10, 30, 8))), [7, 12, 9]);
	assert.deepEqual(text(moment_of("next_week", "", new Date(2026, 10, 29, 8))), [30, 11, 9]);
});

test("a date that is none, or has passed, is no moment", () => {
	for (const date of ["", undefined, "soon", "2026-11-27", "2020-01-01"])
		assert.equal(moment_of("date", date, FRIDAY), null);
});

test("the first day ahead follows the month's last", () => {
	assert.equal(tomorrow(new Date(2026, 11, 31, 23)), "2027-01-01");
});
