// What a rule says as the editor holds it: groups and steps with an id each, so that a row keeps its place on the screen.
// Knows neither Frappe nor the page.
const JOINS = ["all", "any", "none"];
let last_id = 0;

const next_id = () => (last_id += 1);

/** Return a group of conditions for what the server holds, `{all: [...]}`. */
export function group_of(json) {
	const join = JOINS.find((word) => Array.isArray(json?.[word])) || "all";
	const members = (json?.[join] || []).map((member) =>
		member && "field" in member ? { ...member, id: next_id() } : group_of(member)
	);
	return { id: next_id(), join, members };
}

export const new_test = (field) => ({ id: next_id(), field, operator: null, value: null });

export const is_group = (member) => "members" in member;

/** Return conditions as the server takes them. */
export function json_of_group({ join, members }) {
	return {
		[join]: members.map((member) => (is_group(member) ? json_of_group(member) : json_of_test(member))),
	};
}

function json_of_test({ field, operator, value, of }) {
	return {
		field,
		operator,
		...(value === null || value === undefined || value === "" ? {} : { value }),
		...(of === "before" ? { of } : {}),
	};
}

/** Return steps for what the server holds; `types` are the catalog's, by key. */
export function steps_of(json, types) {
	return (json || []).map((given) => step_of(given, types));
}

function step_of(given, types) {
	const { step, ...values } = given;
	const branches = {};
	for (const key of condition_keys(types[step])) values[key] = group_of(values[key]);
	for (const { key } of types[step]?.branches || []) {
		branches[key] = steps_of(values[key], types);
		delete values[key];
	}
	return { id: next_id(), step, values, branches };
}

const condition_keys = (type) =>
	(type?.inputs || []).filter(({ kind }) => kind === "conditions").map(({ key }) => key);

/** Return a new step of a type, with what its form begins with. */
export function new_step(type) {
	const values = {};
	for (const { key, kind, default: given } of type.inputs || []) {
		if (kind === "time") Object.assign(values, given);
		else if (given !== null && given !== undefined) values[key] = given;
	}
	return step_of({ step: type.key, ...values }, { [type.key]: type });
}

/** Return steps as the server takes them: without what is empty, or not asked for. */
export function json_of_steps(steps, types) {
	return steps.map(({ step, values, branches }) => ({
		step,
		...asked_values(values, types[step]),
		...Object.fromEntries(
			Object.entries(branches).map(([key, inner]) => [key, json_of_steps(inner, types)])
		),
	}));
}

function asked_values(values, type) {
	const hidden = (type?.inputs || []).filter((input) => !is_asked(input, values)).map(({ key }) => key);
	const groups = condition_keys(type);
	return Object.fromEntries(
		Object.entries(values)
			.filter(([key, value]) => !hidden.includes(key) && !is_empty(value))
			.map(([key, value]) => [key, groups.includes(key) ? json_of_group(value) : value])
	);
}

const is_empty = (value) => value === null || value === undefined || value === "" || value === false;

/** Return whether an input is asked for, given the values of the others. */
export function is_asked({ shown_if }, values) {
	return Object.entries(shown_if || {}).every(([key, wanted]) => wanted.includes(values[key] ?? ""));
}

/** Move a member of a list by so many places; answers whether it could be. */
export function shift(list, place, by) {
	const target = place + by;
	if (target < 0 || target >= list.length) return false;
	const [member] = list.splice(place, 1);
	list.splice(target, 0, member);
	return true;
}

/** Return the same step again, with all that stands in it. */
export function copy_of(step) {
	const branches = Object.entries(step.branches).map(([key, inner]) => [key, inner.map(copy_of)]);
	return {
		id: next_id(),
		step: step.step,
		values: JSON.parse(JSON.stringify(step.values)),
		branches: Object.fromEntries(branches),
	};
}

/** Return how many steps there are, those in others included. */
export function count(steps) {
	return steps.reduce(
		(sum, { branches }) =>
			sum + 1 + Object.values(branches).reduce((inner, list) => inner + count(list), 0),
		0
	);
}

/** Return what fields, steps and groups of another record type cannot take along: nothing of it. */
export const without_content = (rule) => ({
	...rule,
	event_kind: null,
	date_field: null,
	conditions: { all: [] },
	steps: [],
	how_often: "Every Time",
});

// Components get what they show as props and change it here, so that one place says what may happen to it.
export const change = (held, values) => Object.assign(held, values);
export const insert = (list, place, member) => list.splice(place, 0, member);
export const take_out = (list, place) => list.splice(place, 1);
