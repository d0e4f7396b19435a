import assert from "node:assert/strict";
import test from "node:test";
import { load } from "./load.mjs";

const tree = await load("crm_rules/tree.js");
const TYPES = {
	tag: { key: "tag", branches: [], inputs: [{ key: "tag", kind: "text" }] },
	wait: { key: "wait", branches: [], inputs: [{ key: "time", kind: "time", default: { days: 3 } }] },
	if: {
		key: "if",
		branches: [{ key: "then" }, { key: "else" }],
		inputs: [{ key: "if", kind: "conditions" }],
	},
	mail: {
		key: "mail",
		branches: [],
		inputs: [
			{ key: "to", kind: "people", default: "owner" },
			{ key: "template", kind: "link" },
			{ key: "text", kind: "long_text", shown_if: { template: [""] } },
		],
	},
	other: { key: "other", branches: [], inputs: null },
};
const CONDITIONS = {
	all: [
		{ field: "stage", operator: "is", value: "x" },
		{ any: [{ field: "value", operator: "at_least", value: 0, of: "before" }, { none: [] }] },
	],
};

test("conditions come back as they were", () => {
	assert.deepEqual(tree.json_of_group(tree.group_of(CONDITIONS)), CONDITIONS);
});

test("nothing is an empty group", () => {
	for (const nothing of [null, undefined, {}]) {
		assert.deepEqual(tree.json_of_group(tree.group_of(nothing)), { all: [] });
	}
});

test("steps come back as they were, those in others and of other apps, too", () => {
	const steps = [
		{ step: "wait", days: 1, hours: 2 },
		{ step: "if", if: CONDITIONS, then: [{ step: "tag", tag: "x" }], else: [] },
		{ step: "other", anything: { goes: [0, false] } },
		{ step: "gone", key: "kept" },
	];
	assert.deepEqual(tree.json_of_steps(tree.steps_of(steps, TYPES), TYPES), steps);
});

test("a new step begins with what its form says", () => {
	const given = (key) => tree.json_of_steps([tree.new_step(TYPES[key])], TYPES)[0];
	assert.deepEqual(given("wait"), { step: "wait", days: 3 });
	assert.deepEqual(given("mail"), { step: "mail", to: "owner" });
	assert.deepEqual(given("if"), { step: "if", if: { all: [] }, then: [], else: [] });
});

test("what is not asked for, or empty, is not sent", () => {
	const [step] = tree.steps_of([{ step: "mail", to: "owner", template: "A", text: "B" }], TYPES);
	assert.deepEqual(tree.json_of_steps([step], TYPES), [{ step: "mail", to: "owner", template: "A" }]);
	tree.change(step.values, { template: "" });
	assert.deepEqual(tree.json_of_steps([step], TYPES), [{ step: "mail", to: "owner", text: "B" }]);
});

test("steps move within their list only", () => {
	const list = ["a", "b", "c"];
	assert.equal(tree.shift(list, 0, -1), false);
	assert.equal(tree.shift(list, 2, 1), false);
	assert.equal(tree.shift(list, 0, 1), true);
	assert.deepEqual(list, ["b", "a", "c"]);
});

test("a copy says the same and is another", () => {
	const [step] = tree.steps_of([{ step: "if", if: CONDITIONS, then: [{ step: "tag", tag: "x" }] }], TYPES);
	const copy = tree.copy_of(step);
	assert.deepEqual(tree.json_of_steps([copy], TYPES), tree.json_of_steps([step], TYPES));
	tree.change(copy.branches.then[0].values, { tag: "y" });
	tree.change(copy.values.if, { join: "none" });
	assert.equal(step.branches.then[0].values.tag, "x");
	assert.equal(step.values.if.join, "all");
});

test("all steps are counted", () => {
	const steps = [{ step: "if", if: {}, then: [{ step: "tag" }, { step: "tag" }] }, { step: "wait" }];
	assert.equal(tree.count(tree.steps_of(steps, TYPES)), 4);
});
