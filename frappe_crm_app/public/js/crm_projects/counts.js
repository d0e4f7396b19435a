// How many there are of something, in words.
import { plural } from "../crm_shared/format";

export const milestones = (count) => plural(count, "1 milestone", "{0} milestones");
export const tasks = (count) => plural(count, "1 task", "{0} tasks");
export const people = (count) => plural(count, "1 person", "{0} people");

const tasks_moved = (count) => plural(count, "1 task moved", "{0} tasks moved");
const milestones_moved = (count) => plural(count, "1 milestone moved", "{0} milestones moved");

/** What a change of the plan has moved, each kind by itself; `moves` are those of the server's answer. */
export function moved(moves) {
	const milestones = moves.filter(({ doctype }) => doctype === "CRM Milestone").length;
	const tasks = moves.length - milestones;
	return [tasks && tasks_moved(tasks), milestones && milestones_moved(milestones)]
		.filter(Boolean)
		.join(" · ");
}

export const not_told = (count) =>
	plural(
		count,
		"1 contact who takes part has no login and is not told: write to them.",
		"{0} contacts who take part have no login and are not told: write to them."
	);
