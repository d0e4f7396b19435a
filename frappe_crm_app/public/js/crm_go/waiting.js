// What was noted and not sent, or not taken: with both states, where somebody else was quicker.

import { button, element } from "./elements.js";
import { written } from "./moments.js";
import { CONFLICT, REFUSED, add_as_note, discard, retry } from "./queue.js";
import { say, texts } from "./texts.js";

/** Return the list of what is in the queue, nothing where that is empty; `changed` is called once something was decided. */
export function waiting_list(items, changed) {
	if (!items.length) return null;
	return element(
		"section",
		{ className: "g-part g-waiting", "aria-label": texts.waiting },
		element("h2", {}, texts.waiting),
		element(
			"ul",
			{ className: "g-rows" },
			items.map((item) => row(item, changed))
		)
	);
}

function row(item, changed) {
	const decide =
		(work) =>
		({ currentTarget }) => {
			currentTarget.disabled = true; // a second tap would do it twice
			return work().then(changed);
		};
	const is_conflict = item.state === CONFLICT;
	const is_refused = item.state === REFUSED;
	return element(
		"li",
		{ className: "g-row" },
		element("strong", {}, item.about.title),
		is_conflict || is_refused
			? element("p", { className: "g-error" }, item.sentence || texts.failed)
			: element("p", { className: "g-quiet" }, texts.waits),
		state(texts.yours, mine(item.content)),
		is_conflict && state(texts.now, theirs(item.theirs)),
		element(
			"div",
			{ className: "g-buttons" },
			is_conflict &&
				button(
					texts.add_as_note,
					decide(() => add_as_note(item, texts.done))
				),
			is_refused &&
				button(
					texts.send_again,
					decide(() => retry(item))
				),
			(is_conflict || is_refused) &&
				button(
					texts.discard,
					decide(() => discard(item.key))
				)
		)
	);
}

function state(label, parts) {
	return element(
		"p",
		{ className: "g-state" },
		element("span", { className: "g-quiet" }, label),
		element("span", {}, parts.filter(Boolean).join(" · "))
	);
}

function mine({ outcome, text, made_on, next_step }) {
	return [
		texts.outcomes[outcome] || (text ? "" : texts.done),
		text,
		written(made_on),
		next_step && say("due_on", written(next_step.scheduled_on)),
	];
}

function theirs({ status, scheduled_on, assigned_to, completed_by, completed_on, call_outcome }) {
	return [
		texts.statuses[status],
		texts.outcomes[call_outcome],
		completed_by && say("completed_by", completed_by),
		completed_on && written(completed_on),
		scheduled_on && say("due_on", written(scheduled_on)),
		assigned_to && say("assigned_to", assigned_to),
	];
}
