// The rows of the day and what a search has found, as lists.

import { button, element, ways_to } from "./elements.js";
import { written } from "./moments.js";
import { detail_of } from "./sheet.js";
import { say, texts } from "./texts.js";

const OVERDUE = "overdue";

/** Return the day: what is overdue and what is due, or that nothing is. */
export function day_lists(rows, total, open) {
	if (!rows.length) return [element("p", { className: "g-empty" }, texts.all_done)];
	const parts = [
		[texts.overdue, rows.filter((row) => row.part === OVERDUE)],
		[texts.today, rows.filter((row) => row.part !== OVERDUE)],
	];
	const lists = parts.filter(([, part]) => part.length).map(([label, part]) => list(label, part, open));
	if (total > rows.length)
		lists.push(element("p", { className: "g-quiet" }, say("more", rows.length, total)));
	return lists;
}

/** Return a list of rows or records under its heading; each is opened by its button. */
export function list(label, records, open) {
	return element(
		"section",
		{ className: "g-part", "aria-label": label },
		element("h2", {}, label),
		element(
			"ul",
			{ className: "g-rows" },
			records.map((record) => row(record, open))
		)
	);
}

function row(record, open) {
	const due = record.due || record.next_due;
	return element(
		"li",
		{ className: "g-row" },
		element("strong", {}, record.title),
		element("span", { className: "g-quiet" }, detail_of(record)),
		due &&
			element(
				"span",
				{ className: record.part === OVERDUE ? "g-due is-overdue" : "g-due" },
				written(due)
			),
		element(
			"div",
			{ className: "g-buttons" },
			ways_to(record, texts),
			button(texts.log, () => open(record), { "aria-label": say("log_what", record.title) })
		)
	);
}

/** Return those of some records in which all words of a text occur. */
export function containing(records, text) {
	const words = text.toLocaleLowerCase().split(/\s+/).filter(Boolean);
	return records.filter((record) => {
		const said = [record.title, detail_of(record), record.phone, record.email]
			.join(" ")
			.toLocaleLowerCase();
		return words.every((word) => said.includes(word));
	});
}
