// What came of a follow-up, or of talking to somebody: next step and text if one likes, and the outcome, which saves.

import { button, element, ways_to } from "./elements.js";
import { CHOICES, moment_of, tomorrow } from "./moments.js";
import { texts } from "./texts.js";

const CALL = "Call";
const NONE = "none";
const DATE = "date";
const LONGEST_TEXT = 5000; // characters that the server takes

/** Show the sheet of a row of the day or of a record; `save(entry)` keeps what was chosen, then the sheet closes and `saved()` is called. */
export function open_sheet(record, { can_log, save, saved }) {
	let is_saving = false;
	const is_follow_up = "version" in record;
	const text = element("textarea", { id: "g-text", rows: 3, maxLength: LONGEST_TEXT });
	const date = element("input", {
		type: "date",
		min: tomorrow(),
		hidden: true,
		"aria-label": texts.which_date,
	});
	const error = element("p", { className: "g-error", role: "alert", hidden: true });
	const choices = element("div", { className: "g-choices" }, [NONE, ...CHOICES, DATE].map(choice_of));
	choices.addEventListener("change", () => (date.hidden = chosen(choices) !== DATE));

	async function finish(kind, outcome) {
		if (is_saving) return; // a second tap
		const choice = chosen(choices);
		const moment = choice === NONE ? null : moment_of(choice, date.value);
		const needs_text = kind === "log" && !outcome;
		if (choice !== NONE && !moment) return refuse(texts.choose_date, date);
		if (needs_text && !text.value.trim()) return refuse(texts.say, text);
		const next_step = moment && { action: CALL, scheduled_on: moment.toISOString() };
		is_saving = true;
		try {
			await save({ kind, outcome: outcome || "", text: text.value.trim(), next_step });
		} catch {
			is_saving = false;
			return refuse(texts.failed, text); // the phone has no room for it, or forbids it
		}
		dialog.close();
		saved();
	}

	function refuse(sentence, field) {
		error.textContent = sentence;
		error.hidden = false;
		field.focus();
	}

	const completes = is_follow_up && record.action === CALL;
	const outcomes = Object.entries(texts.outcomes).map(([outcome, label]) =>
		button(label, () => finish(completes ? "finish" : "log", outcome), {
			className: "g-button g-outcome",
		})
	);
	const dialog = element(
		"dialog",
		{ className: "g-sheet", "aria-labelledby": "g-sheet-title" },
		element(
			"header",
			{ className: "g-sheet-head" },
			element("h2", { id: "g-sheet-title" }, record.title),
			button(texts.close, () => dialog.close())
		),
		element("p", { className: "g-quiet" }, detail_of(record)),
		element("div", { className: "g-buttons" }, ways_to(record, texts)),
		can_log
			? [
					fieldset(texts.next_step, choices, date),
					element("label", { htmlFor: "g-text" }, texts.happened),
					text,
					error,
					fieldset(
						completes ? texts.complete : texts.log_call,
						element("div", { className: "g-buttons" }, outcomes)
					),
					element(
						"div",
						{ className: "g-buttons" },
						is_follow_up && !completes && button(texts.done, () => finish("finish")),
						button(texts.note, () => finish("log"))
					),
				]
			: element("p", { className: "g-quiet" }, texts.cannot_log)
	);
	show(dialog);
}

/** Ask whether to go on; `go_on` is called if so. */
export function ask(sentence, yes, go_on) {
	const dialog = element(
		"dialog",
		{ className: "g-sheet", "aria-label": yes },
		element("p", {}, sentence),
		element(
			"div",
			{ className: "g-buttons" },
			button(texts.stay, () => dialog.close()),
			button(yes, () => {
				dialog.close();
				go_on();
			})
		)
	);
	show(dialog);
}

export function detail_of(record) {
	return [record.detail, record.contact?.title, record.deal?.title, record.customer?.title]
		.filter((part, place, parts) => part && parts.indexOf(part) === place)
		.join(" · ");
}

function show(dialog) {
	dialog.addEventListener("close", () => dialog.remove());
	document.body.append(dialog);
	dialog.showModal();
}

function fieldset(legend, ...children) {
	return element("fieldset", {}, element("legend", {}, legend), ...children);
}

function choice_of(choice) {
	const box = element("input", { type: "radio", name: "g-step", value: choice, checked: choice === NONE });
	return element("label", {}, box, element("span", {}, texts[choice]));
}

function chosen(choices) {
	return choices.querySelector("input:checked").value;
}
