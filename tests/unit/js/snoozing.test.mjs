import assert from "node:assert/strict";
import test from "node:test";
import { load } from "./load.mjs";

globalThis.__ = (text) => text;
const { choices } = await load("crm_today/snoozing.js");

/** As much of moment.js as is needed, in UTC. */
class Moment {
	constructor(time) {
		this.date = new Date(time);
	}
	clone = () => new Moment(this.date);
	add(number, unit) {
		const hours = unit.startsWith("day") ? number * 24 : number;
		this.date = new Date(this.date.getTime() + hours * 3_600_000);
		return this;
	}
	part(name, value) {
		if (value === undefined) return this.date[`getUTC${name}`]();
		this.date[`setUTC${name}`](value);
		return this;
	}
	hour = (value) => this.part("Hours", value);
	minute = (value) => this.part("Minutes", value);
	second = (value) => this.part("Seconds", value);
	millisecond = (value) => this.part("Milliseconds", value);
	day = () => this.date.getUTCDay();
	isSame = (other) => this.text().slice(0, 10) === other.text().slice(0, 10);
	text = () => this.date.toISOString().slice(0, 16);
}

const offered = (now, planned) =>
	Object.fromEntries(
		choices(new Moment(`${now}Z`), planned && new Moment(`${planned}Z`)).map(({ key, moment }) => [
			key,
			moment.text(),
		])
	);

test("in the morning of a Wednesday", () => {
	assert.deepEqual(offered("2027-03-10T09:41:10"), {
		later: "2027-03-10T12:00",
		tomorrow: "2027-03-11T09:00",
		week: "2027-03-15T09:00",
	});
});

test("in the evening there is no later today", () => {
	assert.deepEqual(Object.keys(offered("2027-03-10T18:30:00")), ["tomorrow", "week"]);
	assert.deepEqual(Object.keys(offered("2027-03-10T22:30:00")), ["tomorrow", "week"]);
});

test("what was planned for an hour keeps it, and a date alone gets the morning", () => {
	assert.equal(offered("2027-03-10T09:00:00", "2027-03-01T14:30:00").tomorrow, "2027-03-11T14:30");
	assert.equal(offered("2027-03-10T09:00:00", "2027-03-01T14:30:00").week, "2027-03-15T14:30");
	assert.equal(offered("2027-03-10T09:00:00", "2027-03-01T00:00:00").tomorrow, "2027-03-11T09:00");
});

test("next week begins on the next Monday, on a Monday with the one after", () => {
	assert.equal(offered("2027-03-14T09:00:00").week, "2027-03-15T09:00"); // a Sunday
	assert.equal(offered("2027-03-15T09:00:00").week, "2027-03-22T09:00"); // a Monday
});
