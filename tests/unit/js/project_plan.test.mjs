import assert from "node:assert/strict";
import test from "node:test";
import { load } from "./load.mjs";

const { number_of, day_of_number, shifted, weekday } = await load("crm_projects/days.js");
const { columns_of, rows_of, waited_for } = await load("crm_projects/rows.js");
const { fitting_zoom, labels_between, period_of } = await load("crm_projects/days.js");

const { told_of } = await load("crm_projects/told.js");

const WORDS = { waiting: "Waiting", open: "Open", done: "Done", nobody: "Nobody", no_milestone: "None" };
const task = (name, values = {}) => ({ name, subject: name, status: "Open", blocked_by: [], ...values });
const by_name = (tasks) => new Map(tasks.map((each) => [each.name, each]));
const named = (columns) =>
	Object.fromEntries(columns.map(({ stage, cards }) => [stage, cards.map(({ name }) => name)]));

test("days go over the ends of months and years, and know their weekday", () => {
	assert.equal(shifted("2026-12-31", 1), "2027-01-01");
	assert.equal(shifted("2026-03-01", -1), "2026-02-28");
	assert.equal(day_of_number(number_of("2026-06-03 17:00:00")), "2026-06-03");
	assert.equal(weekday(number_of("2026-06-01")), 0);
	assert.equal(weekday(number_of("1969-12-31")), 2);
});

test("each milestone has its tasks below it, and those without one come last", () => {
	const plan = {
		milestones: [{ name: "m1" }, { name: "m2" }],
		tasks: [task("a", { milestone: "m2" }), task("b"), task("c", { milestone: "gone", status: "Done" })],
	};
	const keys = (hides_done) => rows_of(plan, hides_done).map(({ key }) => key);
	assert.deepEqual(keys(false), ["m1", "m2", "a", "rest", "b", "c"]);
	assert.deepEqual(keys(true), ["m1", "m2", "a", "rest", "b"]);
	assert.deepEqual(
		rows_of({ milestones: [], tasks: [task("a")] }).map(({ key }) => key),
		["a"]
	);
});

test("a task waits for what is open, and for nothing that is not there", () => {
	const tasks = [task("a"), task("b", { status: "Done" }), task("c", { blocked_by: ["a", "b", "hidden"] })];
	assert.deepEqual(waited_for(tasks[2], by_name(tasks)), [tasks[0]]);
	const columns = columns_of({ milestones: [], tasks }, by_name(tasks), "status", [], WORDS);
	assert.deepEqual(named(columns), { waiting: ["c"], open: ["a"], done: ["b"] });
	assert.equal(columns[0].values, null);
});

test("by person a contact has a column into which nothing comes", () => {
	const tasks = [
		task("a", { assigned_to: "ada", assigned_to_title: "Ada" }),
		task("b", { contact_assigned: "7", contact_assigned_title: "Bo" }),
		task("c"),
	];
	const people = [{ user: "eve", title: "Eve" }];
	const columns = columns_of({ milestones: [], tasks }, by_name(tasks), "person", people, WORDS);
	assert.deepEqual(named(columns), { "": ["c"], eve: [], ada: ["a"], "contact:7": ["b"] });
	assert.deepEqual(
		columns.map(({ values }) => values?.assigned_to),
		["", "eve", "ada", undefined]
	);
});

test("by milestone each has a column, and there is one for tasks without", () => {
	const tasks = [task("a", { milestone: "m1" }), task("b", { milestone: "gone" })];
	const milestones = [{ name: "m1", title: "One" }];
	const columns = columns_of({ milestones, tasks }, by_name(tasks), "milestone", [], WORDS);
	assert.deepEqual(named(columns), { m1: ["a"], "": ["b"] });
	assert.equal(columns[1].values.milestone, "");
});

test("the plan begins on a Monday before all that there is, and ends after it", () => {
	const today = number_of("2026-06-10");
	const tasks = [
		{ starts_on: "2026-06-03", due_on: "2026-07-01" },
		{ starts_on: null, due_on: null },
	];
	const period = period_of({ milestones: [{ due_on: "2026-05-20" }], tasks }, today);
	assert.equal(weekday(period.first), 0);
	assert.ok(period.first < number_of("2026-05-20") && period.last > number_of("2026-07-01"));
	assert.equal(fitting_zoom({ first: 0, last: 20 }, 1000), "days");
	assert.equal(fitting_zoom({ first: 0, last: 5000 }, 1000), "months");
});

test("labels name each month once, and Mondays only where days are narrow", () => {
	const [from, to] = [number_of("2026-05-30"), number_of("2026-06-16")];
	const { months, days } = labels_between(from, to, "weeks", "en");
	assert.deepEqual(
		months.map(({ text }) => text),
		["June 2026"]
	);
	assert.deepEqual(
		days.map(({ text }) => text),
		["1", "8", "15"]
	);
	assert.equal(labels_between(from, to, "days", "en").days.length, 18);
});

test("users but for whoever moves it are told, each once, and contacts without a login are not", () => {
	const page = {
		project: { project_owner: "grace@x", project_owner_title: "Grace" },
		participants: [
			{ user: "grace@x", contact: null, title: "Grace" },
			{ user: "bob@x", contact: "c1", title: "Bob" },
			{ user: "me@x", contact: null, title: "Me" },
			{ user: null, contact: "c2", title: null },
		],
	};
	assert.deepEqual(told_of(page, "me@x"), { users: ["Grace", "Bob"], contacts: 1 });
	const alone = { project: { project_owner: "me@x" }, participants: [] };
	assert.deepEqual(told_of(alone, "me@x"), { users: [], contacts: 0 });
});
