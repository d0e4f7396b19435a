// A plan as rows of a list and as columns of a board. Knows neither Vue nor the page.

export const Kind = { MILESTONE: "milestone", REST: "rest", TASK: "task" };
export const Grouping = { STATUS: "status", PERSON: "person", MILESTONE: "milestone" };
const NOBODY = "";

/** Return `[{key, kind, item}]`: each milestone with its tasks below it, then the tasks without one. */
export function rows_of({ milestones, tasks }, hides_done) {
	const is_shown = (task) => !hides_done || task.status === "Open";
	const known = new Set(milestones.map(({ name }) => name));
	const by_milestone = grouped(tasks.filter(is_shown), (task) =>
		known.has(task.milestone) ? task.milestone : NOBODY
	);
	const rows = milestones.flatMap((milestone) => [
		{ key: milestone.name, kind: Kind.MILESTONE, item: milestone },
		...task_rows(by_milestone.get(milestone.name)),
	]);
	const rest = task_rows(by_milestone.get(NOBODY));
	if (rest.length && milestones.length) rows.push({ key: "rest", kind: Kind.REST, item: null });
	return [...rows, ...rest];
}

const task_rows = (tasks = []) => tasks.map((task) => ({ key: task.name, kind: Kind.TASK, item: task }));

function grouped(tasks, key_of) {
	const groups = new Map();
	for (const task of tasks) {
		const key = key_of(task);
		if (!groups.has(key)) groups.set(key, []);
		groups.get(key).push(task);
	}
	return groups;
}

/** Return the open tasks that a task waits for. */
export const waited_for = (task, by_name) =>
	task.blocked_by.map((name) => by_name.get(name)).filter((other) => other?.status === "Open");

/** Return who does a task, in words. */
export const person_of = (task) =>
	task.assigned_to_title || task.assigned_to || task.contact_assigned_title || "";

/**
 * Return the columns of the board, `[{stage, stage_name, color, cards, values}]`; `values` are what a task is given that comes into it, nothing
 * where none can. `people` are `[{user, title}]` to whom tasks can be given.
 */
export function columns_of(plan, by_name, grouping, people, words) {
	if (grouping === Grouping.PERSON) return by_person(plan, people, words);
	if (grouping === Grouping.MILESTONE) return by_milestone(plan, words);
	return by_status(plan, by_name, words);
}

const column = (stage, stage_name, color, values) => ({ stage, stage_name, color, values, cards: [] });

function by_status({ tasks }, by_name, words) {
	const columns = [
		column("waiting", words.waiting, "var(--gray-500)", null),
		column("open", words.open, "var(--blue-500)", { status: "Open" }),
		column("done", words.done, "var(--green-500)", { status: "Done" }),
	];
	const [waiting, open, done] = columns;
	for (const task of tasks) {
		const at = task.status === "Done" ? done : waited_for(task, by_name).length ? waiting : open;
		at.cards.push(task);
	}
	return columns;
}

function by_person({ tasks }, people, words) {
	const users = new Map(people.map(({ user, title }) => [user, title]));
	for (const task of tasks)
		if (task.assigned_to && !users.has(task.assigned_to)) users.set(task.assigned_to, person_of(task));
	const columns = new Map([
		[NOBODY, column(NOBODY, words.nobody, "var(--gray-500)", { assigned_to: "" })],
		...[...users].map(([user, title]) => [
			user,
			column(user, title || user, "var(--blue-500)", { assigned_to: user }),
		]),
	]);
	for (const task of tasks) {
		const contact =
			!task.assigned_to && task.contact_assigned ? `contact:${task.contact_assigned}` : null;
		if (contact && !columns.has(contact))
			columns.set(contact, column(contact, person_of(task), "var(--purple-500)", null));
		columns.get(contact || task.assigned_to || NOBODY).cards.push(task);
	}
	return [...columns.values()];
}

function by_milestone({ milestones, tasks }, words) {
	const columns = new Map(
		milestones.map(({ name, title, is_done }) => [
			name,
			column(name, title, is_done ? "var(--green-500)" : "var(--blue-500)", { milestone: name }),
		])
	);
	columns.set(NOBODY, column(NOBODY, words.no_milestone, "var(--gray-500)", { milestone: "" }));
	for (const task of tasks)
		columns.get(columns.has(task.milestone) ? task.milestone : NOBODY).cards.push(task);
	return [...columns.values()];
}
