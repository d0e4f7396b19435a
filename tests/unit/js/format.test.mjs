import assert from "node:assert/strict";
import test, { beforeEach } from "node:test";
import { load } from "./load.mjs";

const { day_seen_from, days, days_between, initials, number, plural, short_days, short_money } =
	await load("crm_shared/format.js");

beforeEach(() => speak("en"));

/** What the desk's page has before our scripts: the user's language, and texts, here untranslated. */
function speak(lang) {
	globalThis.frappe = { boot: { lang } };
	globalThis.__ = (text, values = []) => text.replace(/{(\d)}/g, (_, index) => values[index]);
}

/** A moment with what we ask of moment.js. */
function at(text) {
	const [year, month, date, time] = text.split(/[- ]/);
	return { year: () => Number(year), month: () => month - 1, date: () => Number(date), format: () => time };
}

const seen = (now, then) => day_seen_from(at(now), at(then));

test("days near now have names", () => {
	assert.equal(seen("2026-07-15 09:00", "2026-07-15 14:30"), "Today 14:30");
	assert.equal(seen("2026-07-15 23:59", "2026-07-16 00:01"), "Tomorrow");
	assert.equal(seen("2026-07-15 00:01", "2026-07-14 23:59"), "Yesterday");
});

test("days count over months, years and the change of the clocks", () => {
	assert.equal(seen("2026-03-30 08:00", "2026-03-28 23:00"), "2 days ago");
	assert.equal(seen("2026-12-31 08:00", "2027-01-01 08:00"), "Tomorrow");
	assert.equal(seen("2028-03-01 08:00", "2028-02-28 08:00"), "2 days ago");
});

test("what is far has its date, with the year where it is another", () => {
	assert.equal(seen("2026-07-15 09:00", "2026-07-17 09:00"), "Jul 17");
	assert.equal(seen("2026-07-15 09:00", "2027-01-02 09:00"), "Jan 2, 2027");
	assert.equal(seen("2026-07-15 09:00", "2026-04-07 09:00"), "99 days ago");
	assert.equal(seen("2026-07-15 09:00", "2026-04-06 09:00"), "Apr 6");
});

test("a stay in a stage is told in days", () => {
	assert.deepEqual([0, 1, 12].map(days), ["< 1 day", "1 day", "12 days"]);
	assert.deepEqual([0, 1, 12].map(short_days), ["< 1 d", "1 d", "12 d"]);
});

test("a stay counts the days of the calendar, as what is said of its beginning does", () => {
	const [then, now] = ["2026-03-28 23:00", "2026-04-17 08:00"];
	assert.equal(days_between(at(then), at(now)), 20);
	assert.equal(seen(now, then), "20 days ago");
	assert.equal(days_between(at(now), at(then)), 0);
});

test("a count chooses the plural form of the user's language", () => {
	const counted = (count) => plural(count, "1 card moved to {1}", "{0} cards moved to {1}", "Won");
	assert.deepEqual([1, 2].map(counted), ["1 card moved to Won", "2 cards moved to Won"]);
	speak("fr");
	assert.equal(counted(0), "0 cards moved to Won"); // "one" in French, which is said with a number
	speak("ar");
	const forms = [];
	globalThis.__ = (_text, _values, form) => forms.push(form);
	[0, 1, 2, 3, 11, 100].forEach(counted);
	assert.deepEqual(forms, ["zero", undefined, "two", "few", "many", null]);
});

test("amounts in a column's head are short", () => {
	assert.equal(short_money(1_234_567, "USD"), "$1.2M");
	assert.match(short_money(null, "EUR"), /^€0/);
	assert.equal(short_money(15_000, "no currency"), "15K");
});

test("numbers are written as in the user's language", () => {
	assert.equal(number(1234567), "1,234,567");
	assert.equal(number(undefined), "0");
	speak("de");
	assert.equal(number(1234567), "1.234.567");
	speak("pt_BR");
	assert.equal(number(1234567), "1.234.567");
});

test("initials are of the first and the last name, whole letters", () => {
	const expected = { "Ada Lovelace": "AL", "  ada  mary king ": "AK", Ada: "A", "𝒜da 𝒦ing": "𝒜𝒦", "": "?" };
	for (const [name, letters] of Object.entries(expected)) assert.equal(initials(name), letters);
	assert.equal(initials(null), "?");
});
