// "Why did it (not) run?": in the menu of forms, what workflow rules did about a record, and what stopped them.
import { moment_of } from "../crm_shared/format";
import { element, pill } from "./elements";
import { explain } from "./services/rules";

const COLORS = {
	Queued: "blue",
	Waiting: "orange",
	Completed: "green",
	Failed: "red",
};

/** Add the question to a form whose record is stored. */
export function add_why_rules(frm) {
	if (frm.is_new()) return;
	frm.page.add_menu_item(__("Rules: why did it (not) run?"), () => show(frm.doctype, frm.doc.name));
}

async function show(doctype, name) {
	const { rules } = await explain(doctype, name);
	const dialog = new frappe.ui.Dialog({
		title: __("Why did it (not) run?"),
		size: "large",
		fields: [{ fieldname: "rules", fieldtype: "HTML" }],
	});
	dialog.fields_dict.rules.$wrapper
		.empty()
		.append(
			...(rules.length
				? rules.map(describe)
				: [nothing(__("No rule has anything to say about this record."))])
		);
	dialog.show();
}

const nothing = (text) => element("p", { class: "text-muted" }, text);

/** A rule, whether it is on and what it says; unfolded, each occasion on which it looked at the record. */
function describe(rule) {
	return element(
		"details",
		{ class: "mb-3 crm-why-rule", "data-rule": rule.rule, open: rule.events.length > 0 },
		element(
			"summary",
			{},
			pill(rule.is_enabled ? __("On") : __("Off"), rule.is_enabled ? "green" : "gray"),
			" ",
			element("strong", {}, rule.title)
		),
		rule.sentence ? element("p", { class: "text-muted mt-1 mb-1" }, rule.sentence) : null,
		rule.paused_reason ? element("p", { class: "mt-1 mb-1" }, rule.paused_reason) : null,
		rule.remark ? element("p", { class: "mt-1 mb-1" }, rule.remark) : null,
		rule.events.length
			? element("ul", { class: "mt-2" }, ...rule.events.map(occasion))
			: nothing(__("Nothing has happened that it listens to."))
	);
}

/** One occasion: what happened, when, what came of it and why. */
function occasion(event) {
	return element(
		"li",
		{ class: "mb-2", "data-status": event.status },
		pill(__(event.status), COLORS[event.status] || "gray"),
		" ",
		element("span", {}, event.label),
		" ",
		element("span", { class: "text-muted" }, moment_of(event.on)),
		event.reason ? element("div", {}, event.reason) : null,
		lines((event.seen || []).map(condition)),
		lines(event.did.map(step))
	);
}

const lines = (texts) =>
	texts.length ? element("ul", {}, ...texts.map((text) => element("li", {}, text))) : null;

function condition(seen) {
	if (seen.holds === null) return format(__("{0}: you do not see this"), [seen.text]);
	const sentence = seen.holds ? __("{0}: yes, it was {1}") : __("{0}: no, it was {1}");
	return format(sentence, [seen.text, seen.value]);
}

function step(did) {
	return did.detail ? format(__("{0}: {1}"), [did.label, did.detail]) : did.label;
}

// As `__` does it, in one pass: what people typed may itself look like a place.
const format = (sentence, values) => sentence.replace(/\{(\d)\}/g, (_all, place) => values[place]);
